import { describe, expect, it } from 'vitest';
import { demoDirectory, type FhirResource } from '../../../subgraphs/exchange/demo/index.js';
import { at, demoWorld, labelsOf, ofType } from './demo-world.js';

const { resources, charts, bundles } = demoWorld();
const patients = resources.filter(({ resourceType }) => resourceType === 'Patient');

const TYPES = {
  clinical:
    'Encounter Condition Observation Procedure MedicationRequest MedicationStatement MedicationDispense MedicationAdministration AllergyIntolerance Immunization DiagnosticReport DocumentReference ImagingStudy CarePlan CareTeam Goal ServiceRequest Device FamilyMemberHistory',
  administrative:
    'Patient Practitioner PractitionerRole Organization Location Appointment Schedule Slot RelatedPerson Consent',
  financial: 'Coverage Claim ExplanationOfBenefit',
};

/** People who have any of the diagnoses. */
function peopleWith(...icd10: string[]): number {
  return [...charts.values()].filter((chart) =>
    ofType(chart, 'Condition').some((one) =>
      at(one, 'code', 'coding', 'code').some((code) => icd10.includes(String(code))),
    ),
  ).length;
}

describe('the demo population', () => {
  it.each(Object.entries(TYPES))('holds every %s type of record', (_, names) => {
    const found = new Set(resources.map(({ resourceType }) => resourceType));
    expect(names.split(' ').filter((name) => !found.has(name))).toEqual([]);
  });

  it('is 200 people and a size that imports soon', () => {
    expect(patients).toHaveLength(200);
    expect(charts.size).toBe(200);
    expect(resources.length).toBeGreaterThan(14_000);
    expect(resources.length).toBeLessThan(20_000);
  });

  it('has three organisations and two insurers, by the names of the directory', () => {
    const [directory] = bundles;
    const names = (kind: string) =>
      ofType(directory, 'Organization')
        .filter((one) => at(one, 'type', 'coding', 'code').includes(kind))
        .map(({ id, ...one }) => ({ id, name: one['name'] }));
    expect(names('prov')).toEqual(demoDirectory.organizations);
    expect(names('pay')).toEqual(demoDirectory.payers);
    expect([demoDirectory.organizations.length, demoDirectory.payers.length]).toEqual([3, 2]);
  });

  it('has common conditions with more than ten people and rare ones with one to ten', () => {
    expect(peopleWith('I10')).toBeGreaterThan(40);
    expect(peopleWith('E11.9')).toBeGreaterThan(20);
    expect(peopleWith('F33.1')).toBeGreaterThan(10);
    expect(peopleWith('J45.909')).toBeGreaterThan(10);
    for (const rare of ['B20', 'G35', 'D57.1', 'C50.919', 'F11.20', 'T74.11XA']) {
      expect(peopleWith(rare), rare).toBeGreaterThanOrEqual(1);
      expect(peopleWith(rare), rare).toBeLessThanOrEqual(10);
    }
  });

  it('has people whom one organisation treated and people whom two or three did', () => {
    const counts = [...charts.values()].map(
      (chart) => new Set(ofType(chart, 'Encounter').flatMap((one) => at(one, 'serviceProvider', 'display'))).size,
    );
    for (const [organizations, people] of [
      [1, 50],
      [2, 40],
      [3, 10],
    ] as const) {
      expect(counts.filter((count) => count === organizations).length).toBeGreaterThan(people);
    }
  });

  it('has insurers of one year that differ from the next, and people without any', () => {
    const payers = [...charts.values()].map((chart) => new Set(at(ofType(chart, 'Coverage'), 'payor', 'display')));
    expect(payers.filter((of) => of.has('Juniper Mutual') && of.has('Northlight Health Plan')).length).toBeGreaterThan(
      10,
    );
    const uninsured = [...charts.values()].filter(
      (chart) => ofType(chart, 'Claim').length > 0 && ofType(chart, 'ExplanationOfBenefit').length === 0,
    );
    expect(uninsured.length).toBeGreaterThan(3);
  });

  it('has the odd ones: the dead, the over-89, ZIP codes missing, zero, restricted, five, nine and ten characters long', () => {
    const zips = patients.map((patient) => at(patient, 'address', 'postalCode')[0] as string | undefined);
    const shape = (zip: string | undefined) => zip?.replace(/\d/g, '9');
    expect(new Set(zips.map(shape))).toEqual(new Set(['99999', '99999-9999', '999999999', undefined]));
    expect(zips).toContain('00000');
    expect(zips.filter((zip) => zip?.startsWith('036')).length).toBeGreaterThan(2);
    expect(patients.filter((patient) => 'deceasedDateTime' in patient).length).toBeGreaterThan(3);
    expect(patients.filter((patient) => String(patient['birthDate']) < '1936').length).toBeGreaterThan(2);
  });

  it('labels sensitive records at one organisation and leaves the same diagnoses without a label at others', () => {
    const sensitive = ['F11.20', 'F33.1', 'B20', 'T74.11XA'];
    const conditions = resources.filter(
      (one) =>
        one.resourceType === 'Condition' &&
        at(one, 'code', 'coding', 'code').some((code) => sensitive.includes(String(code))),
    );
    const labelled = conditions.filter((one) => labelsOf(one).length > 0);
    expect(labelled.length).toBeGreaterThan(5);
    expect(conditions.length - labelled.length).toBeGreaterThan(5);
    expect(new Set(labelled.flatMap(labelsOf))).toEqual(
      new Set(['R', 'ETH', 'SUD', '42CFRPart2', 'PSY', 'HIV', 'SDV']),
    );
  });

  it('has consents that permit, deny, were withdrawn and have expired, with exceptions for labels and people', () => {
    const consents = resources.filter(({ resourceType }) => resourceType === 'Consent');
    const some = (test: (consent: FhirResource) => boolean) => consents.filter(test).length;
    expect(some((one) => at(one, 'provision', 'type')[0] === 'permit')).toBeGreaterThan(20);
    expect(some((one) => at(one, 'provision', 'type')[0] === 'deny')).toBeGreaterThan(3);
    expect(some((one) => one['status'] === 'inactive')).toBeGreaterThan(1);
    expect(
      some((one) => at(one, 'provision', 'period', 'end').some((end) => String(end) < '2026-06-30')),
    ).toBeGreaterThan(0);
    expect(some((one) => at(one, 'provision', 'provision', 'securityLabel').length > 0)).toBeGreaterThan(1);
    expect(some((one) => at(one, 'provision', 'purpose', 'code').includes('HRESCH'))).toBeGreaterThan(1);
  });

  it('ties encounters to an organisation, a practitioner and a place, and nearly all clinical records to an encounter', () => {
    for (const element of [['serviceProvider'], ['participant', 'individual'], ['location', 'location']]) {
      const encounters = resources.filter(({ resourceType }) => resourceType === 'Encounter');
      expect(encounters.filter((one) => at(one, ...element, 'reference').length === 0)).toEqual([]);
    }
    const tied = ['Condition', 'Observation', 'Procedure', 'MedicationRequest', 'DiagnosticReport', 'Immunization'];
    const loose = resources.filter(
      (one) => tied.includes(one.resourceType) && at(one, 'encounter', 'reference').length === 0,
    );
    expect(loose).toEqual([]);
  });

  it('measures blood pressure by its two parts, and body values that fit each other', () => {
    const pressures = resources.filter((one) => at(one, 'code', 'coding', 'code')[0] === '85354-9');
    expect(pressures.length).toBeGreaterThan(500);
    for (const pressure of pressures) {
      const [systolic, diastolic] = at(pressure, 'component', 'valueQuantity', 'value') as number[];
      expect(systolic).toBeGreaterThan(diastolic ?? Number.POSITIVE_INFINITY);
    }
  });

  it('gives nobody a number, an address or a telephone that could be real', () => {
    const [directory] = bundles;
    for (const value of at(ofType(directory, 'Practitioner'), 'identifier', 'value')) {
      if (/^\d+$/.test(String(value))) expect(String(value)).toMatch(/^99\d{8}$/);
    }
    for (const { system, value } of at(patients, 'telecom') as { system: string; value: string }[]) {
      expect(value).toMatch(system === 'phone' ? /^\(\d{3}\) 555-01\d\d$/ : /@example\.org$/);
    }
    const taxNumbers = (at(patients, 'identifier') as { system: string; value: string }[])
      .filter(({ system }) => system.endsWith('us-ssn'))
      .map(({ value }) => value);
    expect(taxNumbers.length).toBeGreaterThan(20);
    expect(taxNumbers.filter((value) => !/^000-\d\d-\d{4}$/.test(value))).toEqual([]);
  });

  it('books every coming slot once', () => {
    const slots = resources.filter(({ resourceType }) => resourceType === 'Slot');
    const booked = slots.filter((slot) => slot['status'] === 'busy');
    expect(booked.length).toBeGreaterThan(20);
    expect(
      new Set(slots.map((slot) => `${String(at(slot, 'schedule', 'reference'))} ${String(slot['start'])}`)).size,
    ).toBe(slots.length);
  });
});
