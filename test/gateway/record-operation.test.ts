import { describe, expect, it } from 'vitest';
import { operationName, operationRecorder, verdictOn } from '../../gateway/record-operation.js';
import { Trail, type TrailStore } from '../../gateway/trail.js';
import type { TrailDisclosure, TrailEntry } from '../../schema/policy/trail.js';
import type { Viewer } from '../../schema/policy/viewer.js';
import { hold } from '../support/hold.js';
import { type Asker, createWorld } from '../support/world.js';

const row: TrailDisclosure = { kind: 'Patient', patient: 'p', count: 1 };

describe('how an operation ended', () => {
  it.each([
    ['it told nothing', [], [], false, null],
    ['it was shown something', [row], [], false, ['disclosed', null]],
    ['one field of it was asked wrongly', [row], ['BAD_CURSOR'], false, ['disclosed', null]],
    ['all of it was asked wrongly', [], ['BAD_PAGE'], false, ['refused', 'BAD_PAGE']],
    ['it does not fit the view', [], ['GRAPHQL_VALIDATION_FAILED'], false, ['refused', 'GRAPHQL_VALIDATION_FAILED']],
    ['a subgraph refused the viewer', [row], [], true, ['refused', 'FORBIDDEN']],
    ['a part of it was forbidden', [row], ['BAD_PAGE', 'FORBIDDEN'], false, ['refused', 'FORBIDDEN']],
    ['something broke after a part was read', [row], ['SUBGRAPH_DEADLINE'], false, ['failed', 'SUBGRAPH_DEADLINE']],
    [
      'something broke, and who knows what was read',
      [],
      ['SUBGRAPH_UNAVAILABLE'],
      false,
      ['failed', 'SUBGRAPH_UNAVAILABLE'],
    ],
    ['an error has no code that we know', [row], [undefined], false, ['failed', 'INTERNAL']],
  ] as const)('when %s', (_what, disclosed, codes, refused, expected) => {
    const verdict = verdictOn({ disclosed, codes, refused });
    expect(verdict && [verdict.outcome, verdict.code]).toEqual(expected);
  });
});

describe("the client's name of an operation", () => {
  it('is kept as far as GraphQL has such names', () => {
    expect(operationName('Chart_2')).toBe('Chart_2');
    expect(operationName('Bram Osei, HIV <b>')).toBe('BramOseiHIVb');
    expect(operationName('x'.repeat(500))).toBe('x'.repeat(128));
    for (const none of [null, '', '§ –']) expect(operationName(none)).toBeNull();
  });
});

describe('what an entry holds', () => {
  it('is each kind of a patient once, counted together, with the marks of any part of it', async () => {
    const kept: TrailEntry[] = [];
    const trail = new Trail({ insertMany: async (entries) => void kept.push(...entries) });
    await operationRecorder(trail)({
      viewer: { subject: 's', role: 'clinician', purpose: 'TREAT' } as Viewer,
      operation: null,
      disclosed: [
        row,
        { ...row, part2: true },
        { ...row, breakGlass: true },
        { ...row, patient: null },
        { ...row, patient: 'q' },
      ],
      codes: [],
      refused: false,
    });
    expect(kept.map(({ disclosures, patients, accounted }) => ({ disclosures, patients, accounted }))).toEqual([
      {
        disclosures: [
          { ...row, count: 3, part2: true, breakGlass: true },
          { ...row, patient: null },
          { ...row, patient: 'q' },
        ],
        patients: ['p', 'q'],
        accounted: ['p'],
      },
    ]);
  });
});

describe('what operations in flight cost', () => {
  it('is one insert for all that come while another is on its way, refused ones too', async () => {
    const inserts: number[] = [];
    const { held, release } = hold();
    const trail = new Trail({
      async insertMany(entries) {
        inserts.push(entries.length);
        await held;
      },
    });
    const record = operationRecorder(trail);
    const viewer = { subject: 's', role: 'auditor', purpose: 'HCOMPL' } as Viewer;
    const operation = (disclosed: readonly TrailDisclosure[], ...codes: string[]) =>
      record({ viewer, operation: null, disclosed, codes, refused: false });
    const all = [operation([row])];
    await expect.poll(() => inserts).toEqual([1]);
    for (let each = 0; each < 20; each++) all.push(operation([row]), operation([], 'BAD_PAGE'), operation([]));
    release();
    await Promise.all(all);
    expect(inserts).toEqual([1, 40]);
  });
});

