import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Role, sealViewer } from '../../../schema/policy/viewer.js';
import { clinical } from '../../../subgraphs/clinical/subgraph.js';
import { RecordWriter } from '../../../subgraphs/shared/commits.js';
import { type Databases, openDatabases, type RecordDocument } from '../../../subgraphs/shared/databases.js';
import type { FhirObject } from '../../../subgraphs/shared/fhir-json.js';
import { createSubgraph, type Subgraph } from '../../../subgraphs/shared/subgraph.js';
import { freshPrefix, mongoUri } from '../../support/engine.js';

const SECRET = 'a secret of this test';
const UCUM = 'http://unitsofmeasure.org';
const LOINC = 'http://loinc.org';
const prefix = freshPrefix();

let databases: Databases;
let subgraph: Subgraph;

beforeAll(async () => {
  databases = await openDatabases({ uri: mongoUri(), prefix });
  subgraph = await createSubgraph(clinical, { databases, writer: new RecordWriter(databases), secret: SECRET });
});
afterAll(() => databases.close());
beforeEach(async () => {
  await databases.of('clinical').records.deleteMany({});
  await databases.of('clinical').native.collection('people').deleteMany({});
});

async function ask(role: Role, query: string, patient: string | null = null): Promise<Record<string, unknown>> {
  const viewer = {
    subject: 'x',
    role,
    organization: null,
    patient,
    purpose: 'PATRQT' as const,
    tokenId: null,
    width: null,
  };
  const { body } = await subgraph.answer({ query }, sealViewer(viewer, SECRET));
  if (body.errors) throw new Error(body.errors.map(({ message }) => message).join('; '));
  return body.data as Record<string, unknown>;
}

const records = (documents: RecordDocument[]) => databases.of('clinical').records.insertMany(documents);

const quantity = (value: number, code: string, more: FhirObject = {}): FhirObject => ({
  valueQuantity: { value, unit: code, code, system: UCUM, ...more },
});

const glucose = { coding: [{ system: LOINC, code: '2339-0' }] };

function observation(id: string, at: string, content: FhirObject, keys: Partial<RecordDocument> = {}): RecordDocument {
  return {
    _id: `Observation/${id}`,
    kind: 'Observation',
    patient: 'ann',
    version: 1,
    hashes: [],
    at: new Date(at),
    status: 'final',
    codes: ['2339-0', `${LOINC}|2339-0`],
    content: { code: glucose, ...content },
    ...keys,
  };
}

async function trend(args: string, fields: string, asker = 'ann'): Promise<unknown> {
  const query = `{ _entities(representations: [{ __typename: "Patient", id: "ann" }]) { ... on Patient { trend(${args}) { ${fields} } } } }`;
  const { _entities } = await ask('patient', query, asker);
  return (_entities as { trend: unknown }[])[0]?.trend;
}

