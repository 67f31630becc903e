/** From the reports on one person to what quality measures say of them. Pure. */
import { dateRange } from '../../exchange/normalise/dates.js';
import { type MeasureFact, MeasureResult, measureFactOf } from '../../shared/measure-outcome.js';
import type { SourceRecord } from './facts.js';
import type { MeasureRowFact } from './population-row.js';
import { tellableYear } from './years.js';

/** Names of measures and of their groups: those of any other shape could be a sender's words. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Each measure, group and year once: of two reports of one year the one whose period began later. */
export function measureFacts(records: readonly SourceRecord[], patient: string, thisYear: number): MeasureRowFact[] {
  const reports = records
    .flatMap(({ kind, content }) => measureFactOf({ kind, patient, content }) ?? [])
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  const facts = new Map<string, MeasureRowFact>();
  for (const report of reports)
    for (const fact of factsOf(report, thisYear)) facts.set(`${fact.measure} ${fact.group} ${fact.year}`, fact);
  return [...facts.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, fact]) => fact);
}

function sortKey({ measure, period, version }: MeasureFact): string {
  return JSON.stringify([period.start, period.end, measure, version]);
}

function factsOf({ measure, period, groups }: MeasureFact, thisYear: number): MeasureRowFact[] {
  const name = measure.split('/').at(-1) ?? '';
  const year = tellableYear(dateRange(period.end).start?.getUTCFullYear() ?? null, thisYear);
  if (!NAME.test(name) || year === null) return [];
  return groups.flatMap(({ group, result, notation }, place) => {
    const named = group ?? String(place + 1);
    if (!NAME.test(named) || (result !== MeasureResult.MET && result !== MeasureResult.NOT_MET)) return [];
    const better = notation === 'increase' || notation === 'decrease' ? notation : null;
    return [{ measure: name, group: named, year, met: result === MeasureResult.MET, notation: better }];
  });
}
