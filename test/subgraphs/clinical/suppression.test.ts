import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Published, SMALL_CELL, suppress } from '../../../subgraphs/clinical/population-counts/suppression.js';

/** All ways to spread `total` people over `cells` cells. */
function tablesOf(total: number, cells: number): number[][] {
  if (cells === 1) return [[total]];
  return Array.from({ length: total + 1 }, (_, first) =>
    tablesOf(total - first, cells - 1).map((rest) => [first, ...rest]),
  ).flat();
}

/**
 * An attacker who knows the rules: gathers all families that would have been answered alike, and returns the small
 * cells that have the same number in all of them.
 */
function derived(families: readonly (readonly number[])[][], small: number): string[] {
  const byAnswer = new Map<string, (readonly number[])[][]>();
  for (const family of families) {
    const total = (family[0] ?? []).reduce((sum, count) => sum + count, 0);
    const answer = JSON.stringify(suppress(total, family, small));
    byAnswer.set(answer, [...(byAnswer.get(answer) ?? []), family]);
  }
  return [...byAnswer].flatMap(([answer, alike]) => {
    const places = (alike[0] ?? []).flatMap((table, t) => table.map((_, cell) => [t, cell] as const));
    return places.flatMap(([t, cell]) => {
      const values = new Set(alike.map((family) => family[t]?.[cell] ?? -1));
      const [only = 0] = values;
      return values.size === 1 && only >= 1 && only <= small ? [`${answer}: table ${t} cell ${cell} is ${only}`] : [];
    });
  });
}

/** A table of small and larger counts; small ones and equal ones are likely, as they are the hard ones. */
const table = fc.array(fc.oneof(fc.nat(12), fc.constantFrom(0, 1, 10, 11), fc.nat(200)), {
  minLength: 1,
  maxLength: 9,
});

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
const tablesIn = (published: Published) => (published.withheld ? [] : published.tables);

