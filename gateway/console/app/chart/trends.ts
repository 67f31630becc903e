/** From single results to series over time. */
import type { Observation, ReferenceRange } from './record.js';

export interface Point {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly date: string;
  readonly value: number;
}

export interface Trend {
  readonly title: string;
  readonly unit: string;
  /** The earliest first. */
  readonly points: readonly Point[];
  /** Of the latest result that names one. */
  readonly range: { readonly low: number | null; readonly high: number | null } | null;
}

/** Fewer results are a list and no course. */
const FEWEST = 3;

/** Series of at least three results of one name in one unit, the longest first. No two units share a series. */
export function trendsOf(observations: readonly Observation[]): Trend[] {
  const found = new Map<string, { title: string; unit: string; points: Point[]; range: Trend['range'] }>();
  const add = (observation: Observation, title: string | null | undefined, amount: Observation['valueQuantity']) => {
    const date = observation.effectiveDateTime;
    const time = Date.parse(date ?? '');
    if (!title || date === null || Number.isNaN(time) || amount?.value == null) return;
    const unit = amount.unit ?? '';
    const series = found.get(`${title} ${unit}`) ?? { title, unit, points: [], range: null };
    series.points.push({ time, date, value: amount.value });
    series.range ??= rangeOf(observation.referenceRange);
    found.set(`${title} ${unit}`, series);
  };
  for (const observation of observations) {
    add(observation, observation.code?.text, observation.valueQuantity);
    for (const { code, valueQuantity } of observation.component ?? []) add(observation, code?.text, valueQuantity);
  }
  return [...found.values()]
    .filter(({ points }) => points.length >= FEWEST)
    .map((series) => ({ ...series, points: series.points.toSorted((a, b) => a.time - b.time) }))
    .toSorted((a, b) => b.points.length - a.points.length);
}

function rangeOf(ranges: readonly ReferenceRange[] | null): Trend['range'] {
  const [range] = ranges ?? [];
  const low = range?.low?.value ?? null;
  const high = range?.high?.value ?? null;
  return low === null && high === null ? null : { low, high };
}

/** Whether a value lies outside its range; false where there is none. */
export function isOutside(value: number, range: Trend['range']): boolean {
  return range !== null && (value < (range.low ?? value) || value > (range.high ?? value));
}
