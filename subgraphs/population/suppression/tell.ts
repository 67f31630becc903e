/**
 * What is told of a number of people. Pure; what it promises, and what not, stands in README.md beside it.
 *
 * - 10 people or fewer are never told (CMS cell size policy), nobody is told apart from few.
 * - More are told as a multiple of 11: the two next to the number, at random so that the mean is right; now and then one
 *   further off. Sums and differences of such numbers are multiples of 11 too, so none of them is ever 1 to 10.
 * - Just above 10 a number is now and then withheld: that something is withheld does not say that it is 10 or fewer.
 *
 * The dice are drawn from the key and the set of people, so the same people give the same answer, whatever was asked.
 */

/** Cells of 1 to this many people are small. */
export const SMALL_CELL = 10;

/** Every number that is told is a multiple of it. */
export const STEP = SMALL_CELL + 1;

/** How often the number told is a step further off, again and again. */
export const STRAY = 1 / 32;

/** How often 11 people are withheld; for each further person half as often. */
export const SHY = 1 / 4;

/** Numbers from 0 up to 1: 0 to 4 are used. */
export type Draws = (index: number) => number;

/** The number told of `people`; null when it is withheld. */
export function tell(people: number, draws: Draws, small: number = SMALL_CELL): number | null {
  if (people <= small) return null;
  if (draws(0) < SHY * 2 ** -(people - small - 1)) return null;
  const step = small + 1;
  const below = Math.floor(people / step);
  const rest = people / step - below;
  const near = below + (draws(1) < rest ? 1 : 0);
  return step * Math.max(1, near + stray(draws(2), draws(3)));
}

/** Steps away: none most often, k with the chance STRAY^k, up or down. */
function stray(size: number, side: number): number {
  if (size === 0) return 0;
  const steps = Math.floor(Math.log(size) / Math.log(STRAY));
  return side < 0.5 ? steps : -steps;
}
