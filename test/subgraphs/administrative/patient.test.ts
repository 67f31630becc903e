import { describe, expect, it } from 'vitest';
import { birthDateFilter } from '../../../subgraphs/administrative/filters.js';
import { ageOf } from '../../../subgraphs/administrative/patient/age.js';
import { patientKeys, patientRelations } from '../../../subgraphs/administrative/patient/patient.type.js';
import { usCoreBirthSex, usCoreConcept } from '../../../subgraphs/administrative/patient/us-core.js';

const TODAY = new Date('2026-03-01T12:00:00Z');

describe('the age of a patient', () => {
  it('counts whole years up to the birthday', () => {
    expect(ageOf({ birthDate: '1980-03-01' }, TODAY)).toBe(46);
    expect(ageOf({ birthDate: '1980-03-02' }, TODAY)).toBe(45);
  });

  it('has leap day people turn on 1 March in other years', () => {
    expect(ageOf({ birthDate: '2004-02-29' }, new Date('2026-02-28T23:59:59Z'))).toBe(21);
    expect(ageOf({ birthDate: '2004-02-29' }, TODAY)).toBe(22);
  });

  it('ends with death', () => {
    expect(ageOf({ birthDate: '1950-06-10', deceasedDateTime: '2020-06-09T08:00:00Z' }, TODAY)).toBe(69);
  });

  it('is told of a coarse date only where every day of it gives the same age', () => {
    expect(ageOf({ birthDate: '1980-02' }, TODAY)).toBe(46);
    expect(ageOf({ birthDate: '1980-03' }, TODAY)).toBeNull();
    expect(ageOf({ birthDate: '1980' }, TODAY)).toBeNull();
  });

  it('is not guessed', () => {
    expect(ageOf({}, TODAY)).toBeNull();
    expect(ageOf({ birthDate: 'IGNORED_FIELD' }, TODAY)).toBeNull();
    expect(ageOf({ birthDate: '2030-01-01' }, TODAY)).toBeNull();
    expect(ageOf({ birthDate: '1950-06-10', deceasedBoolean: true }, TODAY)).toBeNull();
    expect(ageOf({ birthDate: '1950-06-10', deceasedDateTime: 'unknown' }, TODAY)).toBeNull();
  });

  it('of the living goes on', () => {
    expect(ageOf({ birthDate: '1950-06-10', deceasedBoolean: false }, TODAY)).toBe(75);
  });
});

describe('traits of US Core', () => {
  const race = (...parts: object[]) => ({
    extension: [
      { url: 'http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName', valueString: 'Quill' },
      { url: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-race', extension: parts as never },
      { url: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex', valueCode: 'F' },
    ],
  });

  it('become a concept: categories, then details, then text', () => {
    const patient = race(
      { url: 'text', valueString: 'Mixed' },
      { url: 'detailed', valueCoding: { code: '1586-7' } },
      { url: 'ombCategory', valueCoding: { code: '2106-3' } },
      { url: 'ombCategory', valueCoding: { code: '1002-5' } },
    );
    expect(usCoreConcept(patient, 'us-core-race')).toEqual({
      coding: [{ code: '2106-3' }, { code: '1002-5' }, { code: '1586-7' }],
      text: 'Mixed',
    });
    expect(usCoreBirthSex(patient)).toBe('F');
  });

  it('are absent where nobody was asked', () => {
    expect(usCoreConcept({}, 'us-core-ethnicity')).toBeNull();
    expect(usCoreConcept(race(), 'us-core-race')).toBeNull();
    expect(usCoreBirthSex({ extension: 'odd' })).toBeNull();
  });
});

describe('what a Patient record says for others', () => {
  const patient = {
    id: 'p1',
    gender: 'female',
    birthDate: '1980-05',
    deceasedDateTime: '2024-02-03T10:00:00-05:00',
    managingOrganization: { reference: 'Organization/harbor' },
    generalPractitioner: [
      { reference: 'Practitioner/holm' },
      { reference: 'Organization/harbor' },
      { reference: 'Practitioner/holm' },
      { display: 'somebody' },
      { reference: 'Patient/p2', display: 'A Name' },
    ],
  };

  it('ties the patient to who manages the record and who is named for their care', () => {
    expect(patientRelations(patient)).toEqual([
      { patient: 'p1', party: 'Organization/harbor', as: 'manages' },
      { patient: 'p1', party: 'Practitioner/holm', as: 'cares' },
      { patient: 'p1', party: 'Organization/harbor', as: 'cares' },
    ]);
  });

  it('is found by its birth date only where that is one', () => {
    expect(patientKeys(patient)).toMatchObject({ gender: 'female', birthDate: '1980-05' });
    expect(patientKeys({ birthDate: 'IGNORED_FIELD' })).toMatchObject({ birthDate: null, gender: null, name: null });
    expect(patientKeys({ birthDate: '1980-05-01T00:00:00Z' })).toMatchObject({ birthDate: null });
  });
});

describe('the filter by birth date', () => {
  const asks = (date: string) => birthDateFilter.predicate(date as never, undefined as never);
  const matches = (date: string, stored: string) => {
    const { $gte, $lt } = asks(date)['birthDate'] as { $gte: string; $lt: string };
    return stored >= $gte && stored < $lt;
  };

  it('takes a day, or all days of a month or a year', () => {
    expect(matches('1980', '1980-12-31')).toBe(true);
    expect(matches('1980', '1980')).toBe(true);
    expect(matches('1980', '1981')).toBe(false);
    expect(matches('1980-05', '1980-05-01')).toBe(true);
    expect(matches('1980-05', '1980-06-01')).toBe(false);
    expect(matches('1980-05-01', '1980-05-01')).toBe(true);
    expect(matches('1980-05-01', '1980-05-02')).toBe(false);
  });

  it('takes nothing else', () => {
    for (const bad of ['', '80', '1980-13', '{"$ne":1}', '1980-05-01T00:00:00Z'])
      expect(() => asks(bad)).toThrow('"birthDate" takes');
  });
});
