import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { versionSigns } from '../../../subgraphs/exchange/read/fhir-version.js';
import { bundle, type Folder, folder, patient, read } from './support.js';

let work: Folder;
beforeEach(async () => {
  work = await folder();
});
afterEach(() => work.remove());

const R4_CODE = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }] };

function versionOf(resource: object): string | null {
  const whole = { id: '1', ...resource };
  return versionSigns(whole as never, JSON.stringify(whole)).other;
}

async function outcome(...resources: object[]) {
  const { ids, rejections } = await read(await work.file('a.json', JSON.stringify(bundle(resources))));
  return {
    ids,
    told: rejections.map(({ code, where, message }) => [code, where, /looks like (.*)\)/.exec(message)?.[1]]),
  };
}

describe('telling other versions of FHIR', () => {
  it.each([
    ['DSTU2', { resourceType: 'MedicationOrder' }],
    ['DSTU2', { resourceType: 'Encounter', class: 'inpatient' }],
    ['DSTU2', { resourceType: 'Observation', comments: 'x' }],
    ['DSTU2', { resourceType: 'Patient', name: [{ family: ['A', 'B'] }] }],
    [
      'DSTU2',
      { resourceType: 'Patient', meta: { profile: ['http://fhir.org/guides/argonaut/StructureDefinition/x'] } },
    ],
    ['DSTU2', { resourceType: 'StructureDefinition', fhirVersion: '1.0.2' }],
    ['DSTU2 or STU3', { resourceType: 'Patient', animal: { species: {} } }],
    ['DSTU2 or STU3', { resourceType: 'Condition', clinicalStatus: 'active' }],
    ['DSTU2 or STU3', { resourceType: 'ProcedureRequest' }],
    ['STU3', { resourceType: 'Sequence' }],
    ['STU3', { resourceType: 'MedicationRequest', requester: { agent: {} } }],
    ['STU3', { resourceType: 'DiagnosticReport', performer: [{ actor: {} }] }],
    ['STU3', { resourceType: 'Claim', total: { value: 1, system: 'urn:iso:std:iso:4217', code: 'USD' } }],
    ['STU3', { resourceType: 'Patient', meta: { profile: ['http://hl7.org/fhir/3.0/StructureDefinition/Patient'] } }],
    ['STU3', { resourceType: 'Patient', meta: { profile: ['http://hl7.org/fhir/StructureDefinition/Patient|3.0.1'] } }],
    ['STU3', { resourceType: 'CapabilityStatement', fhirVersion: '3.0.2' }],
    ['R5', { resourceType: 'Encounter', class: [{ coding: [] }] }],
    ['R5', { resourceType: 'NutritionIntake' }],
  ])('%s by %j', (version, resource) => {
    expect(versionOf(resource)).toBe(version);
  });

  it.each([
    { resourceType: 'Encounter', class: { code: 'AMB' } },
    {
      resourceType: 'Patient',
      name: [{ family: 'A' }],
      extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/patient-animal' }],
    },
    { resourceType: 'Condition', clinicalStatus: R4_CODE },
    { resourceType: 'Condition', clinicalStatus: null },
    { resourceType: 'DocumentReference', context: {}, status: 'current' },
    { resourceType: 'ImplementationGuide', fhirVersion: ['4.0.1', '5.0.0'] },
    {
      resourceType: 'Patient',
      meta: { profile: ['http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient|3.1.1'] },
    },
    { resourceType: 'Claim', total: { value: 1, currency: 'USD' } },
  ])('takes R4 for R4: %j', (resource) => {
    expect(versionOf(resource)).toBeNull();
  });

  it('rejects all of a bundle of another version, also what looks the same in R4', async () => {
    const { ids, told } = await outcome(patient('a'), { resourceType: 'Encounter', id: 'e', class: 'inpatient' });
    expect(ids).toEqual([]);
    expect(told).toEqual([
      ['WRONG_FHIR_VERSION', 'entry 1', 'DSTU2'],
      ['WRONG_FHIR_VERSION', 'entry 2', 'DSTU2'],
    ]);
  });

  it('rejects only the strange resource where others tell that the bundle is R4', async () => {
    const { ids, told } = await outcome(
      { resourceType: 'Condition', id: 'c', clinicalStatus: R4_CODE },
      { resourceType: 'Encounter', id: 'e', class: 'inpatient' },
    );
    expect(ids).toEqual(['Condition/c']);
    expect(told).toEqual([['WRONG_FHIR_VERSION', 'entry 2', 'DSTU2']]);
  });

  it('rejects all of a bundle that is too large to be held', async () => {
    const filler = Array.from({ length: 10 }, (_, at) => patient(`p${at}`, { text: { div: 'x'.repeat(1_000_000) } }));
    const { ids, told } = await outcome(...filler, { resourceType: 'MedicationOrder', id: 'm' });
    expect([ids, told.length]).toEqual([[], 11]);
  });
});