describe('the trend of a measurement', () => {
  it('has first, last, least, greatest and mean of each step, and keeps units apart', async () => {
    await records([
      observation('a', '2024-01-10', quantity(108.57, 'mg/dL')),
      observation('b', '2024-02-10', quantity(123.02, 'mg/dL')),
      observation('c', '2024-03-31T23:59:59Z', quantity(90.01, 'mg/dL', { unit: 'mg per dL' })),
      observation('d', '2024-04-01T00:00:00Z', quantity(91, 'mg/dL')),
      observation('e', '2024-02-01', quantity(5.1, 'mmol/L')),
      observation('f', '2024-02-02', { valueQuantity: { value: 5.3, unit: 'mmol/L' } }),
    ]);
    const fields = 'unit code count points { start count first last min max mean }';
    expect(await trend('code: "2339-0", every: QUARTER', fields)).toEqual([
      {
        unit: 'mg/dL',
        code: 'mg/dL',
        count: 4,
        points: [
          { start: '2024-01-01', count: 3, first: 108.57, last: 90.01, min: 90.01, max: 123.02, mean: 107.2 },
          { start: '2024-04-01', count: 1, first: 91, last: 91, min: 91, max: 91, mean: 91 },
        ],
      },
      {
        unit: 'mmol/L',
        code: 'mmol/L',
        count: 1,
        points: [{ start: '2024-01-01', count: 1, first: 5.1, last: 5.1, min: 5.1, max: 5.1, mean: 5.1 }],
      },
      {
        unit: 'mmol/L',
        code: null,
        count: 1,
        points: [{ start: '2024-01-01', count: 1, first: 5.3, last: 5.3, min: 5.3, max: 5.3, mean: 5.3 }],
      },
    ]);
  });

  it('settles values of one moment by the id of their record', async () => {
    const at = '2024-01-10T08:00:00Z';
    await records([
      observation('b', at, quantity(2, 'kg')),
      observation('c', at, quantity(3, 'kg')),
      observation('a', at, quantity(1, 'kg')),
    ]);
    expect(await trend('code: "2339-0", every: DAY', 'points { first last }')).toEqual([
      { points: [{ first: 1, last: 3 }] },
    ]);
  });

  it('counts components by their code, and not the values beside them', async () => {
    const part = (code: string, value: number) => ({
      code: { coding: [{ system: LOINC, code }] },
      ...quantity(value, 'mm[Hg]'),
    });
    const content = { code: { coding: [{ code: '85354-9' }] }, component: [part('8480-6', 120), part('8462-4', 80)] };
    await records([
      observation('p', '2024-01-10', content, { codes: ['85354-9', '8480-6', `${LOINC}|8480-6`, '8462-4'] }),
    ]);
    expect(await trend('code: "8480-6", every: YEAR', 'count points { mean }')).toEqual([
      { count: 1, points: [{ mean: 120 }] },
    ]);
    expect(await trend(`code: "${LOINC}|8480-6", every: YEAR`, 'count')).toEqual([{ count: 1 }]);
    expect(await trend('code: "http://other|8480-6", every: YEAR', 'count')).toEqual([]);
    expect(await trend('code: "85354-9", every: YEAR', 'count')).toEqual([]);
  });

  it('leaves out what was taken back, what is no number, and bounds', async () => {
    await records([
      observation('a', '2024-01-01', quantity(1, 'kg'), { status: 'entered-in-error' }),
      observation('b', '2024-01-01', quantity(2, 'kg'), { status: 'cancelled' }),
      observation('c', '2024-01-01', quantity(3, 'kg', { comparator: '<' })),
      observation('d', '2024-01-01', { valueString: '4' }),
      observation('e', '2024-01-01', { valueQuantity: { value: '5', unit: 'kg' } }),
      observation('f', '2024-01-01', { valueInteger: 6 }),
      observation('g', '2024-01-01', { component: 'broken', code: 'broken' }),
      { ...observation('h', '2024-01-01', quantity(8, 'kg')), at: null },
    ]);
    expect(await trend('code: "2339-0", every: YEAR', 'unit code points { first count }')).toEqual([
      { unit: null, code: null, points: [{ first: 6, count: 1 }] },
    ]);
  });

  it('looks at the period that is asked for', async () => {
    await records(
      ['2022-12-31', '2023-01-01', '2023-12-31', '2024-01-01'].map((day, index) =>
        observation(`o${index}`, day, quantity(index, 'kg')),
      ),
    );
    expect(
      await trend('code: "2339-0", every: MONTH, period: { from: "2023", to: "2023" }', 'points { start }'),
    ).toEqual([{ points: [{ start: '2023-01-01' }, { start: '2023-12-01' }] }]);
  });

  it('takes a code that looks like a path of the record for a code', async () => {
    const codes = ['$content.code', '|$content.code'];
    const content = { code: { coding: [{ code: '$content.code' }] }, ...quantity(1, 'kg') };
    await records([
      observation('a', '2024-01-01', content, { codes }),
      observation('b', '2024-01-01', quantity(2, 'kg'), { codes }),
    ]);
    expect(await trend('code: "$content.code", every: YEAR', 'count')).toEqual([{ count: 1 }]);
  });

  it('is empty for whoever does not reach the patient', async () => {
    await records([observation('a', '2024-01-01', quantity(1, 'kg'))]);
    expect(await trend('code: "2339-0", every: YEAR', 'count', 'bob')).toEqual([]);
  });
});
