/**
 * Suppression of small cells (CMS cell size policy, ResDAC: 1 to 10 people are never shown, nor may they be derived;
 * 0 and 11 or more are shown). Pure.
 *
 * **What is published.** One family for each category: its total T, and tables of one dimension each (sex, age band,
 * year), whose cells add up to T. Nobody publishes tables of two dimensions, percentages, or a total over categories,
 * so within a table "the cells add up to T" is the only equation there is.
 *
 * **Within one table.** Cells of 1 to 10 are suppressed. What then remains for the suppressed cells together, s = T
 * less the cells shown, is known to everybody. It tells a cell when only one is suppressed, when s is itself 1 to 10,
 * or when s can only be all ones or all tens. Then the smallest shown cell above 0 is suppressed too, and with it
 * all cells of that very size: the rule treats cells alike, so it never matters where a value stands.
 *
 * **Why an attacker who knows these rules cannot derive a small cell.** Take any answer and a suppressed cell a of 1 to
 * 10 in it. If a cell of 11 or more, b, is suppressed too, exchanging a and b gives another table with the same
 * answer, as the rules look at values and not at places: the cell may be a or b. Otherwise all suppressed cells are 1
 * to 10. Where two of them differ, exchanging those gives the same answer. Where all m are equal to k, k is neither 1
 * nor 10 (s = m and s = 10 m ask for a further cell), and one k + 1 with one k - 1 in place of two k gives the same
 * answer. So every suppressed small cell has at least two possible values. No shown cell above 0 left to add: the
 * category is withheld as a whole, total and all its tables, in one form that says nothing else.
 *
 * **Why tables of other dimensions do not help.** What the tables of a category have in common is T alone. Any tables of
 * one dimension with the same total belong to some population: write down the people of each table in any order, and
 * the n-th person has the n-th sex, the n-th age band and the n-th year. So a change in one table that keeps T is
 * possible whatever the others show. That holds because no value of one dimension excludes one of another: the age is
 * the one in the year in question (age now would exclude years before birth). T is shown only if each table by itself
 * can be protected with T known. Otherwise all of them are withheld, since a single table shown in full gives T.
 *
 * **What this does not cover.** The difference between answers before and after a few records were added.
 */

/** Cells of 1 to this many people are small. */
export const SMALL_CELL = 10;

/** What is published of one category: null stands for a suppressed number. */
export type Published =
  | { readonly withheld: true }
  | { readonly withheld: false; readonly total: number; readonly tables: readonly (readonly (number | null)[])[] };

/**
 * Protects one category.
 * @param tables counts of people by one dimension each; every table adds up to `total`.
 * @param small the largest number that is too small to show; another than 10 in tests only.
 * @throws RangeError when a table does not add up, or a count is no whole number of people.
 */
export function suppress(total: number, tables: readonly (readonly number[])[], small: number = SMALL_CELL): Published {
  for (const counts of tables) mustAddUp(counts, total);
  if (isSmall(total, small)) return { withheld: true };
  const shown: (number | null)[][] = [];
  for (const counts of tables) {
    const hidden = hiddenCells(counts, small);
    if (hidden === null) return { withheld: true };
    shown.push(counts.map((count, index) => (hidden.has(index) ? null : count)));
  }
  return { withheld: false, total, tables: shown };
}

function isSmall(count: number, small: number): boolean {
  return count >= 1 && count <= small;
}

/** The places to suppress in a table whose total is known; null when no choice of cells protects the small ones. */
function hiddenCells(counts: readonly number[], small: number): ReadonlySet<number> | null {
  const hidden = placesOf(counts, (count) => isSmall(count, small));
  if (hidden.size === 0 || isSafe(counts, hidden, small)) return hidden;
  const next = Math.min(...counts.filter((count) => count > small));
  if (next === Number.POSITIVE_INFINITY) return null;
  return placesOf(counts, (count) => isSmall(count, small) || count === next);
}

function placesOf(counts: readonly number[], wanted: (count: number) => boolean): Set<number> {
  return new Set(counts.flatMap((count, index) => (wanted(count) ? [index] : [])));
}

/** Whether small cells are safe with nothing but themselves suppressed, their sum being known. */
function isSafe(counts: readonly number[], hidden: ReadonlySet<number>, small: number): boolean {
  let sum = 0;
  for (const index of hidden) sum += counts[index] ?? 0;
  // A single cell is its own sum, and too small.
  return sum > small && sum !== hidden.size && sum !== hidden.size * small;
}

function mustAddUp(counts: readonly number[], total: number): void {
  const whole = counts.every((count) => Number.isSafeInteger(count) && count >= 0);
  if (!whole || counts.reduce((sum, count) => sum + count, 0) !== total)
    throw new RangeError('the cells of a table must add up to the total of its category');
}
