import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BILLED } from '../../../subgraphs/financial/bill/bill-pipeline.js';
import { conditionCategoryStages } from '../../../subgraphs/financial/condition-category/condition-categories.js';
import { type CostRow, costStages } from '../../../subgraphs/financial/cost-summary/cost-pipeline.js';
import { costSummaryOf } from '../../../subgraphs/financial/cost-summary/cost-summary.type.js';
import { Grouping } from '../../../subgraphs/financial/cost-summary/grouping.js';
import { utilizationStages } from '../../../subgraphs/financial/utilization/utilization.js';
import { type Databases, openDatabases } from '../../../subgraphs/shared/databases.js';
import type { FhirObject } from '../../../subgraphs/shared/fhir-json.js';
import { freshPrefix, mongoUri } from '../../support/engine.js';
import { claimNaming, explanationNaming, projected } from './bills.js';

const prefix = freshPrefix();
let databases: Databases;

beforeAll(async () => {
  databases = await openDatabases({ uri: mongoUri(), prefix });
});
afterAll(() => databases.close());
beforeEach(async () => {
  await databases.of('financial').records.deleteMany({});
});

async function keep(...resources: FhirObject[]): Promise<void> {
  await databases.of('financial').records.insertMany(resources.map((resource) => projected(resource).document));
}

const aggregate = <T extends object>(stages: readonly object[]): Promise<T[]> =>
  databases
    .of('financial')
    .records.aggregate<T>([{ $match: BILLED }, ...stages])
    .toArray();

const costs = (period: { from?: string; to?: string } | null = null, by = Grouping.YEAR) =>
  aggregate<CostRow>(costStages(period, by));

const usd = (value: number): FhirObject => ({ value, currency: 'USD' });
const total = (code: string, value: number): FhirObject => ({ category: { coding: [{ code }] }, amount: usd(value) });
const claim = (id: string, elements: FhirObject = {}) => claimNaming('Medicare', { id, total: usd(100), ...elements });
const answer = (id: string, elements: FhirObject = {}) =>
  explanationNaming('Medicare', { id, total: [total('submitted', 100), total('benefit', 80)], ...elements });

describe('a cost summary', () => {
  it('counts a claim and the answer to it once, with what the answer says', async () => {
    await keep(claim('claim-1', { total: usd(99) }), answer('eob-1'), claim('claim-2'));
    expect(await costs()).toEqual([
      expect.objectContaining({
        year: 2020,
        currency: 'USD',
        claims: 2,
        settledClaims: 1,
        billed: '200.00',
        paid: '80.00',
        allowed: null,
      }),
    ]);
  });

  it('takes the newest of several answers of one insurer', async () => {
    const newer = { created: '2020-06-01', total: [total('submitted', 100), total('benefit', 60)] };
    await keep(claim('claim-1'), answer('eob-2', newer), answer('eob-1', { created: '2020-05-01' }));
    expect(await costs()).toMatchObject([{ claims: 1, billed: '100.00', paid: '60.00' }]);
  });

  it('adds what several insurers paid, and leaves the charge and the smallest remainder', async () => {
    const first = { total: [total('submitted', 100), total('benefit', 80), total('copay', 20)] };
    const second = {
      insurer: { display: 'Aetna' },
      total: [total('submitted', 100), total('benefit', 15), total('copay', 5)],
    };
    await keep(claim('claim-1'), answer('eob-1', first), answer('eob-2', second));
    expect(await costs()).toMatchObject([
      { claims: 1, billed: '100.00', paid: '95.00', patientResponsibility: '5.00' },
    ]);
  });

  it('does not join an answer with the claim of another patient', async () => {
    await keep(claim('claim-1'), answer('eob-1', { patient: { reference: 'Patient/bob' } }));
    expect(await costs()).toMatchObject([{ claims: 2, billed: '200.00' }]);
  });

  it('adds exactly and rounds once', async () => {
    await keep(...Array.from({ length: 10 }, (_, index) => claim(`c${index}`, { total: usd(0.1) })));
    expect(await costs()).toMatchObject([{ billed: '1.00' }]);
    await keep(claim('noise', { total: usd(2002.1599999999999) }), claim('half', { total: usd(0.005) }));
    expect(await costs()).toMatchObject([{ billed: '2003.16' }]);
  });

  it('rounds halves to even hundredths', async () => {
    const half = (id: string, currency: string, value: number) => claim(id, { total: { value, currency } });
    await keep(half('a', 'CHF', 0.125), half('b', 'EUR', 0.135));
    expect(await costs()).toMatchObject([{ billed: '0.12' }, { billed: '0.14' }]);
  });

  it('keeps currencies apart, and bills without amounts', async () => {
    await keep(claim('a'), claim('b', { total: { value: 5, currency: 'EUR' } }), claim('c', { total: null }));
    const rows = (await costs()).map(({ currency, claims, billed }) => [currency, claims, billed]);
    expect(rows).toEqual([
      [null, 1, null],
      ['EUR', 1, '5.00'],
      ['USD', 1, '100.00'],
    ]);
  });

  it('counts a bill once whose answer has no amounts', async () => {
    await keep(claim('claim-1'), answer('eob-1', { total: [] }));
    expect(await costs()).toMatchObject([
      { currency: 'USD', claims: 1, settledClaims: 1, billed: '100.00', paid: null },
    ]);
  });

  it('puts a bill into one year only, though its answer is dated in the next', async () => {
    const december = { billablePeriod: { start: '2020-12-31', end: '2021-01-02' } };
    const january = { billablePeriod: { start: '2021-01-02' } };
    await keep(claim('claim-1', december), answer('eob-1', january));
    expect(await costs()).toMatchObject([{ year: 2020, claims: 1, paid: '80.00' }]);
    expect(await costs({ from: '2020', to: '2020' })).toMatchObject([{ claims: 1, paid: '80.00' }]);
    expect(await costs({ from: '2021' })).toEqual([]);
  });

  it('leaves out drafts, errors, withdrawn bills and questions what something would cost', async () => {
    const statuses = ['draft', 'cancelled', 'entered-in-error'].map((status) => claim(status, { status }));
    await keep(
      ...statuses,
      claim('pre', { use: 'preauthorization' }),
      claim('predetermination', { use: 'predetermination' }),
    );
    expect(await costs()).toEqual([]);
  });

  it('has rows by category and by year, as asked', async () => {
    const type = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/claim-type', code: 'pharmacy' }] };
    await keep(claim('a'), claim('b', { type }), claim('c', { type, billablePeriod: { start: '2021-02-01' } }));
    const rows = async (by: Grouping) =>
      (await costs(null, by)).map((row) => [row.year, row.serviceCategory, row.claims]);
    expect(await rows(Grouping.YEAR)).toEqual([
      [2020, null, 2],
      [2021, null, 1],
    ]);
    expect(await rows(Grouping.SERVICE_CATEGORY)).toEqual([
      [null, 'INSTITUTIONAL', 1],
      [null, 'PHARMACY', 2],
    ]);
    expect(await rows(Grouping.YEAR_AND_CATEGORY)).toEqual([
      [2020, 'INSTITUTIONAL', 1],
      [2020, 'PHARMACY', 1],
      [2021, 'PHARMACY', 1],
    ]);
  });

  it('answers in money of its currency, and nothing where no bill says', () => {
    const row = {
      year: 2020,
      serviceCategory: null,
      currency: 'USD',
      claims: 1,
      settledClaims: 0,
      billed: '2002.16',
      allowed: null,
      paid: null,
      patientResponsibility: null,
    };
    expect(costSummaryOf(row)).toMatchObject({ billed: { value: 2002.16, currency: 'USD' }, paid: null });
    expect(costSummaryOf({ ...row, currency: null, billed: 'NaN' })).toMatchObject({ billed: null });
  });
});

