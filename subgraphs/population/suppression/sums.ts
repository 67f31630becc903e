/**
 * What is told of a sum over people: its mean, from which the sum follows with the number of people that is told. Pure.
 *
 * Withheld where 10 people or fewer share in it, or where one has more than 85% of it. Else the mean is that of the sum and
 * a random part, up or down, of the largest share: what one person came to does not show by adding and subtracting
 * sums, as each of them is off by about as much. Three digits are told.
 */
import type { Amounts } from '../store/population-store.js';
import { type Draws, SMALL_CELL } from './tell.js';

/** The part of a sum that one person may have at most. */
export const DOMINANT = 0.85;

export interface SumProtection {
  readonly small?: number;
  readonly dominant?: number;
  readonly noise?: false;
}

/** The mean for each of `people`, in cents; null when it is withheld. */
export function tellMean(
  people: number,
  amounts: Amounts,
  draws: Draws,
  protection: SumProtection = {},
): number | null {
  const { small = SMALL_CELL, dominant = DOMINANT, noise } = protection;
  const { total, most, sharers } = amounts;
  if (people <= small || sharers <= small) return null;
  if (total > 0 && most > dominant * total) return null;
  if (noise === false) return total / people;
  const off = (2 * draws(4) - 1) * most;
  return threeDigits(Math.max(0, total + off) / people);
}

export function threeDigits(value: number): number {
  return value === 0 ? 0 : Number(value.toPrecision(3));
}
