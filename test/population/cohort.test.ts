/** Cohorts as an analyst asks for them; the numbers are about right, few are withheld, mistakes are named. */
import { beforeAll, describe, expect, it } from 'vitest';
import { sealViewer, type Viewer } from '../../schema/policy/viewer.js';
import { population } from '../../subgraphs/population/subgraph.js';
import { createSubgraph } from '../../subgraphs/shared/subgraph.js';
import { type Asker, createWorld, type OpenWorld, type Resource } from '../support/world.js';

const world = await createWorld();
const PEOPLE = 220;

function resources(): Resource[] {
  return Array.from({ length: PEOPLE }, (_, index): Resource[] => {
    const patient = `p${index}`;
    const subject = { reference: `Patient/${patient}` };
    const snomed = (code: string) => ({ coding: [{ system: 'http://snomed.info/sct', code }] });
    const made: Resource[] = [
      {
        resourceType: 'Patient',
        id: patient,
        gender: index % 2 === 0 ? 'female' : 'male',
        birthDate: `${1940 + (index % 60)}-01-01`,
        address: [{ postalCode: index % 4 === 0 ? '02139' : '60601' }],
      },
    ];
    if (index < 110)
      made.push(
        { resourceType: 'Condition', id: `d${index}`, subject, code: snomed('44054006'), recordedDate: '2022-01-15' },
        {
          resourceType: 'Observation',
          id: `a${index}`,
          status: 'final',
          subject,
          code: { coding: [{ system: 'http://loinc.org', code: '4548-4' }] },
          effectiveDateTime: '2023-05-01',
          valueQuantity: { value: index < 55 ? 7.5 : 9.5, unit: '%', system: 'http://unitsofmeasure.org', code: '%' },
        },
      );
    if (index < 44)
      made.push({
        resourceType: 'Procedure',
        id: `x${index}`,
        status: 'completed',
        subject,
        code: snomed('73761001'),
        performedDateTime: index < 22 ? '2022-03-15' : '2023-06-15',
      });
    if (index < 5)
      made.push({
        resourceType: 'Condition',
        id: `h${index}`,
        subject,
        code: snomed('86406008'),
        recordedDate: '2022-01-15',
      });
    return made;
  }).flat();
}

let open: OpenWorld;
let analyst: Asker;
beforeAll(async () => {
  await world.tell(...resources());
  open = await world.open();
  analyst = await open.as('analyst', { organization: 'institute', subject: 'ada' });
});

async function sizeOf(where: string): Promise<unknown> {
  const answer = await analyst.ask(`{ cohort(where: ${where}) { size { people suppressed } } }`);
  expect(answer.errors).toBeUndefined();
  return answer.at('cohort.size.people');
}

describe('the size of a cohort', () => {
  it.each([
    ['everybody', '{}', 220],
    ['a condition', '{ condition: { group: DIABETES_TYPE_2 } }', 110],
    ['a condition first recorded in a period', '{ condition: { group: DIABETES_TYPE_2, first: { from: 2023 } } }', 0],
    ['a measurement above', '{ measurement: { code: "http://loinc.org|4548-4", unit: "%", atLeast: 9 } }', 55],
    ['the latest measurement below', '{ measurement: { code: "4548-4", unit: "%", below: 8, latest: true } }', 55],
    ['not', '{ not: { condition: { category: ENDOCRINE_METABOLIC } } }', 110],
    ['and', '{ sex: [FEMALE], zip3: ["021"] }', 55],
    ['or', '{ or: [{ zip3: ["021"] }, { condition: { group: DIABETES_TYPE_2 } }] }', 137],
    ['a procedure', '{ procedure: { code: "http://snomed.info/sct|73761001" } }', 44],
    [
      'first one, then the other within so many months',
      '{ sequence: { first: { condition: { group: DIABETES_TYPE_2 } }, next: { procedure: { code: "http://snomed.info/sct|73761001" } }, withinMonths: 6 } }',
      22,
    ],
    ['few', '{ condition: { group: HIV } }', 0],
  ])('of %s is about right, and a multiple of 11', async (_name, where, people) => {
    const told = await sizeOf(where);
    if (people <= 10) return expect(told).toBeNull();
    expect(Number(told) % 11).toBe(0);
    // Mostly within 10; a stray number is steps of 11 further off.
    expect(Math.abs(Number(told) - people)).toBeLessThanOrEqual(33);
  });

  it('is the same however it is asked for, and whoever asks', async () => {
    const other = await open.as('analyst', { organization: 'elsewhere', subject: 'grace' });
    const same = await other.ask('{ cohort(where: { not: { sex: [MALE, OTHER, UNKNOWN] } }) { size { people } } }');
    expect(same.at('cohort.size.people')).toBe(await sizeOf('{ sex: [FEMALE] }'));
  });
});

