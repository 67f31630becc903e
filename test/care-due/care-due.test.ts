import { describe, expect, it } from 'vitest';
import { addMonths, ageOn, birthdayAt, isoDay } from '../../subgraphs/shared/care-due/calendar.js';
import { careDueOf } from '../../subgraphs/shared/care-due/care-due.js';
import { careEventOf } from '../../subgraphs/shared/care-due/care-facts.js';
import { USPSTF } from '../../subgraphs/shared/care-due/uspstf-2025.js';
import { condition, cpt, day, event, icd10, loinc, observation, procedure, snomed, stands, status } from './support.js';

const COLONOSCOPY = snomed('73761001');
const FIT = loinc('29771-3');
const MAMMOGRAM = snomed('24623002');
const CYTOLOGY = loinc('10524-7');
const HPV = loinc('21440-3');

/** From the first day on which a person of that sex is meant to the first on which they no longer are. */
const AGES: readonly [recommendation: string, gender: string, first: number, last: number | null][] = [
  ['colorectal-cancer', 'male', 45, 75],
  ['breast-cancer', 'female', 40, 74],
  ['cervical-cancer', 'female', 21, 65],
  ['hypertension', 'male', 18, null],
  ['osteoporosis', 'female', 65, null],
  ['hepatitis-c', 'male', 18, 79],
  ['hiv', 'female', 15, 65],
  ['depression', 'male', 18, null],
  ['anxiety', 'female', 19, 64],
  ['unhealthy-alcohol-use', 'male', 18, null],
  ['unhealthy-drug-use', 'male', 18, null],
  ['tobacco-use', 'female', 18, null],
];

describe('the age at which a recommendation begins and ends', () => {
  it.each(AGES)('%s', (recommendation, gender, first, last) => {
    const person = { birthDate: '1950-06-15', gender };
    expect(status(recommendation, person, `${1950 + first}-06-14`)).toBeUndefined();
    expect(status(recommendation, person, `${1950 + first}-06-15`)).toBe('DUE');
    if (last === null) return expect(status(recommendation, person, '2060-01-01')).toBe('OVERDUE');
    expect(status(recommendation, person, `${1950 + last + 1}-06-14`)).toBe('OVERDUE');
    expect(status(recommendation, person, `${1950 + last + 1}-06-15`)).toBeUndefined();
  });

  it('is of grade B before 50 and of grade A from then on, for colorectal cancer', () => {
    const person = { birthDate: '1970-03-01' };
    expect(stands('colorectal-cancer', person, '2020-02-29')?.grade).toBe('B');
    expect(stands('colorectal-cancer', person, '2020-03-01')?.grade).toBe('A');
  });

  it('opens at the oldest age that a birth year may mean, and closes at the youngest', () => {
    const person = { birthDate: '1960' };
    expect(status('colorectal-cancer', person, '2004-12-31')).toBeUndefined();
    expect(status('colorectal-cancer', person, '2005-01-01')).toBe('DUE');
    expect(status('colorectal-cancer', person, '2036-12-30')).toBe('OVERDUE');
    expect(status('colorectal-cancer', person, '2036-12-31')).toBeUndefined();
  });

  it('is not told of people without a birth date, nor of the other sex, nor after death', () => {
    expect(status('colorectal-cancer', {}, '2020-01-01')).toBeUndefined();
    expect(status('breast-cancer', { birthDate: '1970-01-01', gender: 'male' }, '2020-01-01')).toBeUndefined();
    expect(status('breast-cancer', { birthDate: '1970-01-01' }, '2020-01-01')).toBeUndefined();
    expect(status('colorectal-cancer', { birthDate: '1970-01-01', deceased: true }, '2020-01-01')).toBeUndefined();
  });
});

describe('the calendar', () => {
  it('makes who was born on 29 February a year older on 1 March', () => {
    const birth = day('2000-02-29');
    expect(ageOn(birth, day('2018-02-28'))).toBe(17);
    expect(ageOn(birth, day('2018-03-01'))).toBe(18);
    expect(ageOn(birth, day('2020-02-29'))).toBe(20);
    expect(isoDay(birthdayAt(birth, 18))).toBe('2018-03-01');
    expect(isoDay(birthdayAt(birth, 20))).toBe('2020-02-29');
  });

  it('ends a month that is too short on its last day', () => {
    expect(isoDay(addMonths(day('2024-02-29'), 12))).toBe('2025-02-28');
    expect(isoDay(addMonths(day('2024-02-29'), 48))).toBe('2028-02-29');
    expect(isoDay(addMonths(day('2024-01-31'), 1))).toBe('2024-02-29');
    expect(isoDay(addMonths(day('2024-12-31'), 2))).toBe('2025-02-28');
  });
});

