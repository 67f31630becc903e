/** Attack 31, Safe Harbor: what a row holds of a person, and what it cannot hold (45 CFR 164.514(b)(2)). */
import { describe, expect, it } from 'vitest';
import { PopulationKey } from '../../subgraphs/population/key.js';
import { RESTRICTED_ZIP3, zip3Of } from '../../subgraphs/population/row/area.js';
import { isKnownCode } from '../../subgraphs/population/row/codes.js';
import type { SourceRecord } from '../../subgraphs/population/row/facts.js';
import { rowOf } from '../../subgraphs/population/row/row-of.js';

const key = new PopulationKey(Buffer.alloc(32, 7));
const THIS_YEAR = 2026;

function record(kind: string, content: Record<string, unknown>, keys: Record<string, unknown> = {}): SourceRecord {
  return { kind, at: null, content: content as SourceRecord['content'], ...keys } as SourceRecord;
}

const person = (content: Record<string, unknown>) => record('Patient', content, { _id: 'Patient/p' });
const row = (...records: SourceRecord[]) => rowOf({ patient: 'p', records, medications: new Map() }, key, THIS_YEAR);

describe('31 the area', () => {
  it.each([
    ['02139', '021'],
    ['02139-4307', '021'],
    ['021394307', '021'],
    ['2139', '021'],
    ['03601', '000'],
    ['00000', '000'],
    ['SW1A 1AA', null],
    [null, null],
  ])('of %s is %s', (zip, area) => {
    expect(zip3Of(zip)).toBe(area);
  });

  it('is pooled for each of the 17 areas of few people', () => {
    expect(RESTRICTED_ZIP3.size).toBe(17);
    for (const area of RESTRICTED_ZIP3) expect(zip3Of(`${area}01`)).toBe('000');
  });
});

describe('31 age', () => {
  it('of 89 is told, and from 90 on is one', () => {
    expect(row(person({ birthDate: '1937-12-31' }))).toMatchObject({ birthYear: 1937, over89: false });
    expect(row(person({ birthDate: '1936-12-31' }))).toMatchObject({ birthYear: null, over89: true });
    expect(row(person({ birthDate: '1911' }))).toMatchObject({ birthYear: null, over89: true });
  });

  it('does not show by the years of what happened', () => {
    const condition = record('Condition', {}, { at: new Date('1930-01-01'), codes: [], conditionCategory: 'OTHER' });
    expect(row(person({}), condition)?.conditions).toEqual([
      { group: 'NONE', category: 'OTHER', year: null, month: null },
    ]);
  });
});

describe('a row', () => {
  const CANARY = 'CANARY-Zebediah';
  const canary = { text: CANARY, coding: [{ system: CANARY, code: CANARY, display: CANARY }] };

  it('holds no text of a sender, whatever field it came in', () => {
    const at = new Date('2024-03-09T10:11:12Z');
    const built = row(
      person({ gender: CANARY, birthDate: '1980-04-05', address: [{ postalCode: CANARY }], name: CANARY, id: CANARY }),
      record('Condition', { code: canary }, { at, codes: [CANARY, `${CANARY}|${CANARY}`], conditionCategory: 'OTHER' }),
      record('Observation', { code: canary, valueQuantity: { value: 1, unit: CANARY, code: CANARY } }, { at }),
      record('Procedure', {}, { at, codes: [CANARY, `http://snomed.info/sct|${CANARY}`] }),
      record('Immunization', {}, { at, codes: [`http://hl7.org/fhir/sid/cvx|${CANARY}`] }),
      record('Encounter', {}, { at, class: CANARY }),
      record('MedicationRequest', { medicationCodeableConcept: { text: `${CANARY} metformin` } }, { at }),
    );
    expect(built?.medications).toMatchObject([{ class: 'BIGUANIDE' }]);
    expect(built?.encounters).toMatchObject([{ class: 'OTHER' }]);
    expect(JSON.stringify(built)).not.toMatch(/canary|zebediah|2024-|03-09/i);
  });

  it('has a pseudonym that another key would not give', () => {
    const other = rowOf({ patient: 'p', records: [person({})], medications: new Map() }, PopulationKey.random(), 2026);
    expect(row(person({}))?._id).toBe(row(person({}))?._id);
    expect(other?._id).not.toBe(row(person({}))?._id);
  });

  it('is the same whatever order the records come in', () => {
    const at = (day: string) => new Date(`${day}T08:00:00Z`);
    const pressure = (day: string, value: number) =>
      record(
        'Observation',
        {
          code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] },
          valueQuantity: { value, unit: 'mm[Hg]' },
        },
        { at: at(day) },
      );
    const records = [
      person({ gender: 'female' }),
      pressure('2024-01-01', 120),
      pressure('2024-05-01', 131),
      pressure('2025-01-01', 128),
    ];
    expect(row(...records)?.measurements).toEqual([
      { code: '8480-6', unit: 'mm[Hg]', value: 131, year: 2024, month: 3 },
      { code: '8480-6', unit: 'mm[Hg]', value: 128, year: 2025, month: 12 },
    ]);
    expect(JSON.stringify(row(...records.toReversed()))).toBe(JSON.stringify(row(...records)));
  });

  it('is not made of what was entered in error, nor of a person merged into another', () => {
    const wrong = record('Condition', {}, { at: null, codes: [], verificationStatus: 'entered-in-error' });
    expect(row(person({}), wrong)?.conditions).toEqual([]);
    expect(row(person({ link: [{ type: 'replaced-by' }] }))).toBeNull();
  });
});

describe('a code', () => {
  it.each(['http://snomed.info/sct|44054006', 'http://loinc.org|4548-4', 'http://hl7.org/fhir/sid/cvx|140'])(
    '%s is kept',
    (token) => {
      expect(isKnownCode(token)).toBe(true);
    },
  );

  // Nine digits of a social security number, a record number, a check digit that is wrong.
  it.each([
    'http://snomed.info/sct|123456789',
    'http://loinc.org|4548-5',
    'http://snomed.info/sct|Zebediah',
    'urn:mrn|12',
  ])('%s is not', (token) => {
    expect(isKnownCode(token)).toBe(false);
  });
});
