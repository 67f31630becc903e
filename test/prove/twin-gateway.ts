/**
 * Twin worlds behind one gateway: each has databases and subgraphs of its own, and the token that asks says which. So both
 * twins are asked through the same server, the same plan and the same checks, and differ in nothing but their records.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { readConfig } from '../../gateway/config.js';
import { type Gateway, startGateway } from '../../gateway/server.js';
import { openSignIn } from '../../gateway/sign-in.js';
import type { Ask } from '../../gateway/subgraph-link.js';
import { WIDTH_HEADER } from '../../gateway/width.js';
import { DEFAULT_ACCESS } from '../../schema/policy/access-settings.js';
import type { Role } from '../../schema/policy/viewer.js';
import { administrative } from '../../subgraphs/administrative/subgraph.js';
import { clinical } from '../../subgraphs/clinical/subgraph.js';
import { financial } from '../../subgraphs/financial/subgraph.js';
import { population } from '../../subgraphs/population/subgraph.js';
import { RecordWriter } from '../../subgraphs/shared/commits.js';
import { sharedAccesses } from '../../subgraphs/shared/context.js';
import { type Databases, openDatabases } from '../../subgraphs/shared/databases.js';
import { subgraphOf } from '../../subgraphs/shared/record-kind.js';
import { buildSubgraph, createSubgraph, type Subgraph, type Walls } from '../../subgraphs/shared/subgraph.js';
import type { Who } from '../support/world.js';
import { trailOf } from './trail-entries.js';
import { type Noted, type Twin, type TwinRecord, twinRecords } from './twin-records.js';
import { type Eyes, roleOf } from './visible.js';

export interface Asked {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A whole answer: what of it may not depend on anything hidden. */
export interface WholeAnswer {
  readonly status: number;
  /** All headers but the date, one a line. */
  readonly headers: string;
  readonly text: string;
}

export interface Asker {
  ask(asked: Asked): Promise<WholeAnswer>;
}

export interface TwinGateway {
  readonly records: (twin: Twin) => readonly TwinRecord[];
  /** Both twins of some eyes, asked by the same viewer. */
  pairOf(eyes: Eyes, who: Who): Promise<readonly [Asker, Asker]>;
  close(): Promise<void>;
}

export interface TwinOptions {
  readonly uri: string;
  /** Before the names of the databases. */
  readonly prefix: string;
  readonly noted?: Noted;
  /** Walls taken away or weakened: the proof must then fail. */
  readonly walls?: Walls & { readonly view?: 'open' };
}

const DEFINITIONS = [administrative, clinical, financial, population] as const;

/** The clock of all twins: what has ended and what is due must not depend on the day of the run. */
const NOW = new Date('2026-01-15T12:00:00Z');

const PARALLEL_REQUESTS = 16;

/** Nothing is kept, so that the trail, which a patient reads, stays as it was told. */
const FORGETFUL = { insertMany: () => Promise.resolve() };

