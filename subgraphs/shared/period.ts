import { dateRange } from '../exchange/normalise/dates.js';
import { badInput } from './errors.js';
import type { Predicate } from './record-store.js';

/** A period as a predicate on a date key; both ends included, to the precision they were given with. Throws BAD_ARGUMENT. */
export function periodPredicate(period: { from?: string | null; to?: string | null }): Predicate {
  const from = boundOf(period.from, 'from')?.start;
  const to = boundOf(period.to, 'to')?.end;
  return { ...(from && { $gte: from }), ...(to && { $lte: to }), $ne: null };
}

function boundOf(value: string | null | undefined, name: string) {
  if (value === undefined || value === null) return null;
  const range = dateRange(value);
  if (!range.start)
    throw badInput('BAD_ARGUMENT', `"${name}" takes a FHIR date: YYYY, YYYY-MM, YYYY-MM-DD or an instant.`);
  return range;
}
