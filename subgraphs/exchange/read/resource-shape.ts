import { isObject } from '../../shared/fhir-json.js';
import type { FhirResource } from '../normalise/fhir-resource.js';

type Wanted = 'an object' | 'an array' | 'a string';

export interface WrongShape {
  readonly path: string;
  readonly value: unknown;
  readonly expected: Wanted;
}

/** Elements of every resource, with the same shape wherever FHIR R4 has them. */
const COMMON: Readonly<Record<string, Wanted>> = {
  meta: 'an object',
  implicitRules: 'a string',
  language: 'a string',
  text: 'an object',
  contained: 'an array',
  extension: 'an array',
  modifierExtension: 'an array',
};

const META: Readonly<Record<string, Wanted>> = { profile: 'an array', security: 'an array', tag: 'an array' };

/** Elements that decide whom a record concerns, what it is and when: (type, elements by shape), from FHIR R4. */
const KEY_ELEMENTS: Readonly<Record<string, Readonly<Record<string, Wanted>>>> = Object.fromEntries([
  ...of(
    'Condition Observation Procedure MedicationRequest MedicationStatement MedicationAdministration MedicationDispense ' +
      'DiagnosticReport DocumentReference ImagingStudy CarePlan CareTeam Goal ServiceRequest Encounter',
    { subject: 'an object', encounter: 'an object', status: 'a string', identifier: 'an array' },
  ),
  ...of('AllergyIntolerance Immunization FamilyMemberHistory RelatedPerson Consent Device Claim ExplanationOfBenefit', {
    patient: 'an object',
    encounter: 'an object',
    status: 'a string',
    identifier: 'an array',
  }),
  ...of('Patient Practitioner Person', {
    identifier: 'an array',
    name: 'an array',
    address: 'an array',
    telecom: 'an array',
  }),
  ...of('Organization', { identifier: 'an array', name: 'a string', address: 'an array', telecom: 'an array' }),
  ...of('Location', { identifier: 'an array', name: 'a string', address: 'an object', telecom: 'an array' }),
  ...of('Coverage', { identifier: 'an array', beneficiary: 'an object', payor: 'an array', status: 'a string' }),
  ...of('PractitionerRole', { identifier: 'an array', practitioner: 'an object', organization: 'an object' }),
  ...of('Appointment', { identifier: 'an array', participant: 'an array', status: 'a string' }),
]);

/** The first element whose JSON shape is not FHIR R4's, of those which everything else relies on; null if there is none. */
export function wrongShape(resource: FhirResource): WrongShape | null {
  const { resourceType } = resource;
  const own = KEY_ELEMENTS[resourceType];
  return (
    firstWrong(resource, COMMON, resourceType) ??
    (isObject(resource['meta']) ? firstWrong(resource['meta'], META, `${resourceType}.meta`) : null) ??
    (own ? firstWrong(resource, own, resourceType) : null) ??
    wrongContained(resource)
  );
}

function wrongContained(resource: FhirResource): WrongShape | null {
  const contained = Array.isArray(resource['contained']) ? resource['contained'] : [];
  const value = contained.find((inner) => !isObject(inner));
  return value === undefined ? null : { path: `${resource.resourceType}.contained`, value, expected: 'an object' };
}

function firstWrong(
  owner: { readonly [element: string]: unknown },
  wanted: Readonly<Record<string, Wanted>>,
  path: string,
): WrongShape | null {
  for (const element in wanted) {
    const value = owner[element];
    const expected = wanted[element];
    // Null is not FHIR, but whoever writes it means that nothing is there.
    if (value === undefined || value === null || expected === undefined || hasShape(value, expected)) continue;
    return { path: `${path}.${element}`, value, expected };
  }
  return null;
}

function hasShape(value: unknown, wanted: Wanted): boolean {
  if (wanted === 'an array') return Array.isArray(value);
  return wanted === 'an object' ? isObject(value) : typeof value === 'string';
}

function of(types: string, elements: Record<string, Wanted>): [string, Record<string, Wanted>][] {
  return types.split(' ').map((type) => [type, elements]);
}