/** Each way of screening, and the months for which it counts. */
const WAYS: readonly [way: string, recommendation: string, code: ReturnType<typeof loinc>, months: number][] = [
  ['a colonoscopy', 'colorectal-cancer', COLONOSCOPY, 120],
  ['a colonoscopy billed by CPT', 'colorectal-cancer', cpt('45378'), 120],
  ['a stool test for blood', 'colorectal-cancer', FIT, 12],
  ['a stool DNA test', 'colorectal-cancer', loinc('77353-1'), 36],
  ['a CT colonography', 'colorectal-cancer', loinc('79101-2'), 60],
  ['a sigmoidoscopy', 'colorectal-cancer', snomed('44441009'), 60],
  ['a mammography', 'breast-cancer', MAMMOGRAM, 24],
  ['a cytology', 'cervical-cancer', CYTOLOGY, 36],
  ['an HPV test', 'cervical-cancer', HPV, 60],
];

describe('how long a screening counts', () => {
  it.each(WAYS)('%s', (_way, recommendation, code, months) => {
    const person = { birthDate: '1965-01-01', gender: 'female', events: [procedure(code, '2010-05-10')] };
    const until = addMonths(day('2010-05-10'), months);
    const before = isoDay(new Date(until.getTime() - 86_400_000));
    expect(stands(recommendation, person, before)).toMatchObject({ status: 'DONE', since: null, next: until });
    expect(stands(recommendation, person, isoDay(until))).toMatchObject({ status: 'DUE', since: until, next: null });
    expect(status(recommendation, person, isoDay(addMonths(until, 12)))).toBe('OVERDUE');
  });

  it('from 29 February is to 28 February', () => {
    const person = { birthDate: '1965-01-01', events: [procedure(FIT, '2024-02-29')] };
    expect(status('colorectal-cancer', person, '2025-02-27')).toBe('DONE');
    expect(status('colorectal-cancer', person, '2025-02-28')).toBe('DUE');
  });

  it('is that of the one which counts the longest', () => {
    const events = [procedure(COLONOSCOPY, '2018-01-01'), procedure(FIT, '2023-01-01')];
    const due = stands('colorectal-cancer', { birthDate: '1965-01-01', events }, '2024-06-01');
    expect(due?.status).toBe('DONE');
    expect(due?.because).toEqual([
      { text: 'Colonoscopy of 2018-01-01 counts until 2028-01-01.', record: events[0]?.record },
    ]);
  });

  it('begins on the first day that its date may mean', () => {
    const person = { birthDate: '1965-01-01', events: [procedure(COLONOSCOPY, '2014')] };
    expect(status('colorectal-cancer', person, '2023-12-31')).toBe('DONE');
    expect(status('colorectal-cancer', person, '2024-01-01')).toBe('DUE');
  });

  it('does not begin before it is done', () => {
    const person = { birthDate: '1965-01-01', events: [procedure(COLONOSCOPY, '2024-05-01')] };
    expect(status('colorectal-cancer', person, '2024-04-30')).toBe('OVERDUE');
    expect(status('colorectal-cancer', person, '2024-05-01')).toBe('DONE');
  });

  it('is nothing where nobody knows when it was; once in a life, it is for good', () => {
    const undated = event('Procedure', { status: 'completed', code: COLONOSCOPY });
    expect(status('colorectal-cancer', { birthDate: '1965-01-01', events: [undated] }, '2020-01-01')).toBe('OVERDUE');
    const once = event('Observation', { status: 'final', code: loinc('13955-0') });
    expect(status('hepatitis-c', { birthDate: '1965-01-01', events: [once] }, '2020-01-01')).toBe('DONE');
  });

  it('is for good where it is done once', () => {
    const person = { birthDate: '1965-01-01', events: [observation(loinc('75622-1'), '1990-01-01')] };
    expect(stands('hiv', person, '2024-01-01')).toMatchObject({ status: 'DONE', next: null });
  });

  it('of an HPV test is none before 30', () => {
    const person = { birthDate: '1990-05-01', gender: 'female' };
    expect(status('cervical-cancer', { ...person, events: [procedure(HPV, '2020-04-30')] }, '2020-12-01')).toBe(
      'OVERDUE',
    );
    expect(status('cervical-cancer', { ...person, events: [procedure(HPV, '2020-05-01')] }, '2020-12-01')).toBe('DONE');
  });
});

