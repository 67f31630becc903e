import { type CareDue, careDueOf } from '../../subgraphs/shared/care-due/care-due.js';
import { type CareEvent, type CareFacts, careEventOf } from '../../subgraphs/shared/care-due/care-facts.js';
import type { FhirObject } from '../../subgraphs/shared/fhir-json.js';

export const day = (text: string): Date => new Date(`${text}T00:00:00Z`);

let records = 0;

/** An event as a record of that kind tells it. */
export function event(kind: string, content: FhirObject): CareEvent {
  const made = careEventOf(`${kind}/${++records}`, content);
  if (made === null) throw new Error(`${kind}: the record tells of nothing that took place`);
  return made;
}

const coded = (system: string, code: string): FhirObject => ({ coding: [{ system, code }] });
export const loinc = (code: string) => coded('http://loinc.org', code);
export const snomed = (code: string) => coded('http://snomed.info/sct', code);
export const cpt = (code: string) => coded('http://www.ama-assn.org/go/cpt', code);
export const icd10 = (code: string) => coded('http://hl7.org/fhir/sid/icd-10-cm', code);

export const procedure = (code: FhirObject, performedDateTime: string) =>
  event('Procedure', { status: 'completed', code, performedDateTime });
export const condition = (code: FhirObject, onsetDateTime?: string) =>
  event('Condition', { code, ...(onsetDateTime && { onsetDateTime }) });
export const observation = (code: FhirObject, effectiveDateTime: string, value: FhirObject = {}) =>
  event('Observation', { status: 'final', code, effectiveDateTime, ...value });

export interface Person extends Partial<Omit<CareFacts, 'events'>> {
  readonly events?: readonly CareEvent[];
}

/** What the recommendation says of a person on that day; undefined where it is not meant for them. */
export function stands(recommendation: string, person: Person, on: string): CareDue | undefined {
  const facts = { birthDate: null, gender: null, deceased: false, events: [], ...person };
  return careDueOf(facts, day(on)).find((due) => due.recommendation.id === recommendation);
}

export const status = (recommendation: string, person: Person, on: string) =>
  stands(recommendation, person, on)?.status;
