/** Each wall holds alone: the tests take the others away and ask for what nobody may have. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { TrailStore } from '../../gateway/trail.js';
import type { TrailEntry } from '../../schema/policy/trail.js';
import { type Answer, type Asker, createWorld, type OpenOptions, type OpenWorld } from '../support/world.js';
import { repliesDuring } from './replies.js';
import { BOTH, NORTH, NORTHERNERS, type Northerner, SOUTH } from './two-houses.js';

const world = await createWorld({ monitorCommands: true });

/** What only those who treat Ann may read; it stands in her records and nowhere in a question. */
const HIDDEN_WORDS = ['problem-of-ann', 'note-about-ann', 'pressure-of-ann', 'reason-of-visit-ann', '121'];
const BILLED_WORDS = ['diagnosis-billed-for-ann', 'service-billed-for-ann'];

/** Ways to a hidden field of a patient's chart, for a viewer who reaches the patient. */
const WAYS: readonly [string, string, Record<string, unknown>?][] = [
  ['by its name', '{ patient(id: "ann") { conditions { nodes { code { text } } } } }'],
  ['under an alias', '{ patient(id: "ann") { name: conditions { nodes { id: code { text } } } } }'],
  [
    'through a fragment',
    '{ patient(id: "ann") { ...A } } fragment A on Patient { id ...B } fragment B on Patient { conditions { nodes { code { text } } } }',
  ],
  ['through an inline fragment', '{ patient(id: "ann") { ... { ... on Patient { conditions { totalCount } } } } }'],
  [
    'behind @include',
    'query ($yes: Boolean!) { patient(id: "ann") { id conditions @include(if: $yes) { nodes { code { text } } } } }',
    { yes: true },
  ],
  [
    'behind @skip',
    'query ($no: Boolean!) { patient(id: "ann") { id ... @skip(if: $no) { conditions { totalCount } } } }',
    { no: false },
  ],
  [
    'in a list of a list',
    '{ patients { nodes { encounters { nodes { observations { nodes { code { text } } } } } } } }',
  ],
  ['across a back edge', '{ claims { nodes { patient { conditions { nodes { code { text } } } } } } }'],
  ['through the line of a bill', '{ claims { nodes { item { encounter { reasonCode { text } } } } } }'],
  ['by its id', '{ condition(id: "problem-ann") { code { text } note { text } } }'],
  ['as a number over many', '{ appointments { totalCount } }'],
  ['as a trend', '{ patient(id: "ann") { trend(code: "8480-6", every: YEAR) { points { mean } } } }'],
];

/** Filters and sorts of bills that look at what an insurer may not read. */
const ORACLES: readonly [string, string][] = [
  ['a filter by diagnosis', '{ claims(diagnosis: "38341003") { totalCount } }'],
  ['a filter by service', '{ claims(service: "162673000") { totalCount } }'],
  ['a filter on a nested list', '{ patient(id: "ann") { claims(diagnosis: "38341003") { totalCount } } }'],
];

const opened = new Map<string, Promise<OpenWorld>>();
function gatewayWith(name: string, options: OpenOptions): Promise<OpenWorld> {
  const known = opened.get(name) ?? world.open(options);
  opened.set(name, known);
  return known;
}
const as = async (gateway: Promise<OpenWorld>, role: Northerner): Promise<Asker> =>
  (await gateway).as(role, NORTHERNERS[role]);

const viewAlone = () => gatewayWith('view', { walls: { guard: 'open', store: 'open' } });
const guardAlone = () => gatewayWith('guard', { walls: { view: 'open', store: 'open' } });
const storeAlone = () => gatewayWith('store', { walls: { view: 'open', guard: 'open' } });
const noWall = () => gatewayWith('none', { walls: { view: 'open', guard: 'open', store: 'open' } });

const codes = ({ errors }: Answer) => [...new Set((errors ?? []).map(({ extensions }) => extensions.code))];
const wordsIn = (text: string) => [...HIDDEN_WORDS, ...BILLED_WORDS].filter((word) => text.includes(`"${word}"`));

beforeAll(async () => {
  await world.tell(...NORTH, ...SOUTH, ...BOTH);
});