describe('blood pressure', () => {
  const reading = (on: string, systolic: number) =>
    observation(loinc('85354-9'), on, {
      component: [{ code: loinc('8480-6'), valueQuantity: { value: systolic } }],
    });

  it('is due every year from 40 on, every three years before', () => {
    const events = [reading('2020-03-01', 118)];
    expect(status('hypertension', { birthDate: '1990-01-01', events }, '2023-02-28')).toBe('DONE');
    expect(status('hypertension', { birthDate: '1990-01-01', events }, '2023-03-01')).toBe('DUE');
    expect(status('hypertension', { birthDate: '1970-01-01', events }, '2021-02-28')).toBe('DONE');
    expect(status('hypertension', { birthDate: '1970-01-01', events }, '2021-03-01')).toBe('DUE');
  });

  it('is due every year after a high-normal reading, and in people with overweight', () => {
    const person = { birthDate: '1990-01-01' };
    expect(status('hypertension', { ...person, events: [reading('2020-03-01', 129)] }, '2021-06-01')).toBe('DONE');
    expect(status('hypertension', { ...person, events: [reading('2020-03-01', 130)] }, '2021-06-01')).toBe('DUE');
    const heavy = observation(loinc('39156-5'), '2020-03-01', { valueQuantity: { value: 25 } });
    expect(status('hypertension', { ...person, events: [reading('2020-03-01', 118), heavy] }, '2021-06-01')).toBe(
      'DUE',
    );
  });
});

