/**
 * Measures tell records apart by the profile they claim in `meta.profile`: an order from a refusal, a laboratory result
 * from a survey. Senders who claim no QI-Core profile would be counted nowhere, and a Patient without one stops the
 * calculation. Records that claim none are given, for the calculation alone, the profiles of the measure they would fit.
 */
import { codesAt, type FhirObject, objectsOf, stringOf, valuesAt } from '../shared/fhir-json.js';

const FAMILY = 'http://hl7.org/fhir/us/qicore/';

/** Profiles that fix what the record is about (LOINC). */
const FIXED_CODES: Readonly<Record<string, readonly string[]>> = {
  'us-core-blood-pressure': ['85354-9', '8480-6', '8462-4', '55284-4'],
  'us-core-bmi': ['39156-5'],
  'us-core-pediatric-bmi-for-age': ['59576-9'],
  'us-core-body-height': ['8302-2'],
  'us-core-body-temperature': ['8310-5'],
  'us-core-body-weight': ['29463-7'],
  'us-core-head-circumference': ['9843-4'],
  'us-core-heart-rate': ['8867-4'],
  'us-core-pulse-oximetry': ['2708-6', '59408-5'],
  'us-core-respiratory-rate': ['9279-1'],
  'us-core-smokingstatus': ['72166-2'],
  'us-core-vital-signs': [],
};

/** Profiles of what was not done, not given, not asked for, and when a record is that. */
const REFUSED: Readonly<Record<string, (resource: FhirObject) => boolean>> = {
  Procedure: (resource) => resource['status'] === 'not-done',
  Immunization: (resource) => resource['status'] === 'not-done',
  Communication: (resource) => resource['status'] === 'not-done',
  MedicationAdministration: (resource) => resource['status'] === 'not-done',
  MedicationDispense: (resource) => resource['status'] === 'declined',
  Observation: (resource) => resource['status'] === 'cancelled',
  Task: (resource) => resource['status'] === 'rejected',
};
const REFUSAL = /not-?done|declined|cancelled|rejected|not-?requested|prohibited/i;

/** What an Observation profile asks of the category; a record without category may be any of them. */
const CATEGORIES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/observation-lab$/, ['laboratory']],
  [/screening-assessment$/, ['survey', 'social-history', 'sdoh', 'functional-status', 'exam', 'activity']],
  [/clinical-result$/, ['imaging', 'procedure', 'exam', 'laboratory', 'activity', 'therapy']],
];

/** The record with the measure's profiles that it fits; itself where it claims a QI-Core profile already. */
export function withFittingProfiles(resource: FhirObject, profiles: readonly string[]): FhirObject {
  const claimed = valuesAt(resource, 'meta.profile').filter((profile) => typeof profile === 'string');
  if (claimed.some((profile) => profile.startsWith(FAMILY))) return resource;
  const fitting = profiles.filter((profile) => !claimed.includes(profile) && fits(resource, profile));
  if (fitting.length === 0) return resource;
  const [meta = {}] = objectsOf(resource['meta']);
  return { ...resource, meta: { ...meta, profile: [...claimed, ...fitting] } };
}

function fits(resource: FhirObject, profile: string): boolean {
  const name = profile.split('/').at(-1) ?? '';
  const kind = stringOf(resource['resourceType']) ?? '';
  if (!isProfileOf(kind, name)) return false;
  const isRefused = REFUSED[kind]?.(resource) ?? resource['doNotPerform'] === true;
  if (isRefused !== REFUSAL.test(name)) return false;
  if (kind === 'Condition') return fitsCondition(resource, name);
  return kind !== 'Observation' || fitsObservation(resource, name);
}

/** Names of profiles that do not begin with the type they constrain. */
const OTHER_NAMES: Readonly<Record<string, RegExp>> = {
  Observation: /observation|blood-pressure|bmi|body-|circumference|heart-rate|oximetry|respiratory|smoking|vital-signs/,
  Encounter: /^(qicore|us-core)-encounter$/,
  Condition: /condition/,
  ServiceRequest: /service-?(request|notrequested)/,
  DeviceRequest: /device-?(request|notrequested|prohibited)/,
  MedicationRequest: /medication-?(request|notrequested|prohibited)/,
  Medication: /^(qicore|us-core)-medication$/,
  MedicationAdministration: /medication-?administration/,
  MedicationDispense: /medication-?dispense/,
  MedicationStatement: /medication-?statement/,
};

function isProfileOf(kind: string, name: string): boolean {
  const known = OTHER_NAMES[kind];
  if (known) return known.test(name);
  return name.replaceAll('-', '').includes(kind.toLowerCase());
}

function fitsCondition(resource: FhirObject, name: string): boolean {
  const ofVisit = codesAt(resource, 'category').includes('encounter-diagnosis');
  return name.includes('encounter-diagnosis') ? ofVisit : !ofVisit;
}

function fitsObservation(resource: FhirObject, name: string): boolean {
  const fixed = FIXED_CODES[name];
  const categories = codesAt(resource, 'category');
  if (fixed) {
    const codes = codesAt(resource, 'code');
    return fixed.length > 0 ? fixed.some((code) => codes.includes(code)) : categories.includes('vital-signs');
  }
  const rule = CATEGORIES.find(([pattern]) => pattern.test(name));
  return rule === undefined || categories.length === 0 || rule[1].some((category) => categories.includes(category));
}
