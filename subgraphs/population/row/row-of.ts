/** One person's records become one row. Pure: the same records, key and year give the same bytes. */

import { dateRange } from '../../exchange/normalise/dates.js';
import { type FhirObject, firstString, objectsOf, stringOf, valuesAt } from '../../shared/fhir-json.js';
import type { PopulationKey } from '../key.js';
import { BUCKETS } from '../suppression/people-set.js';
import { zip3Of } from './area.js';
import { costFacts } from './cost-facts.js';
import {
  Clock,
  codedFacts,
  conditionFacts,
  encounterFacts,
  immunizationFacts,
  isSo,
  measurementFacts,
  medicationFacts,
  type SourceRecord,
  testFacts,
} from './facts.js';
import { measureFacts } from './measure-facts.js';
import { type PopulationRow, SEXES, type Sex } from './population-row.js';
import { birthOf } from './years.js';

export interface PersonSource {
  readonly patient: string;
  readonly records: readonly SourceRecord[];
  /** Names of the Medications that records refer to, by `Medication/id`. */
  readonly medications: ReadonlyMap<string, readonly string[]>;
}

/** Records whose time is not that of something that happened to the person. */
const NO_EVENTS: ReadonlySet<string> = new Set(['Patient', 'Claim', 'ExplanationOfBenefit', 'MeasureReport']);

/** By how much the sums of `p0` and `p1` may grow and stay whole numbers of a double. */
const PRINT_BITS = 32;

/** The pseudonym of a person: only the key tells whose. */
export function pseudonymOf(key: PopulationKey, patient: string): string {
  return key.digest('person', patient).subarray(0, 16).toString('base64url');
}

/** Null for who is no person of the population: without a Patient record, or merged into another. */
export function rowOf(source: PersonSource, key: PopulationKey, thisYear: number): PopulationRow | null {
  const { patient, medications } = source;
  const person = source.records.find(({ kind }) => kind === 'Patient')?.content;
  if (!person || isReplaced(person)) return null;
  const records = source.records.filter(isSo);
  const ofKind = (...kinds: string[]) => records.filter(({ kind }) => kinds.includes(kind));
  const bills = ofKind('Claim', 'ExplanationOfBenefit');
  const clock = new Clock(
    records.filter(({ kind }) => !NO_EVENTS.has(kind)),
    thisYear,
  );
  const secret = key.digest('image', patient);
  return {
    _id: pseudonymOf(key, patient),
    bucket: secret.readUInt32BE(8) % BUCKETS,
    p0: secret.readUIntBE(0, PRINT_BITS / 8),
    p1: secret.readUIntBE(4, PRINT_BITS / 8),
    sex: sexOf(person),
    ...birthOf(dateRange(person['birthDate']).start?.getUTCFullYear() ?? null, thisYear),
    zip3: zip3Of(homeZip(person)),
    conditions: conditionFacts(ofKind('Condition'), clock),
    measurements: measurementFacts(ofKind('Observation'), clock),
    tests: testFacts(ofKind('Observation'), clock),
    medications: medicationFacts(
      ofKind('MedicationRequest', 'MedicationStatement', 'MedicationDispense', 'MedicationAdministration'),
      medications,
      clock,
    ),
    procedures: codedFacts(ofKind('Procedure'), clock),
    immunizations: immunizationFacts(ofKind('Immunization'), clock),
    encounters: encounterFacts(ofKind('Encounter'), clock),
    costs: costFacts(bills, thisYear),
    measures: measureFacts(ofKind('MeasureReport'), patient, thisYear),
  };
}

function isReplaced(person: FhirObject): boolean {
  return valuesAt(person, 'link.type').includes('replaced-by');
}

function sexOf(person: FhirObject): Sex {
  const given = stringOf(person['gender']);
  return SEXES.find((sex) => sex === given) ?? 'unknown';
}

/** The address at home goes before others; a former one is none. */
function homeZip(person: FhirObject): string | null {
  const addresses = objectsOf(person['address']).filter(({ use }) => use !== 'old');
  const home = addresses.find(({ use }) => use === 'home') ?? addresses[0];
  return home ? firstString(home, 'postalCode') : null;
}
