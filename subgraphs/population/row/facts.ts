/** From the records of one person to the facts of their row. Pure. */
import type { ConditionCategory } from '../../shared/condition-category.js';
import type { RecordDocument } from '../../shared/databases.js';
import { type FhirObject, isObject, objectsOf, stringOf, valuesAt } from '../../shared/fhir-json.js';
import { conditionGroup } from '../groups/condition-group.js';
import { medicationClasses } from '../groups/medication-class.js';
import { CVX, codeIn, isKnownCode, LOINC } from './codes.js';
import type {
  CodedFact,
  ConditionFact,
  EncounterFact,
  MeasurementFact,
  MedicationFact,
  Timed,
} from './population-row.js';
import { UNITS } from './units.js';
import { monthsSince, tellableYear } from './years.js';

/** A record as the reader of the population asks for it (build/record-reader.ts). */
export type SourceRecord = Pick<RecordDocument, 'kind' | 'at' | 'status' | 'codes' | 'content'> & {
  readonly [key: string]: unknown;
};

/** When events took place, as far as it may be told. */
export class Clock {
  readonly #first: Date | null;
  readonly #thisYear: number;

  constructor(events: readonly SourceRecord[], thisYear: number) {
    this.#first = events.reduce<Date | null>((first, { at }) => (at && (!first || at < first) ? at : first), null);
    this.#thisYear = thisYear;
  }

