/** Attack 22: health data in errors and logs. Every stored field holds a marker, everything fails, and no marker shows. */
import { buildSchema } from 'graphql';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { readConfig } from '../../gateway/config.js';
import { type Gateway, startGateway } from '../../gateway/server.js';
import { openSignIn } from '../../gateway/sign-in.js';
import type { Ask } from '../../gateway/subgraph-link.js';
import type { TrailStore } from '../../gateway/trail.js';
import { trailIn } from '../../gateway/trail-store.js';
import { readRoleSdl } from '../../schema/derive/generated.js';
import { administrative } from '../../subgraphs/administrative/subgraph.js';
import { clinical } from '../../subgraphs/clinical/subgraph.js';
import { financial } from '../../subgraphs/financial/subgraph.js';
import { population } from '../../subgraphs/population/subgraph.js';
import { createSubgraph, type Subgraph } from '../../subgraphs/shared/subgraph.js';
import { MARKED_ID, markedRecords } from '../support/markers.js';
import { wholeView } from '../support/whole-view.js';
import { ask, createWorld } from '../support/world.js';

const SECRET = 'a secret of 32 characters or more';
const WIDE = { MAX_DEPTH: '40', MAX_ALIASES: '1000', MAX_TOKENS: '100000', MAX_COST: '1000000000' };
const world = await createWorld();
const subgraphs = await Promise.all(
  [administrative, clinical, financial, population].map((definition) =>
    createSubgraph(definition, { databases: world.databases, writer: world.writer, secret: SECRET }),
  ),
);
const marked = markedRecords(subgraphs.map(({ schema }) => schema));
const operations = wholeView(buildSchema(readRoleSdl('clinician'), { assumeValidSDL: true }), MARKED_ID);
const config = readConfig({ DATA_DIR: world.dataDir, PORT: '0', ...WIDE });
const signIn = await openSignIn(config);

/** The ways in which what a subgraph read may end up in an error. */
const FAILURES: Readonly<Record<string, (read: string) => ReturnType<Ask>>> = {
  'throws it': (read) => Promise.reject(new Error(read)),
  'throws it as the cause': (read) => Promise.reject(new Error('failed', { cause: new Error(read) })),
  'throws it as no error at all': (read) => Promise.reject(read),
  'answers it as an error': async (read) => ({ status: 200, body: { data: null, errors: [{ message: read }] } }),
  'answers it as an error that claims a code of ours': async (read) => ({
    status: 200,
    body: { errors: [{ message: read, extensions: { code: 'BAD_ARGUMENT', reason: read, limit: read } }] },
  }),
  'answers it as an error of the request': async (read) => ({
    status: 400,
    body: { errors: [{ message: read, extensions: { code: 'GRAPHQL_VALIDATION_FAILED', stacktrace: [read] } }] },
  }),
  'answers it where data belongs': async (read) => ({
    status: 200,
    body: { data: { _entities: read, patient: read } },
  }),
  'answers it beside the wrong type': async (read) => ({
    status: 200,
    body: { data: { patient: { __typename: read, id: { note: read } } }, extensions: { note: read } as object },
  }),
};

/** How the subgraphs and the trail fail just now; null where they do not. */
let failure: ((read: string) => ReturnType<Ask>) | null = null;
let trailFails = false;
let url: string;

const failing =
  (subgraph: Subgraph): Ask =>
  async (request, asker) => {
    const answer = await subgraph.answerFor(request, asker);
    return failure ? failure(JSON.stringify(answer.body)) : (answer as Awaited<ReturnType<Ask>>);
  };

const kept = trailIn(world.databases);
const trail: TrailStore = {
  insertMany: (entries) =>
    trailFails ? Promise.reject(new Error(`§Patient.name§ ${JSON.stringify(entries)}`)) : kept.insertMany(entries),
};

function start(): Promise<Gateway> {
  return startGateway(
    {
      viewers: signIn.viewers,
      limits: config.limits,
      subgraphs: Object.fromEntries(subgraphs.map((subgraph) => [subgraph.name, failing(subgraph)])),
      subgraphDeadlineMs: 5000,
      secret: SECRET,
      trail,
      ready: {},
    },
    { port: 0, host: '127.0.0.1' },
  );
}

const written: string[] = [];
let token: string;
let gateway: Gateway;

beforeAll(async () => {
  await world.tell(...marked.resources);
  gateway = await start();
  url = `${gateway.url}/graphql`;
  token = (await signIn.issuer?.issueToken({
    role: 'clinician',
    organization: MARKED_ID('Organization'),
    subject: MARKED_ID('Practitioner'),
  })) as string;
});
afterAll(() => gateway.stop());
beforeEach(() => {
  written.length = 0;
  failure = null;
  trailFails = false;
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      written.push(String(chunk));
      return true;
    });
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const)
    vi.spyOn(console, method).mockImplementation((...parts) => void written.push(parts.map(String).join(' ')));
});
afterEach(() => {
  vi.restoreAllMocks();
});

const canariesIn = (text: string) => [...marked.coordinatesIn(text), ...(text.includes('§') ? ['§'] : [])];

async function everything(): Promise<{ text: string; statuses: Set<number> }> {
  const texts: string[] = [];
  const statuses = new Set<number>();
  for (const { query } of operations) {
    const answer = await ask(url, token, query);
    statuses.add(answer.status);
    texts.push(answer.text);
  }
  return { text: texts.join('\n'), statuses };
}

describe('22 health data in logs and errors: a subgraph that fails with what it read', () => {
  it.each(Object.keys(FAILURES))('and %s: no answer and no log repeats it', async (how) => {
    failure = FAILURES[how] ?? null;
    const { text } = await everything();
    expect(canariesIn(text)).toEqual([]);
    expect(canariesIn(written.join('\n'))).toEqual([]);
    expect(text).not.toMatch(/ at .*\.[jt]s:\d/);
  });
});

describe('42 audit store down: a trail that fails with what it was to keep', () => {
  it('lets nothing out, and the log says no word of it', async () => {
    trailFails = true;
    const { text, statuses } = await everything();
    expect(canariesIn(text)).toEqual([]);
    expect(statuses).toContain(503);
    expect(written.length).toBeGreaterThan(0);
    expect(written.join('\n')).not.toMatch(/§|patient-1/);
  });
});

describe('a gateway in which nothing fails', () => {
  it('answers with the markers, so that the tests above can fail, and logs none', async () => {
    const { text } = await everything();
    expect(marked.coordinatesIn(text).size).toBeGreaterThan(50);
    expect(canariesIn(written.join('\n'))).toEqual([]);
  });
});

describe('what a client sends', () => {
  it.each([
    ['a value that does not fit', '{ patients(birthDate: "§Sent.value§") { totalCount } }', {}],
    ['a variable of the wrong type', 'query ($n: Int) { patients(first: $n) { totalCount } }', { n: '§Sent.value§' }],
    ['a cursor', '{ patients(after: "§Sent.value§") { nodes { id } } }', {}],
    ['a period', '{ appointments(period: { from: "§Sent.value§" }) { totalCount } }', {}],
  ])('as %s is not repeated in the log', async (_what, query, variables) => {
    const { errors } = await ask(url, token, query, variables);
    expect(errors).toHaveLength(1);
    expect(written.join('\n')).not.toContain('§');
  });
});
