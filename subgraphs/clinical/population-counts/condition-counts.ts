/** From counted rows to what is published: all categories in a fixed order, small cells suppressed. */
import { CONDITION_CATEGORIES, type ConditionCategory } from '../../shared/condition-category.js';
import { type ConditionCount, ConditionCountDimension } from './population-counts.type.js';
import { AGE_BANDS, type PeopleRow, type PeopleRows, SEXES } from './population-pipeline.js';
import { type Published, suppress } from './suppression.js';

type Value = string | number | null;

/** The numbers of one category, in the order of the values of each dimension. */
interface Family {
  readonly category: ConditionCategory;
  readonly years: readonly number[];
  readonly published: Published;
}

const NO_ROWS: PeopleRows = { total: [], sex: [], ageBand: [], year: [] };

/**
 * The rows of one breakdown. Whatever is asked for, all tables of a category decide together what is suppressed, so the
 * answers to different questions never add up to more than one of them tells.
 */
export function conditionCounts(rows: PeopleRows = NO_ROWS, by: ConditionCountDimension): ConditionCount[] {
  return CONDITION_CATEGORIES.flatMap((category) => rowsOf(familyOf(category, rows), by));
}

function familyOf(category: ConditionCategory, rows: PeopleRows): Family {
  const of = (table: readonly PeopleRow[]) => table.filter((row) => row.category === category);
  const years = yearsOf(of(rows.year));
  const total = of(rows.total)[0]?.people ?? 0;
  const tables = [
    countsFor(SEXES, of(rows.sex)),
    countsFor(AGE_BANDS, of(rows.ageBand)),
    countsFor(years, of(rows.year)),
  ];
  return { category, years, published: suppress(total, tables) };
}

/** The years that have people, earliest first. */
function yearsOf(rows: readonly PeopleRow[]): number[] {
  return rows.flatMap(({ value }) => (typeof value === 'number' ? [value] : [])).sort((a, b) => a - b);
}

function countsFor(values: readonly Value[], rows: readonly PeopleRow[]): number[] {
  return values.map((value) => rows.find((row) => row.value === value)?.people ?? 0);
}

function rowsOf({ category, years, published }: Family, by: ConditionCountDimension): ConditionCount[] {
  const table = (index: number, values: readonly Value[], row: (value: Value) => Partial<ConditionCount>) =>
    values.map((value, place) => {
      const people = published.withheld ? null : (published.tables[index]?.[place] ?? null);
      return { category, ...row(value), people, suppressed: people === null };
    });
  switch (by) {
    case ConditionCountDimension.SEX:
      return table(0, SEXES, (sex) => ({ sex: String(sex) }));
    case ConditionCountDimension.AGE_BAND:
      return table(1, AGE_BANDS, (ageBand) => ({ ageBand: String(ageBand) }));
    case ConditionCountDimension.YEAR:
      // Which years a withheld category has would tell how many people it has at least.
      return table(2, published.withheld ? [null] : years, (year) => (typeof year === 'number' ? { year } : {}));
    default: {
      const people = published.withheld ? null : published.total;
      return [{ category, people, suppressed: people === null }];
    }
  }
}
