/** The trend of one coded measurement as an aggregate: what leaves the database is one row for each unit and step. */
import type { Predicate, Stage } from '../../shared/record-store.js';
import type { TrendSeries, TrendStep } from './trend.type.js';

const UCUM = 'http://unitsofmeasure.org';

/** Results that were taken back or never came (FHIR ObservationStatus). */
const NO_RESULT: readonly string[] = ['entered-in-error', 'cancelled'];

/** The observations a trend looks at. `at` is a predicate on their main date. */
export function trendWhere(code: string, at: Predicate): Predicate {
  return { codes: code, at, status: { $nin: NO_RESULT } };
}

const listOf = (path: string) => ({ $cond: [{ $isArray: path }, path, []] });

/**
 * Whether a CodeableConcept's codings hold the code, given as `code` or `system|code` (as filters take it). A text of
 * the client is always a $literal here: a string that begins with `$` would otherwise name a field.
 */
function hasCode(codings: string, wanted: string): Predicate {
  const bar = wanted.lastIndexOf('|');
  const code = { $eq: ['$$coding.code', { $literal: wanted.slice(bar + 1) }] };
  const system = { $eq: [{ $ifNull: ['$$coding.system', ''] }, { $literal: wanted.slice(0, Math.max(bar, 0)) }] };
  const matches = bar < 0 ? code : { $and: [code, system] };
  return { $anyElementTrue: [{ $map: { input: listOf(codings), as: 'coding', in: matches } }] };
}

/** A value as number and unit. A value with a comparator (`<5`) is a bound and no measurement: it gives null. */
function measured(holder: string): Predicate {
  const quantity = `${holder}.valueQuantity`;
  const inUcum = { $and: [{ $eq: [`${quantity}.system`, UCUM] }, { $eq: [{ $type: `${quantity}.code` }, 'string'] }] };
  const integer = { $cond: [{ $isNumber: `${holder}.valueInteger` }, `${holder}.valueInteger`, null] };
  const number = { $cond: [{ $isNumber: `${quantity}.value` }, `${quantity}.value`, integer] };
  return {
    number: { $cond: [{ $eq: [{ $type: `${quantity}.comparator` }, 'missing'] }, number, null] },
    code: { $cond: [inUcum, `${quantity}.code`, null] },
    unit: { $ifNull: [`${quantity}.unit`, { $ifNull: [`${quantity}.code`, null] }] },
  };
}

/** The values of an observation under the code: its own, and those of its components. */
function valuesOf(code: string): Predicate {
  const own = { $cond: [hasCode('$content.code.coding', code), [measured('$content')], []] };
  const components = {
    $map: {
      input: {
        $filter: { input: listOf('$content.component'), as: 'part', cond: hasCode('$$part.code.coding', code) },
      },
      as: 'part',
      in: measured('$$part'),
    },
  };
  return {
    $filter: { input: { $concatArrays: [own, components] }, as: 'value', cond: { $isNumber: '$$value.number' } },
  };
}

/** One row of the aggregate: a unit and a step. */
export interface TrendRow {
  readonly code: string | null;
  /** What units are told apart by: the UCUM code, else the unit as written. */
  readonly key: string | null;
  readonly unit: string | null;
  readonly start: string;
  readonly count: number;
  readonly first: number;
  readonly last: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

/** Ties in time are settled by the record's id, then by the order of components, so that first and last are certain. */
export function trendPipeline(code: string, every: TrendStep): Stage[] {
  const start = { $dateTrunc: { date: '$at', unit: every.toLowerCase(), timezone: 'UTC', startOfWeek: 'monday' } };
  return [
    { $project: { at: 1, value: valuesOf(code) } },
    { $unwind: { path: '$value', includeArrayIndex: 'place' } },
    { $sort: { at: 1, _id: 1, place: 1 } },
    {
      $group: {
        _id: { code: '$value.code', key: { $ifNull: ['$value.code', '$value.unit'] }, start },
        unit: { $last: '$value.unit' },
        count: { $sum: 1 },
        first: { $first: '$value.number' },
        last: { $last: '$value.number' },
        min: { $min: '$value.number' },
        max: { $max: '$value.number' },
        // In decimals: a mean of 108.57 and 123.02 is 115.795, not 115.79499999999999.
        mean: { $avg: { $toDecimal: '$value.number' } },
      },
    },
    { $sort: { '_id.start': 1 } },
    {
      $project: {
        _id: 0,
        code: '$_id.code',
        key: '$_id.key',
        start: { $dateToString: { date: '$_id.start', format: '%Y-%m-%d', timezone: 'UTC' } },
        unit: 1,
        count: 1,
        first: 1,
        last: 1,
        min: 1,
        max: 1,
        mean: { $toDouble: '$mean' },
      },
    },
  ];
}

/** Rows, earliest first, as series: the unit with most values first, units of equal count by their name. */
export function seriesOf(rows: readonly TrendRow[]): TrendSeries[] {
  const byUnit = new Map<string, TrendSeries>();
  for (const { code, key, unit, ...point } of rows) {
    const name = `${code === null ? 'unit' : 'ucum'} ${key ?? ''}`;
    const series: TrendSeries = byUnit.get(name) ?? { code, unit: null, count: 0, points: [] };
    series.unit = unit ?? code;
    series.count += point.count;
    series.points.push(point);
    byUnit.set(name, series);
  }
  return [...byUnit]
    .sort(([a, { count: many }], [b, { count: few }]) => few - many || (a < b ? -1 : 1))
    .map(([, series]) => series);
}
