/** What is known of a person that decides which care is due: nothing else does. */
import { type DateRange, dateRange, NO_DATE, periodRange } from '../../exchange/normalise/dates.js';
import { codesAt, type FhirObject, firstString, isObject, objectsOf, stringOf, valuesAt } from '../fhir-json.js';

/** Something that a record says was done, found, asked or diagnosed. */
export interface CareEvent {
  /** `Type/id`. */
  readonly record: string;
  readonly kind: string;
  /** `system|code`. */
  readonly codes: readonly string[];
  /** When; a year runs from its first to its last moment. Null ends for what bears no date. */
  readonly when: Pick<DateRange, 'start' | 'end'>;
  /** The value, where it is a number. */
  readonly number: number | null;
  /** Numbers of components, by each `system|code` of theirs. */
  readonly parts: ReadonlyMap<string, number>;
  /** The codes of the value, where it is a concept (`system|code`). */
  readonly answers: readonly string[];
  /** The value, where it is a date. */
  readonly date: Date | null;
}

export interface CareFacts {
  /** As it came; a year or a month will do. */
  readonly birthDate: string | null;
  /** FHIR administrative gender. */
  readonly gender: string | null;
  readonly deceased: boolean;
  readonly events: readonly CareEvent[];
}

/** Elements of a record that an event is made from; what else it holds need not leave the database. */
export const EVENT_ELEMENTS = [
  'status',
  'verificationStatus',
  'code',
  'vaccineCode',
  'medicationCodeableConcept',
  'effectiveDateTime',
  'effectivePeriod',
  'effectiveInstant',
  'issued',
  'performedDateTime',
  'performedPeriod',
  'occurrenceDateTime',
  'authoredOn',
  'onsetDateTime',
  'onsetPeriod',
  'recordedDate',
  'valueQuantity',
  'valueInteger',
  'valueCodeableConcept',
  'valueDateTime',
  'component',
] as const;

const DATES = EVENT_ELEMENTS.slice(5, 16);

/** Kinds an event may be of, with the statuses in which it took place. */
export const EVENT_KINDS: Readonly<Record<string, readonly string[]>> = {
  Observation: ['final', 'amended', 'corrected', 'preliminary'],
  DiagnosticReport: ['final', 'amended', 'corrected', 'appended', 'preliminary', 'partial'],
  Procedure: ['completed'],
  Immunization: ['completed'],
  // Whoever takes or was given it; a stopped order is none.
  MedicationRequest: ['active', 'completed'],
  MedicationStatement: ['active', 'completed', 'intended'],
  Condition: [],
};

/** Diagnoses that were ruled out. */
const RULED_OUT: ReadonlySet<string> = new Set(['refuted', 'entered-in-error']);

/** What a record says; null when it says that it did not take place, or is of another kind. Pure. */
export function careEventOf(record: string, content: FhirObject): CareEvent | null {
  const kind = record.slice(0, record.indexOf('/'));
  const statuses = EVENT_KINDS[kind];
  if (statuses === undefined) return null;
  if (statuses.length > 0 && !statuses.includes(stringOf(content['status']) ?? '')) return null;
  if (codesAt(content, 'verificationStatus').some((code) => RULED_OUT.has(code))) return null;
  return {
    record,
    kind,
    codes: ['code', 'vaccineCode', 'medicationCodeableConcept'].flatMap((path) => withSystem(codesAt(content, path))),
    when: whenOf(content),
    number: numberOf(content),
    parts: partsOf(content),
    answers: withSystem(codesAt(content, 'valueCodeableConcept')),
    date: dateRange(content['valueDateTime']).start,
  };
}

function withSystem(codes: readonly string[]): string[] {
  return codes.filter((code) => code.includes('|'));
}

function whenOf(content: FhirObject): CareEvent['when'] {
  for (const element of DATES) {
    const [value] = valuesAt(content, element);
    const range = isObject(value) ? periodRange(value) : dateRange(value);
    if (range.start ?? range.end) return { start: range.start ?? range.end, end: range.end ?? range.start };
  }
  return NO_DATE;
}

function numberOf(holder: FhirObject): number | null {
  const value = valuesAt(holder, 'valueQuantity.value')[0] ?? holder['valueInteger'];
  return typeof value === 'number' && firstString(holder, 'valueQuantity.comparator') === null ? value : null;
}

function partsOf(content: FhirObject): ReadonlyMap<string, number> {
  return new Map(
    objectsOf(content['component']).flatMap((part) => {
      const number = numberOf(part);
      return number === null ? [] : withSystem(codesAt(part, 'code')).map((code) => [code, number] as const);
    }),
  );
}