describe('23 of few', () => {
  it('no number, no share, no mean and no row is shown', async () => {
    const { data, errors } = await analyst.ask(`{ cohort(where: { condition: { group: HIV } }) {
      size { people suppressed } breakdown(by: [SEX]) { people suppressed } costs(of: PAID) { mean total people suppressed }
      top(of: CONDITION_GROUP) { value } distribution(of: { code: "4548-4", unit: "%" }) { people }
    } }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      cohort: {
        size: { people: null, suppressed: true },
        breakdown: [1, 2, 3, 4].map(() => ({ people: null, suppressed: true })),
        costs: [{ mean: null, total: null, people: null, suppressed: true }],
        top: [],
        distribution: [],
      },
    });
  });
});

describe('28 minimum, maximum and median', () => {
  it('are nowhere in the schema of the analyst', async () => {
    const response = await fetch(open.url.replace('/graphql', '/schema.graphql'), {
      headers: { authorization: `Bearer ${analyst.token}` },
    });
    expect(await response.text()).not.toMatch(/\b(min|max|median|minimum|maximum|lowest|highest)\b/);
  });
});

describe('27 one more person', () => {
  it('changes no number', async () => {
    const where = '{ condition: { group: DIABETES_TYPE_2 } }';
    const before = [await sizeOf(where), await sizeOf('{}')];
    await world.tell(
      { resourceType: 'Patient', id: 'late', gender: 'female', birthDate: '1960-01-01' },
      {
        resourceType: 'Condition',
        id: 'late-d',
        subject: { reference: 'Patient/late' },
        code: { coding: [{ system: 'http://snomed.info/sct', code: '44054006' }] },
        recordedDate: '2024-01-01',
      },
    );
    expect(await open.gateway.population.caughtUp()).toBeGreaterThanOrEqual(0);
    expect([await sizeOf(where), await sizeOf('{}')]).toEqual(before);
  });
});

describe('a criterion that cannot be', () => {
  it.each([
    ['UNKNOWN_CODE_SYSTEM', 'where.procedure.code', '{ procedure: { code: "http://nowhere|1" } }'],
    ['UNKNOWN_CODE_SYSTEM', 'where.measurement.code', '{ measurement: { code: "http://snomed.info/sct|44054006" } }'],
    ['MIXED_UNITS', 'where.measurement.unit', '{ measurement: { code: "4548-4", atLeast: 9 } }'],
    ['MIXED_UNITS', 'where.and.0.measurement.unit', '{ and: [{ measurement: { code: "4548-4", unit: "furlong" } }] }'],
    ['EMPTY_PERIOD', 'where.condition.first', '{ condition: { group: HIV, first: { from: 2024, to: 2020 } } }'],
    ['BAD_CRITERION', 'where.age', '{ age: null }'],
    ['BAD_CRITERION', 'where.or', '{ or: [] }'],
    [
      'BAD_CRITERION',
      'where.sequence.first',
      '{ sequence: { first: {}, next: { encounter: { class: HOME } }, withinMonths: 1 } }',
    ],
  ])('is %s at %s', async (code, criterion, where) => {
    const { errors } = await analyst.ask(`{ cohort(where: ${where}) { size { people } } }`);
    expect(errors?.[0]?.extensions).toEqual({ code, criterion });
  });
});

describe('saved cohorts', () => {
  const save = `mutation ($name: String!, $shared: Boolean, $key: ID!) {
    saveCohort(name: $name, where: { condition: { group: DIABETES_TYPE_2 } }, shared: $shared, idempotencyKey: $key) { id own shared cohort { size { people } } }
  }`;

  it('are the analyst’s own, or shared in the organisation, and nobody else’s', async () => {
    const mine = await analyst.ask(save, { name: 'mine', shared: false, key: 'save-1' });
    const ours = await analyst.ask(save, { name: 'ours', shared: true, key: 'save-2' });
    expect(mine.errors).toBeUndefined();
    expect(mine.at('saveCohort.cohort.size.people')).toBe(await sizeOf('{ condition: { group: DIABETES_TYPE_2 } }'));
    const list = '{ savedCohorts { name own } }';
    const colleague = await open.as('analyst', { organization: 'institute', subject: 'grace' });
    const stranger = await open.as('analyst', { organization: 'elsewhere', subject: 'ada' });
    expect((await analyst.ask(list)).at('savedCohorts')).toEqual([
      { name: 'mine', own: true },
      { name: 'ours', own: true },
    ]);
    expect((await colleague.ask(list)).at('savedCohorts')).toEqual([{ name: 'ours', own: false }]);
    expect((await stranger.ask(list)).at('savedCohorts')).toEqual([]);
    const remove = 'mutation ($id: ID!, $key: ID!) { deleteSavedCohort(id: $id, idempotencyKey: $key) }';
    const gone = { id: ours.at('saveCohort.id'), key: 'remove-1' };
    expect((await colleague.ask(remove, gone)).at('deleteSavedCohort')).toBe(false);
    expect((await analyst.ask(remove, gone)).at('deleteSavedCohort')).toBe(true);
    // A retry is told what the first try was, and does nothing to what was saved since.
    await analyst.ask(save, { name: 'ours', shared: true, key: 'save-3' });
    expect((await analyst.ask(remove, gone)).at('deleteSavedCohort')).toBe(true);
    expect((await analyst.ask(list)).at('savedCohorts')).toHaveLength(2);
  });

  it('are saved once under a key, and a key stands for one change', async () => {
    const asked = { name: 'once', shared: false, key: 'save-4' };
    const first = await Promise.all([1, 2, 3, 4].map(() => analyst.ask(save, asked)));
    expect(new Set(first.map(({ text }) => text)).size).toBe(1);
    await analyst.ask(save, { ...asked, shared: true, key: 'save-5' });
    expect((await analyst.ask(save, asked)).text).toBe(first[0]?.text);
    expect((await analyst.ask('{ savedCohorts { name shared } }')).at('savedCohorts')).toContainEqual({
      name: 'once',
      shared: true,
    });
    const reused = await analyst.ask(save, { ...asked, shared: true });
    expect(reused.errors?.[0]?.extensions.code).toBe('KEY_REUSED');
    expect((await analyst.ask(save, { ...asked, key: 'with a blank' })).errors?.[0]?.extensions.code).toBe(
      'BAD_RECORD',
    );
  });

  it('whose saving a crash cut off are saved by the retry', async () => {
    const asked = { name: 'cut', shared: false, key: 'save-6' };
    const saved = await analyst.ask(save, asked);
    const { population } = world.databases;
    await population.collection('savedCohorts').deleteOne({ name: 'cut' });
    await population.collection('cohortKeys').updateOne({ 'done.document.name': 'cut' }, { $set: { finished: false } });
    expect((await analyst.ask(save, asked)).text).toBe(saved.text);
    expect(await population.collection('savedCohorts').countDocuments({ name: 'cut' })).toBe(1);
  });

  it('are not for agencies', async () => {
    const agency = await open.as('agency');
    expect((await agency.ask('{ savedCohorts { name } }')).errors?.[0]?.extensions.code).toBe(
      'GRAPHQL_VALIDATION_FAILED',
    );
    expect((await agency.ask('{ cohort { size { people } } }')).errors?.[0]?.extensions.code).toBe(
      'GRAPHQL_VALIDATION_FAILED',
    );
  });
});

describe('a download', () => {
  const get = (path: string, token = analyst.token) =>
    fetch(open.url.replace('/graphql', path), { headers: { authorization: `Bearer ${token}` } });
  const where = encodeURIComponent(JSON.stringify({ condition: { group: 'DIABETES_TYPE_2' } }));

  it('holds what the same question is told', async () => {
    const csv = await (await get(`/population/breakdown.csv?by=SEX&where=${where}`)).text();
    const told = await analyst.ask(
      '{ cohort(where: { condition: { group: DIABETES_TYPE_2 } }) { breakdown(by: [SEX]) { values people } } }',
    );
    const rows = told.at('cohort.breakdown') as { values: string[]; people: number | null }[];
    expect(csv).toBe(
      [
        'sex,people,suppressed',
        ...rows.map(({ values, people }) => `${values[0]},${people ?? ''},${people === null}`),
        '',
      ].join('\r\n'),
    );
  });

  it('comes as NDJSON, with a codebook, and as a picture', async () => {
    const lines = (await (await get('/population/breakdown.ndjson?by=SEX')).text()).trim().split('\n');
    expect(lines.map((line) => Object.keys(JSON.parse(line) as object))).toEqual(
      lines.map(() => ['sex', 'people', 'suppressed']),
    );
    expect(await (await get('/population/breakdown.codebook.json?by=SEX')).json()).toMatchObject({
      columns: [{ name: 'sex' }, { name: 'people' }, { name: 'suppressed' }],
    });
    const picture = await get('/population/breakdown.svg?by=SEX&chart=line');
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/svg+xml; charset=utf-8']);
    expect(await picture.text()).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  });

  it('is refused without a token, to other roles, and where there is none', async () => {
    expect((await fetch(open.url.replace('/graphql', '/population/breakdown.csv?by=SEX'))).status).toBe(401);
    const agency = await open.as('agency');
    expect((await get('/population/breakdown.csv?by=SEX', agency.token)).status).toBe(404);
    expect((await get('/population/people.csv?by=SEX')).status).toBe(404);
    expect((await get('/population/breakdown.csv?by=SEX&where={')).status).toBe(400);
  });
});

describe('a role that reads people', () => {
  it('is refused by the store itself, when the guard is taken away', async () => {
    const secret = 'a secret of 32 characters or more';
    const { databases, writer } = world;
    const unguarded = await createSubgraph(population, { databases, writer, secret }, { guard: 'open' });
    const viewer: Viewer = {
      ...{ subject: 'x', role: 'clinician', organization: 'institute', patient: null, purpose: 'TREAT' },
      ...{ tokenId: null, width: null },
    };
    for (const query of ['{ conditionCounts { people } }', '{ cohort { size { people } } }']) {
      const { body } = await unguarded.answer({ query }, sealViewer(viewer, secret));
      expect([query, body.errors?.[0]?.extensions?.['code']]).toEqual([query, 'FORBIDDEN']);
    }
  });
});