export async function openTwinGateway(options: TwinOptions): Promise<TwinGateway> {
  const schemas = (await Promise.all(DEFINITIONS.map(buildSubgraph))).map(({ schema }) => schema);
  const dataDir = mkdtempSync(join(tmpdir(), 'chartlens-twins-'));
  const secret = randomBytes(32).toString('base64url');
  const twins = new Map<Twin, Promise<OpenTwin>>();
  const twinOfToken = new Map<string, Twin>();
  const written = new Map<Twin, readonly TwinRecord[]>();
  const recordsOf = (twin: Twin): readonly TwinRecord[] => {
    const known = written.get(twin) ?? twinRecords(schemas, twin, options.noted);
    written.set(twin, known);
    return known;
  };
  const open = (twin: Twin): Promise<OpenTwin> => {
    const known = twins.get(twin) ?? openTwin(twin, recordsOf(twin), secret, options);
    twins.set(twin, known);
    return known;
  };
  const config = readConfig({ DATA_DIR: dataDir, PORT: '0', MAX_WAIT_MS: '60000' });
  const signIn = await openSignIn(config);
  const { issuer } = signIn;
  if (!issuer) throw new Error('the twins sign their own tokens');
  const askOf =
    (name: string): Ask =>
    async (asked, asker) => {
      const twin = twinOfToken.get(asker.viewer.tokenId ?? '');
      const subgraph = twin && (await open(twin)).subgraphs.get(name);
      if (!subgraph) throw new Error('a token of no twin');
      return subgraph.answerFor(asked, asker) as ReturnType<Ask>;
    };
  const gateway = await startGateway(
    {
      viewers: signIn.viewers,
      limits: config.limits,
      subgraphs: Object.fromEntries(DEFINITIONS.map(({ name }) => [name, askOf(name)])),
      subgraphDeadlineMs: 30_000,
      secret,
      trail: FORGETFUL,
      ready: {},
      ...(options.walls?.view && { view: options.walls.view }),
    },
    { port: 0, host: '127.0.0.1' },
  );
  const agent = new Agent({ keepAlive: true, maxSockets: PARALLEL_REQUESTS });
  const asker = async (twin: Twin, role: Role, { width, ...who }: Who): Promise<Asker> => {
    await open(twin);
    const token = await issuer.issueToken({ role, ...who });
    twinOfToken.set(String(decodeJwt(token).jti), twin);
    const headers = { authorization: `Bearer ${token}`, ...(width && { [WIDTH_HEADER]: width }) };
    return { ask: (asked) => post(gateway, agent, headers, asked) };
  };
  return {
    records: recordsOf,
    pairOf: async (eyes, who) => [await asker('left', roleOf(eyes), who), await asker(eyes, roleOf(eyes), who)],
    async close() {
      agent.destroy();
      await gateway.stop();
      for (const opened of twins.values()) await (await opened).close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

interface OpenTwin {
  readonly subgraphs: ReadonlyMap<string, Subgraph>;
  close(): Promise<void>;
}

async function openTwin(
  twin: Twin,
  records: readonly TwinRecord[],
  secret: string,
  { uri, prefix, walls }: TwinOptions,
): Promise<OpenTwin> {
  const databases = await openDatabases({ uri, prefix: `${prefix}${twin}` });
  await databases.ensureIndexes();
  // One clock for both: when something was recorded is told.
  const writer = new RecordWriter(databases, { now: () => NOW.getTime() });
  await writeAll(writer, records);
  await databases.trail.collection('entries').insertMany(trailOf(twin) as never);
  const access = { ...DEFAULT_ACCESS, now: () => NOW };
  const environment = { databases, secret, access, writer, accessesOf: sharedAccesses(databases, access) };
  const subgraphs = await Promise.all(DEFINITIONS.map((definition) => createSubgraph(definition, environment, walls)));
  return {
    subgraphs: new Map(subgraphs.map((subgraph) => [subgraph.name, subgraph])),
    close: () => closeAndDrop(databases),
  };
}

async function closeAndDrop(databases: Databases): Promise<void> {
  await databases.drop();
  await databases.close();
}

/** A commit for each patient and subgraph: thousands of small ones would take longer than the proof. */
async function writeAll(writer: RecordWriter, records: readonly TwinRecord[]): Promise<void> {
  const groups = new Map<string, TwinRecord[]>();
  for (const record of records) {
    const key = `${subgraphOf(record.told.kind)} ${record.told.patient ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  for (const group of groups.values()) {
    const [{ told } = { told: null }] = group;
    if (!told) continue;
    await writer.write({
      subgraph: subgraphOf(told.kind),
      agent: { name: 'twins', source: 'default' },
      reason: 'story',
      patient: told.patient,
      versions: group.map(({ told: { kind, id }, resource }) => ({
        kind,
        id,
        source: 'default',
        text: JSON.stringify(resource),
        references: {},
      })),
    });
  }
}

function post(
  gateway: Gateway,
  agent: Agent,
  extra: Readonly<Record<string, string>>,
  asked: Asked,
): Promise<WholeAnswer> {
  const body = JSON.stringify(asked);
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    'content-length': Buffer.byteLength(body),
    ...extra,
  };
  return new Promise((resolve, reject) => {
    const sent = request(`${gateway.url}/graphql`, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('error', reject);
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const lines = Object.entries(response.headers).filter(([name]) => name !== 'date');
        resolve({
          status: response.statusCode ?? 0,
          headers: lines.map(([name, value]) => `${name}: ${String(value)}`).join('\n'),
          text: Buffer.concat(chunks).toString(),
        });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