describe('what a gateway records', async () => {
  const world = await createWorld();
  const kept: TrailEntry[] = [];
  let down = false;
  const trail: TrailStore = {
    async insertMany(entries) {
      if (down) throw new Error('disk full');
      kept.push(...entries);
    },
  };
  await world.tell(
    { resourceType: 'Organization', id: 'clinic' },
    { resourceType: 'Patient', id: 'ann', managingOrganization: { reference: 'Organization/clinic' } },
  );
  const open = await world.open({ trail });
  const registrar = await open.as('registrar', { organization: 'clinic', subject: 'desk' });

  /** Asks, and gives what was recorded of it. */
  async function recorded(work: () => Promise<unknown>) {
    const before = kept.length;
    await work();
    return kept.slice(before).map(({ outcome, code, operation }) => [outcome, code, operation]);
  }
  const asked = (query: string, by: Asker = registrar) => recorded(() => by.ask(query));
  const sent = (init: RequestInit, headers: Record<string, string> = {}) =>
    fetch(open.url, {
      ...init,
      headers: { authorization: `Bearer ${registrar.token}`, 'content-type': 'application/json', ...headers },
    });
  const post = (body: unknown, headers?: Record<string, string>) =>
    sent({ method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }, headers);

  it('is one entry for an operation that disclosed something, with who asked and why', async () => {
    expect(await asked('query Desk { patient(id: "ann") { id gender } }')).toEqual([['disclosed', null, 'Desk']]);
    expect(kept.at(-1)).toMatchObject({
      viewer: { subject: 'desk', role: 'registrar', organization: 'clinic', purpose: 'HOPERAT', width: null },
      disclosures: [{ kind: 'Patient', patient: 'ann', count: 1 }],
      patients: ['ann'],
    });
    expect(kept.at(-1)?.at.toISOString()).toMatch(/Z$/);
  });

  it.each([['{ __typename }'], ['{ __schema { queryType { name } } }'], ['{ patient(id: "nobody") { id } }']])(
    'is nothing of what tells nothing: %s',
    async (query) => {
      expect(await asked(query)).toEqual([]);
    },
  );

  it.each([
    [
      'by the view',
      'query Peek { patient(id: "ann") { conditions { totalCount } } }',
      'GRAPHQL_VALIDATION_FAILED',
      'Peek',
    ],
    ['as no GraphQL', 'query Broken { patient(', 'GRAPHQL_PARSE_FAILED', null],
    ['by a limit', `{ ${'a: __typename '.repeat(60)} }`, 'TOO_MANY_ALIASES', null],
    [
      'by cost',
      '{ patients(first: 1000) { nodes { appointments(first: 1000) { nodes { id } } } } }',
      'QUERY_TOO_COSTLY',
      null,
    ],
    ['for a bad page', '{ patients(first: 0) { totalCount } }', 'BAD_PAGE', null],
    ['for a bad cursor', 'query Page { patients(after: "x") { nodes { id } } }', 'BAD_CURSOR', 'Page'],
    [
      'for two operations without a name',
      'query A { __typename } query B { __typename }',
      'OPERATION_RESOLUTION_FAILURE',
      null,
    ],
  ])('is a refusal %s', async (_why, query, code, name) => {
    expect(await asked(query)).toEqual([['refused', code, name]]);
    expect(kept.at(-1)?.disclosures).toEqual([]);
  });

  it('is a refusal also where no operation could be read', async () => {
    expect(await recorded(() => post('{'))).toEqual([['refused', 'BAD_REQUEST', null]]);
    expect(await recorded(() => post([{ query: '{ __typename }' }]))).toEqual([['refused', 'BATCH_REFUSED', null]]);
    expect(await recorded(() => post('x', { 'content-type': 'text/plain' }))).toEqual([
      ['refused', 'UNSUPPORTED_MEDIA_TYPE', null],
    ]);
    expect(await recorded(() => post({ query: '{ __typename }' }, { accept: 'text/html' }))).toEqual([
      ['refused', 'NOT_ACCEPTABLE', null],
    ]);
    expect(await recorded(() => post({ query: '{ a } '.repeat(30_000) }))).toEqual([
      ['refused', 'TOO_MANY_TOKENS', null],
    ]);
  });

  it('names a refused operation as the request does, in the letters that names have', async () => {
    const query = `query Long { ${'a: __typename '.repeat(60)} }`;
    expect(await recorded(() => post({ query, operationName: 'Long; DROP' }))).toEqual([
      ['refused', 'TOO_MANY_ALIASES', 'LongDROP'],
    ]);
  });

  it('is nothing of those who have no valid token', async () => {
    const init = { method: 'POST', body: '{"query":"{ __typename }"}', headers: { authorization: 'Bearer a.b.c' } };
    expect(await recorded(async () => expect((await fetch(open.url, init)).status).toBe(401))).toEqual([]);
  });

  it('is a refusal by the guard where the view does not stand', async () => {
    const bare = await world.open({ trail, walls: { view: 'open' } });
    const desk = await bare.as('registrar', { organization: 'clinic' });
    expect(await asked('query Peek { patient(id: "ann") { conditions { totalCount } } }', desk)).toEqual([
      ['refused', 'FORBIDDEN', 'Peek'],
    ]);
  });

  it('lets no refusal out that it cannot keep', async () => {
    down = true;
    try {
      for (const query of ['{ nonsense }', '{', `{ ${'a: __typename '.repeat(60)} }`]) {
        const answer = await registrar.ask(query);
        expect([answer.status, answer.errors?.map(({ extensions }) => extensions.code)]).toEqual([
          503,
          ['TRAIL_UNAVAILABLE'],
        ]);
      }
      expect((await post('{')).status).toBe(503);
      expect((await registrar.ask('{ __typename }')).status).toBe(200);
    } finally {
      down = false;
    }
  });
});