describe('a utilization summary', () => {
  it('counts bills, different visits and different patients', async () => {
    const visit = (id: string) => ({ item: [{ sequence: 1, encounter: [{ reference: `Encounter/${id}` }] }] });
    const bob = { patient: { reference: 'Patient/bob' } };
    await keep(
      claim('claim-1', visit('v1')),
      answer('eob-1', visit('v1')),
      claim('b', visit('v1')),
      claim('c', visit('v2')),
    );
    await keep(claim('d', { ...visit('v3'), ...bob }), claim('e', { ...bob, item: [] }));
    expect(await aggregate(utilizationStages(null, Grouping.YEAR))).toEqual([
      { year: 2020, serviceCategory: null, claims: 5, visits: 3, members: 2 },
    ]);
  });
});

describe('condition categories of bills', () => {
  const coded = (code: string) => ({
    diagnosisCodeableConcept: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code }] },
  });
  const referred = (id: string) => ({ diagnosisReference: { reference: `Condition/${id}` } });

  beforeEach(async () => {
    const categories = databases
      .of('financial')
      .native.collection<{ _id: string; category: string; patient: string }>('condition_categories');
    await categories.deleteMany({});
    await categories.insertMany([
      { _id: 'asthma', category: 'RESPIRATORY', patient: 'ann' },
      { _id: 'bobs', category: 'NEOPLASM', patient: 'bob' },
    ]);
  });

  it('count each bill once for each category, by code and by reference, with years', async () => {
    await keep(
      claim('claim-1', { diagnosis: [coded('I10'), coded('I50.9'), referred('asthma')] }),
      answer('eob-1', { diagnosis: [coded('I10')] }),
      claim('b', { diagnosis: [coded('I10')], billablePeriod: { start: '2018-05-05' } }),
    );
    expect(await aggregate(conditionCategoryStages(null))).toEqual([
      { category: 'CIRCULATORY', claims: 2, firstYear: 2018, lastYear: 2020 },
      { category: 'RESPIRATORY', claims: 1, firstYear: 2020, lastYear: 2020 },
    ]);
    expect(await aggregate(conditionCategoryStages({ to: '2019' }))).toMatchObject([
      { category: 'CIRCULATORY', claims: 1 },
    ]);
  });

  it('do not tell of a condition of somebody else to which a bill refers', async () => {
    await keep(claim('claim-1', { diagnosis: [referred('bobs')] }));
    expect(await aggregate(conditionCategoryStages(null))).toEqual([]);
  });
});