describe('people at risk', () => {
  const status72166 = (code: string, on: string) =>
    observation(loinc('72166-2'), on, { valueCodeableConcept: snomed(code) });
  const packYears = (value: number) => observation(loinc('8664-5'), '2020-01-01', { valueQuantity: { value } });
  const SMOKES = '449868002';
  const SMOKED = '8517006';

  it('are screened for diabetes from a body mass index of 25, on the latest measurement', () => {
    const mass = (value: number, on: string) => observation(loinc('39156-5'), on, { valueQuantity: { value } });
    const at = (...events: ReturnType<typeof mass>[]) =>
      status('prediabetes-and-diabetes', { birthDate: '1980-01-01', events }, '2020-06-01');
    expect(at()).toBeUndefined();
    expect(at(mass(24.9, '2020-01-01'))).toBeUndefined();
    expect(at(mass(25, '2020-01-01'))).toBe('DUE');
    expect(at(mass(31, '2015-01-01'), mass(24, '2020-01-01'))).toBeUndefined();
    expect(at(mass(25, '2020-01-01'), condition(snomed('44054006')))).toBe('NOT_APPLICABLE');
    expect(at(mass(25, '2020-01-01'), observation(loinc('4548-4'), '2017-06-01'))).toBe('DUE');
    expect(at(mass(25, '2020-01-01'), observation(loinc('4548-4'), '2017-06-02'))).toBe('DONE');
  });

  it('are due since they are at risk, not since they are of age', () => {
    const mass = observation(loinc('39156-5'), '2020-05-01', { valueQuantity: { value: 28 } });
    const due = stands('prediabetes-and-diabetes', { birthDate: '1960-01-01', events: [mass] }, '2020-06-01');
    expect(due).toMatchObject({ status: 'DUE', since: day('2020-05-01') });
  });

  it('are screened for lung cancer from 50 to 80 with 20 pack-years', () => {
    const events = [packYears(20), status72166(SMOKES, '2019-01-01')];
    const person = { birthDate: '1955-07-01', events };
    expect(status('lung-cancer', { ...person, birthDate: '1971-01-02' }, '2021-01-01')).toBeUndefined();
    expect(status('lung-cancer', { ...person, birthDate: '1971-01-01' }, '2021-01-01')).toBe('DUE');
    expect(status('lung-cancer', person, '2036-06-30')).toBe('OVERDUE');
    expect(status('lung-cancer', person, '2036-07-01')).toBeUndefined();
    const light = [packYears(19.9), status72166(SMOKES, '2019-01-01')];
    expect(status('lung-cancer', { ...person, events: light }, '2021-01-01')).toBeUndefined();
    const seen = [...events, procedure(cpt('71271'), '2020-02-01')];
    expect(status('lung-cancer', { ...person, events: seen }, '2021-01-31')).toBe('DONE');
    expect(status('lung-cancer', { ...person, events: seen }, '2021-02-01')).toBe('DUE');
  });

  it('are so for fifteen years after they quit, by the day', () => {
    const quit = observation(loinc('74010-0'), '2010-01-01', { valueDateTime: '2006-03-10' });
    const events = [packYears(30), status72166(SMOKED, '2010-01-01'), quit];
    const person = { birthDate: '1955-07-01', events };
    expect(status('lung-cancer', person, '2021-03-09')).toBe('OVERDUE');
    expect(status('lung-cancer', person, '2021-03-10')).toBeUndefined();
  });

  it('count from when they last said that they smoke, where nobody noted when they quit', () => {
    const events = [packYears(30), status72166(SMOKES, '2006-03-10'), status72166(SMOKED, '2010-01-01')];
    const person = { birthDate: '1955-07-01', events };
    expect(status('lung-cancer', person, '2021-03-09')).toBe('OVERDUE');
    expect(status('lung-cancer', person, '2021-03-10')).toBeUndefined();
    const never = [packYears(30), status72166(SMOKED, '2010-01-01')];
    expect(status('lung-cancer', { ...person, events: never }, '2015-01-01')).toBeUndefined();
  });

  it('are men of 65 to 75 who ever smoked, once, for an aneurysm', () => {
    const events = [status72166(SMOKED, '2000-01-01')];
    const person = { birthDate: '1950-06-15', gender: 'male', events };
    expect(status('abdominal-aortic-aneurysm', { ...person, events: [] }, '2016-01-01')).toBeUndefined();
    expect(status('abdominal-aortic-aneurysm', person, '2015-06-14')).toBeUndefined();
    expect(status('abdominal-aortic-aneurysm', person, '2015-06-15')).toBe('DUE');
    expect(status('abdominal-aortic-aneurysm', { ...person, gender: 'female' }, '2016-01-01')).toBeUndefined();
    const seen = [...events, procedure(cpt('76706'), '2015-07-01')];
    expect(status('abdominal-aortic-aneurysm', { ...person, events: seen }, '2026-06-14')).toBe('DONE');
    expect(status('abdominal-aortic-aneurysm', person, '2026-06-15')).toBeUndefined();
  });

  it('are those of 10 % risk with a risk factor, for a statin', () => {
    const risk = (value: number) => observation(loinc('79423-0'), '2020-01-01', { valueQuantity: { value } });
    const factor = condition(snomed('38341003'));
    const at = (...events: ReturnType<typeof risk>[]) =>
      status('statin-use', { birthDate: '1965-01-01', events }, '2020-06-01');
    expect(at(risk(10), factor)).toBe('DUE');
    expect(at(risk(9.9), factor)).toBeUndefined();
    expect(at(risk(10))).toBeUndefined();
    const order = event('MedicationRequest', {
      status: 'active',
      medicationCodeableConcept: {
        coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '617310' }],
      },
      authoredOn: '2020-02-01',
    });
    expect(at(risk(10), factor, order)).toBe('DONE');
    expect(at(risk(10), factor, condition(icd10('I25.10')))).toBe('NOT_APPLICABLE');
  });
});