/** The same people in other cells: any table with this total. */
function spread(total: number, weights: readonly number[]): number[] {
  const counts = weights.map(() => 0);
  for (let person = 0; person < total; person++) {
    const cell = (person * 7 + (weights[person % weights.length] ?? 0)) % counts.length;
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return counts;
}

describe('suppression of small cells', () => {
  it('shows 0 and 11 or more where nothing small stands beside them', () => {
    expect(suppress(41, [[30, 11, 0]])).toEqual({ withheld: false, total: 41, tables: [[30, 11, 0]] });
    expect(suppress(0, [[0, 0]])).toEqual({ withheld: false, total: 0, tables: [[0, 0]] });
  });

  it('suppresses the smallest shown cell beside a single small one, and never an empty one', () => {
    expect(suppress(110, [[4, 60, 46, 0]])).toEqual({ withheld: false, total: 110, tables: [[null, 60, null, 0]] });
  });

  it('suppresses all cells of the size it has to add, so that no place is told from another', () => {
    expect(suppress(64, [[4, 20, 20, 20]])).toMatchObject({ tables: [[null, null, null, null]] });
  });

  it('adds a cell where the small ones together are small, all ones or all tens', () => {
    expect(suppress(55, [[3, 5, 17, 30]])).toMatchObject({ tables: [[null, null, null, 30]] });
    expect(suppress(42, [[...Array<number>(12).fill(1), 30]])).toMatchObject({ withheld: false });
    expect(tablesIn(suppress(42, [[...Array<number>(12).fill(1), 30]]))[0]).not.toContain(30);
    expect(suppress(60, [[10, 10, 15, 25]])).toMatchObject({ tables: [[null, null, null, 25]] });
  });

  it('leaves small cells to themselves where they hide each other', () => {
    expect(suppress(50, [[4, 8, 38]])).toMatchObject({ tables: [[null, null, 38]] });
  });

  it('withholds a category of 1 to 10 people as a whole, its empty cells too', () => {
    expect(suppress(5, [])).toEqual({ withheld: true });
    for (let total = 1; total <= SMALL_CELL; total++)
      expect(
        suppress(total, [
          [total, 0],
          [0, total],
        ]),
      ).toEqual({ withheld: true });
  });

  it('withholds a category whose total would tell a cell, even where another table could be shown', () => {
    expect(suppress(20, [[10, 10], [20]])).toEqual({ withheld: true });
    expect(suppress(12, [Array<number>(12).fill(1), [12]])).toEqual({ withheld: true });
  });

  it('refuses tables that do not add up', () => {
    expect(() => suppress(10, [[4, 5]])).toThrow(RangeError);
    expect(() => suppress(9, [[4.5, 4.5]])).toThrow(RangeError);
    expect(() => suppress(9, [[-1, 10]])).toThrow(RangeError);
  });

  it('never shows a small cell, and shows every other number as it is', () => {
    fc.assert(
      fc.property(table, (counts) => {
        const published = suppress(sumOf(counts), [counts]);
        for (const [place, shown] of (tablesIn(published)[0] ?? []).entries())
          if (shown !== null) expect([shown, shown === 0 || shown > SMALL_CELL]).toEqual([counts[place], true]);
      }),
    );
  });

  it('leaves each suppressed cell an interval of more than one whole number', () => {
    fc.assert(
      fc.property(table, (counts) => {
        const total = sumOf(counts);
        for (const shown of tablesIn(suppress(total, [counts]))) {
          const hidden = shown.filter((cell) => cell === null).length;
          const remainder = total - sumOf(shown.map((cell) => cell ?? 0));
          // Each suppressed cell holds at least one person, so none holds more than what the others leave.
          if (hidden > 0) expect(remainder - (hidden - 1)).toBeGreaterThan(1);
          if (hidden > 0) expect(remainder).toBeGreaterThan(SMALL_CELL);
        }
      }),
    );
  });

  it('answers a table whose suppressed values stand in other places with the same answer', () => {
    fc.assert(
      fc.property(table, fc.nat(), (counts, turn) => {
        const total = sumOf(counts);
        const [shown] = tablesIn(suppress(total, [counts]));
        if (!shown) return;
        const places = shown.flatMap((cell, place) => (cell === null ? [place] : []));
        const turned = [...counts];
        for (const [index, place] of places.entries())
          turned[place] = counts[places[(index + turn) % places.length] ?? 0] ?? 0;
        expect(suppress(total, [turned])).toEqual(suppress(total, [counts]));
      }),
    );
  });

  it('answers one table alike whatever another table of the same people shows, unless all is withheld', () => {
    fc.assert(
      fc.property(table, table, (counts, weights) => {
        const total = sumOf(counts);
        const both = suppress(total, [counts, spread(total, weights)]);
        if (!both.withheld) expect(both.tables[0]).toEqual(tablesIn(suppress(total, [counts]))[0]);
      }),
    );
  });

  it('tells no small cell of one table to an attacker who knows the rules and tries all tables', () => {
    for (const cells of [1, 2, 3, 4]) {
      const families = Array.from({ length: 21 }, (_, total) => tablesOf(total, cells)).flat();
      expect(
        derived(
          families.map((counts) => [counts]),
          3,
        ),
      ).toEqual([]);
    }
  });

  it('tells none with the cell size that is in force', () => {
    const families = Array.from({ length: 45 }, (_, total) => tablesOf(total, 3)).flat();
    expect(
      derived(
        families.map((counts) => [counts]),
        SMALL_CELL,
      ),
    ).toEqual([]);
  });

  it('tells none to an attacker who puts tables of several dimensions together', () => {
    const families = Array.from({ length: 11 }, (_, total) => {
      const [sexes, bands] = [tablesOf(total, 2), tablesOf(total, 3)];
      return sexes.flatMap((sex) => bands.map((band) => [sex, band]));
    }).flat();
    expect(derived(families, 2)).toEqual([]);
  });
});
