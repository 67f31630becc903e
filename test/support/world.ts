/** A small world to tell stories with: a record of its own, a gateway over it, and people who ask. */
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { readConfig } from '../../gateway/config.js';
import { openConsole } from '../../gateway/console/open-console.js';
import { type OneProcess, startInOneProcess } from '../../gateway/one-process.js';
import { openPersisted } from '../../gateway/persisted-operations.js';
import { openSignIn } from '../../gateway/sign-in.js';
import type { RequestLog } from '../../gateway/telemetry/watch-requests.js';
import type { TrailStore } from '../../gateway/trail.js';
import type { Role, Width } from '../../schema/policy/viewer.js';
import { kindCatalogue } from '../../subgraphs/exchange/import/kind-catalogue.js';
import { patientOf } from '../../subgraphs/exchange/import/patient-of.js';
import { recordId } from '../../subgraphs/exchange/normalise/references.js';
import { openPopulationKey } from '../../subgraphs/population/key.js';
import { RecordWriter, type Verdict } from '../../subgraphs/shared/commits.js';
import { type DatabaseOptions, type Databases, openDatabases } from '../../subgraphs/shared/databases.js';
import { subgraphOf } from '../../subgraphs/shared/record-kind.js';
import type { Walls } from '../../subgraphs/shared/subgraph.js';
import { type Answer, ask } from './ask.js';
import { freshPrefix, mongoUri } from './engine.js';

export { type Answer, ask } from './ask.js';

export interface Resource {
  resourceType: string;
  id: string;
  [element: string]: unknown;
}

export interface Asker {
  ask(query: string, variables?: Record<string, unknown>): Promise<Answer>;
  readonly token: string;
}

export interface Who {
  readonly organization?: string;
  readonly patient?: string;
  readonly subject?: string;
  /** How much a clinician asks for; the gateway's default when left out. */
  readonly width?: Width;
}

export interface World {
  readonly databases: Databases;
  readonly writer: RecordWriter;
  readonly prefix: string;
  readonly dataDir: string;
  /** Records resources, each in a commit of its own. */
  tell(...resources: readonly Resource[]): Promise<Verdict[]>;
  tellFrom(source: string, ...resources: readonly Resource[]): Promise<Verdict[]>;
  /** A gateway over this world; closed after the tests. */
  open(options?: OpenOptions): Promise<OpenWorld>;
}

export interface OpenOptions {
  readonly walls?: Walls & { readonly view?: 'open' };
  readonly trail?: TrailStore;
  readonly env?: NodeJS.ProcessEnv;
  /** Serves the console too. */
  readonly console?: true;
  /** Gets a line for each request. */
  readonly log?: RequestLog;
  /** Resolves when a gateway that was told to stop may stop. */
  readonly stopAfter?: () => Promise<unknown>;
  /** A clock, to tell stories in which time passes. */
  readonly now?: () => Date;
}

export interface OpenWorld {
  readonly gateway: OneProcess;
  readonly url: string;
  as(role: Role, who?: Who): Promise<Asker>;
}

/** To be called while a file or a `describe` is set up. */
export async function createWorld(
  options: Pick<DatabaseOptions, 'monitorCommands' | 'populationReads'> = {},
): Promise<World> {
  const prefix = freshPrefix();
  const dataDir = mkdtempSync(join(tmpdir(), 'chartlens-world-'));
  const databases = await openDatabases({ uri: mongoUri(), prefix, ...options });
  await databases.ensureIndexes();
  const writer = new RecordWriter(databases);
  const open: OpenWorld[] = [];
  afterAll(async () => {
    for (const { gateway } of open) await gateway.stop();
    await databases.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const world: World = {
    databases,
    writer,
    prefix,
    dataDir,
    tell: (...resources) => world.tellFrom('default', ...resources),
    async tellFrom(source, ...resources) {
      const verdicts: Verdict[] = [];
      for (const resource of resources) verdicts.push(...(await record(writer, source, resource)));
      return verdicts;
    },
    async open(opened = {}) {
      const result = await openWorld(world, opened);
      open.push(result);
      return result;
    },
  };
  return world;
}

function record(writer: RecordWriter, source: string, resource: Resource): Promise<Verdict[]> {
  const { resourceType: kind } = resource;
  const { patient } = patientOf(resource as never, kindCatalogue.patientElement(kind), { source, references: {} });
  return writer.write({
    subgraph: subgraphOf(kind),
    agent: { name: 'test', source },
    reason: 'story',
    patient,
    versions: [{ kind, id: recordId(source, resource.id), source, text: JSON.stringify(resource), references: {} }],
  });
}

/** A machine that is busy with other tests is slow, not overloaded. */
const PATIENT = { MAX_WAIT_MS: '30000', SUBGRAPH_DEADLINE_MS: '30000' };

async function openWorld(
  world: World,
  { walls, trail, env, console, now, log, stopAfter }: OpenOptions,
): Promise<OpenWorld> {
  const config = readConfig({ DATA_DIR: world.dataDir, PORT: '0', ...PATIENT, ...env });
  const signIn = await openSignIn(config);
  const gateway = await startInOneProcess({
    databases: world.databases,
    writer: world.writer,
    populationKey: await openPopulationKey(world.dataDir),
    access: { ...config.access, ...(now && { now }) },
    dataDir: world.dataDir,
    limits: config.limits,
    subgraphDeadlineMs: config.subgraphs.deadlineMs,
    signIn: { viewers: signIn.viewers, ...(signIn.jwks && { jwks: signIn.jwks }) },
    ...(console && { console: openConsole(config, signIn, world.databases) }),
    listen: { port: 0, host: '127.0.0.1' },
    ...(walls && { walls }),
    ...(trail && { trail }),
    ...(log && { log }),
    ...(stopAfter && { stopAfter }),
    persisted: await openPersisted(config.persisted),
  });
  await gateway.population.caughtUp();
  const url = `${gateway.url}/graphql`;
  return {
    gateway,
    url,
    async as(role, who = {}) {
      if (!signIn.issuer) throw new Error('the world signs its own tokens');
      const { width, ...claims } = who;
      const token = await signIn.issuer.issueToken({ role, ...claims });
      return { token, ask: (query, variables) => ask(url, token, query, variables, width) };
    },
  };
}