/** Who is not meant, by what they had or have. */
const EXEMPT: readonly [recommendation: string, what: string, event: ReturnType<typeof condition>][] = [
  ['colorectal-cancer', 'a total colectomy', procedure(snomed('26390003'), '2001-01-01')],
  ['colorectal-cancer', 'a colectomy by CPT', procedure(cpt('44150'), '2001-01-01')],
  ['colorectal-cancer', 'colon cancer', condition(icd10('C18.7'), '2001')],
  ['colorectal-cancer', 'colon cancer, coded without the dot', condition(icd10('C187'), '2001')],
  ['breast-cancer', 'a mastectomy of both breasts', procedure(snomed('27865001'), '2001-01-01')],
  ['breast-cancer', 'no breasts by diagnosis', condition(icd10('Z90.13'))],
  ['cervical-cancer', 'a total hysterectomy', procedure(snomed('116140006'), '2001-01-01')],
  ['cervical-cancer', 'no cervix by diagnosis', condition(icd10('Z90.710'))],
  ['hypertension', 'hypertension', condition(icd10('I10'))],
  ['hepatitis-c', 'hepatitis C', condition(icd10('B18.2'))],
  ['hiv', 'HIV', condition(icd10('B20'))],
  ['depression', 'depression', condition(snomed('370143000'))],
  ['osteoporosis', 'osteoporosis', condition(snomed('64859006'))],
];

describe('whoever is not meant', () => {
  it.each(EXEMPT)('%s: %s', (recommendation, _what, found) => {
    const birthDate = recommendation === 'osteoporosis' ? '1945-01-01' : '1965-01-01';
    const person = { birthDate, gender: 'female', events: [found] };
    const due = stands(recommendation, person, '2020-01-01');
    expect(due).toMatchObject({ status: 'NOT_APPLICABLE', since: null, next: null });
    expect(due?.because).toEqual([{ text: expect.any(String) as string, record: found.record }]);
  });

  it('is not told by an operation that leaves the organ', () => {
    const above = procedure(cpt('58180'), '2001-01-01');
    expect(
      status('cervical-cancer', { birthDate: '1965-01-01', gender: 'female', events: [above] }, '2020-01-01'),
    ).toBe('OVERDUE');
  });
});

describe('a record', () => {
  it('tells of nothing that did not take place', () => {
    const code = COLONOSCOPY;
    expect(careEventOf('Procedure/1', { status: 'not-done', code })).toBeNull();
    expect(careEventOf('Procedure/1', { status: 'entered-in-error', code })).toBeNull();
    expect(careEventOf('Procedure/1', { status: 'preparation', code })).toBeNull();
    expect(careEventOf('Observation/1', { status: 'cancelled', code: FIT })).toBeNull();
    expect(careEventOf('Condition/1', { code, verificationStatus: { coding: [{ code: 'refuted' }] } })).toBeNull();
    expect(careEventOf('ServiceRequest/1', { status: 'active', code })).toBeNull();
  });

  it('of another code system with the same number is another thing', () => {
    const other = event('Procedure', {
      status: 'completed',
      code: { coding: [{ system: 'urn:local', code: '73761001' }] },
      performedDateTime: '2019-01-01',
    });
    expect(status('colorectal-cancer', { birthDate: '1965-01-01', events: [other] }, '2020-01-01')).toBe('OVERDUE');
  });
});

describe('the table', () => {
  it('has a version, and of each recommendation a grade, a date and a source', () => {
    expect(USPSTF.version).toMatch(/^\d{4}-\d{2}$/);
    for (const { id, released, source, ages, doneBy } of USPSTF.recommendations) {
      expect({ id, released }).toEqual({ id, released: expect.stringMatching(/^\d{4}-\d{2}$/) as string });
      expect(released <= USPSTF.version).toBe(true);
      expect(source).toMatch(/^https:\/\/www\.uspreventiveservicestaskforce\.org\/uspstf\/recommendation\//);
      expect(doneBy.length).toBeGreaterThan(0);
      for (const [index, band] of ages.entries()) if (index > 0) expect(band.from).toBe((ages[index - 1]?.to ?? 0) + 1);
    }
    const ids = USPSTF.recommendations.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('gives the same whatever the order of the records', () => {
    const events = [
      procedure(COLONOSCOPY, '2018-01-01'),
      procedure(FIT, '2019-01-01'),
      observation(loinc('39156-5'), '2020-01-01', { valueQuantity: { value: 31 } }),
      observation(loinc('85354-9'), '2020-01-01'),
      condition(snomed('38341003')),
      condition(icd10('I10')),
    ];
    const facts = { birthDate: '1965-01-01', gender: 'female', deceased: false };
    const one = careDueOf({ ...facts, events }, day('2020-06-01'));
    expect(careDueOf({ ...facts, events: [...events].reverse() }, day('2020-06-01'))).toEqual(one);
  });
});
