import mongoose from 'mongoose';
import type { EngineKind } from './engine-file.js';

const { MongoClient } = mongoose.mongo;
type Client = InstanceType<typeof MongoClient>;
type Document = mongoose.mongo.Document;

/** What a MongoDB says of itself. */
export interface Answer {
  version: string;
  hello: Document;
  /** Whether it served us without asking who we are. */
  open: boolean;
}

/** Oldest releases with the security fixes known (STACK floors): 8.0.21 and 7.0.32. */
const SAFE_PATCH: Readonly<Record<string, number>> = { '8.0': 21, '7.0': 32 };

/** Runs `use` with a client that gives up after `within` milliseconds, and closes it whatever happens. */
export async function withClient<T>(uri: string, within: number, use: (client: Client) => Promise<T>): Promise<T> {
  const limits = { serverSelectionTimeoutMS: within, connectTimeoutMS: within, socketTimeoutMS: within };
  const client = new MongoClient(uri, { ...limits, maxPoolSize: 1, monitorCommands: false });
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    // The driver's own limits do not cover DNS: this one covers everything.
    timer = setTimeout(() => reject(new Error(`no answer within ${within / 1000} seconds`)), within);
  });
  try {
    const used = client.connect().then(() => use(client));
    used.catch(() => undefined);
    return await Promise.race([used, deadline]);
  } finally {
    clearTimeout(timer);
    client.close(true).catch(() => undefined);
  }
}

/** Asks a MongoDB who it is. Rejects when it does not answer within `within` milliseconds. */
export function askWho(uri: string, within: number): Promise<Answer> {
  return withClient(uri, within, async (client) => {
    const admin = client.db('admin');
    const hello = await admin.command({ hello: 1 });
    const build = await admin.command({ buildInfo: 1 });
    // The embedded engine does not know the command, having no users.
    const status = await admin.command({ connectionStatus: 1 }).catch(() => null);
    const users: unknown = status?.['authInfo']?.['authenticatedUsers'];
    return { version: String(build['version']), hello, open: Array.isArray(users) && users.length === 0 };
  });
}

/** Whether it answers at all. */
export async function answers(uri: string, within: number): Promise<boolean> {
  return withClient(uri, within, (client) => client.db('admin').command({ ping: 1 })).then(
    () => true,
    () => false,
  );
}

/** What this MongoDB lacks, each in a few words; from `hello` where it tells, else from what the engine is. */
export function lacksOf(kind: EngineKind, answer: Answer): string[] {
  const { hello } = answer;
  const isReplicaSet = typeof hello['setName'] === 'string';
  const isSharded = hello['msg'] === 'isdbgrid';
  const hosts: unknown = hello['hosts'];
  const lacks: string[] = [];
  if (hello['logicalSessionTimeoutMinutes'] == null) lacks.push('sessions and transactions over several documents');
  if (!isReplicaSet && !isSharded) lacks.push('change streams (the commit feed polls)');
  if (!isSharded && (!Array.isArray(hosts) || hosts.length < 2)) lacks.push('failover (one node)');
  if (kind === 'embedded') {
    lacks.push(
      'users (its socket is open to this account only)',
      'expiry of documents (TTL)',
      'server-side JavaScript',
    );
  }
  if (answer.open) lacks.push('sign-in (whoever reaches its address may read everything)');
  const unsafe = missingFixes(answer.version);
  if (kind !== 'embedded' && unsafe !== null) lacks.push(unsafe);
  return lacks;
}

function missingFixes(version: string): string | null {
  const [major = '0', minor = '0', patch = '0'] = version.split('.');
  const safe = SAFE_PATCH[`${major}.${minor}`];
  if (safe === undefined) return Number(major) < 7 ? `security fixes (${version} is no longer kept up)` : null;
  return Number.parseInt(patch, 10) < safe ? `the security fixes of ${major}.${minor}.${safe}` : null;
}