describe('with all walls taken away', () => {
  it('an insurer sees what the other tests look for', async () => {
    const insurer = await as(noWall(), 'insurer');
    const { text } = await insurer.ask(
      `{ patient(id: "ann") { conditions { nodes { code { text } note { text } } } observations { nodes { code { text } } }
           encounters { nodes { reasonCode { text } } } claims { nodes { diagnosis { diagnosisCodeableConcept { text } } } } } }`,
    );
    expect(wordsIn(text)).toEqual([
      'problem-of-ann',
      'note-about-ann',
      'pressure-of-ann',
      'reason-of-visit-ann',
      'diagnosis-billed-for-ann',
    ]);
    for (const [, query] of ORACLES)
      expect(JSON.stringify((await insurer.ask(query)).data)).toMatch(/totalCount":[1-9]/);
  });

  it.each(WAYS)('a hidden field is found %s', async (_how, query, variables) => {
    const { status, errors } = await (await as(noWall(), 'insurer')).ask(query, variables);
    expect({ status, errors }).toEqual({ status: 200, errors: undefined });
  });
});

describe('the view alone', () => {
  it.each(WAYS)('knows no hidden field %s', async (_how, query, variables) => {
    const answer = await (await as(viewAlone(), 'insurer')).ask(query, variables);
    expect(answer.status).toBe(400);
    expect(codes(answer)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(answer.data).toBeUndefined();
  });

  it.each(ORACLES)('knows no %s', async (_what, query) => {
    const answer = await (await as(viewAlone(), 'insurer')).ask(query);
    expect([answer.status, codes(answer)]).toEqual([400, ['GRAPHQL_VALIDATION_FAILED']]);
  });

  it('answers for a hidden field as for one that never was', async () => {
    const insurer = await as(viewAlone(), 'insurer');
    const hidden = await insurer.ask('{ patient(id: "ann") { conditions { totalCount } } }');
    const unheard = await insurer.ask('{ patient(id: "ann") { condisions { totalCount } } }');
    expect(hidden.text.replaceAll('conditions', 'condisions')).toBe(unheard.text);
  });

  it('suggests no hidden name to somebody who is nearly right', async () => {
    const insurer = await as(viewAlone(), 'insurer');
    const guesses: [string, RegExp][] = [
      ['{ observation { id } }', /observations?\b/g],
      ['{ patient(id: "ann") { encounter { id } } }', /encounters/g],
      ['{ patient(id: "ann") { birthDat } }', /birthDate/g],
      ['{ claims(diagnosi: "x") { totalCount } }', /diagnosis\b/g],
      ['{ claims { nodes { diagnosi } } }', /diagnosis\b/g],
      ['{ patient(id: "ann") { ... on Observatio { id } } }', /Observation\b/g],
    ];
    const suggested: string[] = [];
    for (const [query, name] of guesses) {
      const message = (await insurer.ask(query)).errors?.map((error) => error.message).join(' ') ?? '';
      suggested.push(...(message.replace(/^Cannot query field "\w+"/, '').match(name) ?? []));
    }
    // A name that the insurer may read is suggested, so the test can fail.
    expect(suggested).toEqual(['birthDate']);
  });
});

describe('the guard alone', () => {
  it.each(WAYS)('refuses a hidden field %s', async (_how, query, variables) => {
    const answer = await (await as(guardAlone(), 'insurer')).ask(query, variables);
    expect(codes(answer)).toContain('FORBIDDEN');
    expect(wordsIn(answer.text)).toEqual([]);
    expect(answer.text).not.toMatch(/totalCount":[1-9]/);
  });

  it.each(ORACLES)('refuses %s', async (_what, query) => {
    const answer = await (await as(guardAlone(), 'insurer')).ask(query);
    expect(codes(answer)).toEqual(['FORBIDDEN']);
    expect(answer.text).not.toContain('totalCount":');
  });

  it('refuses the argument also when it stands in a variable', async () => {
    const answer = await (await as(guardAlone(), 'insurer')).ask(
      'query ($d: String) { claims(diagnosis: $d) { totalCount } }',
      { d: '38341003' },
    );
    expect(codes(answer)).toEqual(['FORBIDDEN']);
  });

  it('lets no hidden value leave MongoDB, for what is refused is never read', async () => {
    const insurer = await as(guardAlone(), 'insurer');
    const replies = await repliesDuring(world, async () => {
      for (const [, query, variables] of WAYS) await insurer.ask(query, variables);
    });
    expect(wordsIn(replies)).toEqual([]);
  });
});

describe('the store alone', () => {
  it.each(WAYS)('gives no hidden value %s, and none leaves MongoDB', async (_how, query, variables) => {
    const insurer = await as(storeAlone(), 'insurer');
    let answer: Answer | undefined;
    const replies = await repliesDuring(world, async () => {
      answer = await insurer.ask(query, variables);
    });
    expect(wordsIn(answer?.text ?? '')).toEqual([]);
    expect(answer?.text).not.toMatch(/"(totalCount|mean)":[1-9]/);
    expect(wordsIn(replies)).toEqual([]);
  });

  it.each(ORACLES)('tells nothing by %s', async (_what, query) => {
    const answer = await (await as(storeAlone(), 'insurer')).ask(query);
    const other = await (await as(storeAlone(), 'insurer')).ask(query.replace(/"\d+"/, '"0"'));
    expect(answer.text).toBe(other.text);
  });

  it('gives a hidden field of a record in reach as null', async () => {
    const insurer = await as(storeAlone(), 'insurer');
    let answer: Answer | undefined;
    const replies = await repliesDuring(world, async () => {
      answer = await insurer.ask(
        '{ claim(id: "bill-ann") { id total { value } diagnosis { sequence } item { sequence productOrService { text } } } }',
      );
    });
    expect(answer?.at('claim')).toEqual({
      id: 'bill-ann',
      total: { value: 100 },
      diagnosis: null,
      item: [{ sequence: 1, productOrService: null }],
    });
    expect(wordsIn(replies)).toEqual([]);
  });

  it('sums nothing up for those who may not read the sum', async () => {
    const clinician = await as(storeAlone(), 'clinician');
    const answer = await clinician.ask('{ patient(id: "ann") { id costSummary { claims paid { value } } } }');
    expect(answer.text).not.toMatch(/"(claims|value)":\d/);
    const insurer = await (await as(storeAlone(), 'insurer')).ask('{ patient(id: "ann") { costSummary { claims } } }');
    expect(insurer.at('patient.costSummary')).toEqual([{ claims: 1 }]);
  });

  it('has no record that is out of row scope', async () => {
    const clinician = await as(storeAlone(), 'clinician');
    const asked = (id: string) =>
      clinician.ask(
        `{ patient(id: "${id}") { id displayName } encounter(id: "visit-${id}") { id reasonCode { text } } }`,
      );
    expect((await asked('ben')).text).toBe((await asked('nobody')).text);
    expect((await asked('ann')).at('patient.id')).toBe('ann');
  });
});

describe('the trail alone', () => {
  const failing: TrailStore = { insertMany: () => Promise.reject(new Error('disk full')) };
  const trailDown = () =>
    gatewayWith('trail', { walls: { view: 'open', guard: 'open', store: 'open' }, trail: failing });

  it.each([
    ['a record', 'clinician', '{ patient(id: "ann") { displayName } }'],
    ['a list', 'clinician', '{ patient(id: "ann") { observations { nodes { id } } } }'],
    ['a number of records', 'clinician', '{ patients { totalCount } }'],
    ['whether there is a next page', 'clinician', '{ patients(first: 1) { pageInfo { hasNextPage } } }'],
    ['a trend', 'clinician', '{ patient(id: "ann") { trend(code: "8480-6", every: YEAR) { count } } }'],
    ['a sum', 'insurer', '{ costSummary { claims } }'],
    ['how much was used', 'insurer', '{ utilization { claims } }'],
    ['categories', 'insurer', '{ patient(id: "ann") { conditionCategories { category } } }'],
    ['counts of people', 'insurer', '{ conditionCounts { people } }'],
  ] as const)('lets out not %s that it cannot keep', async (_what, role, query) => {
    const answer = await (await as(trailDown(), role)).ask(query);
    expect(answer.status).toBe(503);
    expect(Object.keys(JSON.parse(answer.text) as object)).toEqual(['errors']);
    expect(codes(answer)).toEqual(['TRAIL_UNAVAILABLE']);
  });

  it('keeps what was told without showing a record', async () => {
    const kept: TrailEntry[] = [];
    const store = { insertMany: async (entries: readonly TrailEntry[]) => void kept.push(...entries) };
    const gateway = gatewayWith('kept', { trail: store });
    await (await as(gateway, 'clinician')).ask('{ patients { totalCount } }');
    await (await (await gateway).as('agency')).ask('{ conditionCounts { people } }');
    expect(kept.map(({ disclosures }) => disclosures)).toEqual([
      [{ kind: 'Patient', patient: null, count: 2 }],
      [{ kind: 'Population', patient: null, count: 0 }],
    ]);
  });

  it('has nothing to keep of an answer about the schema', async () => {
    const answer = await (await as(trailDown(), 'insurer')).ask('{ __typename }');
    expect([answer.status, answer.data]).toEqual([200, { __typename: 'Query' }]);
  });
});