  timeOf(at: Date | null): Timed {
    const year = tellableYear(at?.getUTCFullYear() ?? null, this.#thisYear);
    return { year, month: year === null || !at || !this.#first ? null : monthsSince(this.#first, at) };
  }
}

/** What turned out not to be, or never happened (FHIR statuses of all kinds). */
const NOT_SO: ReadonlySet<string> = new Set([
  ...['entered-in-error', 'refuted', 'cancelled', 'not-done', 'declined', 'draft', 'preparation', 'planned', 'unknown'],
  ...['not-taken', 'registered', 'stopped-before-start', 'proposed', 'booked', 'pending', 'noshow'],
]);

export function isSo(record: SourceRecord): boolean {
  return !NOT_SO.has(record.status ?? '') && !NOT_SO.has(String(record['verificationStatus'] ?? ''));
}

export function conditionFacts(records: readonly SourceRecord[], clock: Clock): ConditionFact[] {
  const facts = records.map((record) => ({
    group: conditionGroup(record.codes ?? []) ?? 'NONE',
    category: (record['conditionCategory'] ?? 'OTHER') as ConditionCategory,
    ...clock.timeOf(record.at),
  }));
  return earliestOf(facts, ({ group, category }) => `${category} ${group}`);
}

export function medicationFacts(
  records: readonly SourceRecord[],
  names: ReadonlyMap<string, readonly string[]>,
  clock: Clock,
): MedicationFact[] {
  const facts = records.flatMap(({ content, at }) =>
    medicationClasses(namesOf(content, names)).map((name) => ({ class: name, ...clock.timeOf(at) })),
  );
  return earliestOf(facts, (fact) => `${fact.class} ${fact.year}`);
}

/** All names of a medicine: its own, those of what it contains, those of the Medication it refers to. */
function namesOf(content: FhirObject, names: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const reference = valuesAt(content, 'medicationReference.reference').find((value) => typeof value === 'string');
  return [
    ...conceptNames(content['medicationCodeableConcept']),
    ...objectsOf(content['contained']).flatMap(({ code }) => conceptNames(code)),
    ...(names.get(String(reference)) ?? []),
  ];
}

export function conceptNames(concept: FhirObject[string]): string[] {
  return [...valuesAt(concept, 'text'), ...valuesAt(concept, 'coding.display')].filter(
    (name) => typeof name === 'string',
  );
}

/** Codes of procedures or vaccines: all that a record names, of known systems. */
export function codedFacts(records: readonly SourceRecord[], clock: Clock, only?: string): CodedFact[] {
  const facts = records.flatMap(({ codes, at }) =>
    (codes ?? [])
      .filter((token) => token.includes('|') && isKnownCode(token) && (!only || token.startsWith(`${only}|`)))
      .map((token) => ({ code: only ? token.slice(only.length + 1) : token, ...clock.timeOf(at) })),
  );
  return earliestOf(facts, ({ code, year }) => `${code} ${year}`);
}

export const immunizationFacts = (records: readonly SourceRecord[], clock: Clock) => codedFacts(records, clock, CVX);

/** HL7 v3 ActCode encounter classes. */
const CLASSES: ReadonlySet<string> = new Set('AMB EMER FLD HH IMP ACUTE NONAC OBSENC PRENC SS VR'.split(' '));

export function encounterFacts(records: readonly SourceRecord[], clock: Clock): EncounterFact[] {
  const facts = records.map((record) => {
    const given = stringOf(record['class'] as FhirObject[string]);
    return { class: given !== null && CLASSES.has(given) ? given : 'OTHER', visits: 1, ...clock.timeOf(record.at) };
  });
  const visits = new Map<string, number>();
  const keyOf = (fact: EncounterFact) => `${fact.class} ${fact.year}`;
  for (const fact of facts) visits.set(keyOf(fact), (visits.get(keyOf(fact)) ?? 0) + 1);
  return earliestOf(facts, keyOf).map((fact) => ({ ...fact, visits: visits.get(keyOf(fact)) ?? 1 }));
}

/** The latest value of each code and unit in each year, in order of time. Components count as measurements of their own. */
export function measurementFacts(records: readonly SourceRecord[], clock: Clock): MeasurementFact[] {
  const latest = new Map<string, { fact: MeasurementFact; at: number }>();
  for (const { content, at } of records)
    for (const part of [content, ...objectsOf(content['component'])]) {
      const fact = measured(part, clock.timeOf(at));
      if (!fact) continue;
      const key = `${fact.code} ${fact.unit} ${fact.year}`;
      const time = at?.getTime() ?? 0;
      const known = latest.get(key);
      // Of two at the same moment the higher one: whichever is read first must not matter.
      if (!known || time > known.at || (time === known.at && fact.value > known.fact.value))
        latest.set(key, { fact, at: time });
    }
  return [...latest.entries()]
    .sort(([one, a], [other, b]) => a.at - b.at || (one < other ? -1 : 1))
    .map(([, { fact }]) => fact);
}

function measured(part: FhirObject, time: Timed): MeasurementFact | null {
  const quantity = part['valueQuantity'];
  if (!isObject(quantity) || quantity['comparator'] !== undefined) return null;
  const code = codeIn(part, 'code', LOINC);
  const unit = [quantity['code'], quantity['unit']].find((given) => typeof given === 'string' && UNITS.has(given));
  const { value } = quantity;
  if (code === null || typeof unit !== 'string' || typeof value !== 'number' || !Number.isFinite(value)) return null;
  return { code, unit, value, ...time };
}

/** Tests whose result is no number: that they were done. */
export function testFacts(records: readonly SourceRecord[], clock: Clock): CodedFact[] {
  const facts = records.flatMap(({ content, at }) => {
    const code = content['valueQuantity'] === undefined ? codeIn(content, 'code', LOINC) : null;
    return code === null ? [] : [{ code, ...clock.timeOf(at) }];
  });
  return earliestOf(facts, ({ code, year }) => `${code} ${year}`);
}

/** One fact for each key, the earliest; in the order of their keys, whatever order they came in. */
function earliestOf<T extends Timed>(facts: readonly T[], keyOf: (fact: T) => string): T[] {
  const found = new Map<string, T>();
  for (const fact of facts) {
    const known = found.get(keyOf(fact));
    const isEarlier = known && (fact.month ?? Infinity) < (known.month ?? Infinity);
    if (!known || isEarlier) found.set(keyOf(fact), fact);
  }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, fact]) => fact);
}
