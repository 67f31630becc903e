import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import mongoose from 'mongoose';
import { withClient } from './answer.js';
import { pause } from './polling.js';

const { MongoServerError } = mongoose.mongo;
type Client = InstanceType<typeof mongoose.mongo.MongoClient>;
type Document = mongoose.mongo.Document;

export const SET_NAME = 'chartlens';
const USER = 'chartlens';
/** MongoDB's error codes, see error_codes.yml of its source. */
const AUTHENTICATION_FAILED = 18;
const ALREADY_INITIALIZED = 23;
const STEP_WITHIN = 5000;

/** Reads the secret at `file`, or makes one: base64 of 48 random bytes, which is also a lawful key file. */
export function secretAt(file: string): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(48).toString('base64'), { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8').trim();
}

/** The address of our own mongod. */
export function addressOf(port: number, password: string): string {
  const login = `${USER}:${encodeURIComponent(password)}`;
  return `mongodb://${login}@127.0.0.1:${port}/?authSource=admin&directConnection=true`;
}

/**
 * Makes a freshly started mongod the one node of its replica set, with one user, and waits until it takes writes.
 * Each step may have been done by an earlier start, or by one that was killed half way.
 */
export async function makeReplicaSet(
  port: number,
  password: string,
  within: number,
  ended: Promise<string>,
): Promise<void> {
  const end = performance.now() + within;
  const gone = ended.then((reason) => ({ reason }));
  for (;;) {
    const round = oneRound(port, password).then(
      () => null,
      (error: unknown) => error,
    );
    const problem = await Promise.race([round, gone]);
    if (problem === null) return;
    if (problem !== null && typeof problem === 'object' && 'reason' in problem) {
      throw new Error(`mongod ended while it started: ${String(problem.reason)}, see the engine's log`);
    }
    if (performance.now() > end) throw new Error(`no writable mongod within ${within / 1000} s: ${messageOf(problem)}`);
    await pause(100);
  }
}

/** Rejects when it is not there yet; the caller comes again. */
async function oneRound(port: number, password: string): Promise<void> {
  // The driver looks only every ten seconds again at a server which it once found closed.
  if (!(await listens(port))) throw new Error('it does not listen yet');
  try {
    await withClient(addressOf(port, password), STEP_WITHIN, (client) => asUser(client, port));
  } catch (error) {
    if (!(error instanceof MongoServerError) || error.code !== AUTHENTICATION_FAILED) throw error;
    // No user yet: until there is one, mongod lets its own machine set it up ("localhost exception").
    const address = `mongodb://127.0.0.1:${port}/?directConnection=true`;
    await withClient(address, STEP_WITHIN, (client) => setUp(client, port, password));
    throw new Error('it was only just set up');
  }
}

async function setUp(client: Client, port: number, password: string): Promise<void> {
  const admin = client.db('admin');
  if (!(await isWritable(client))) {
    const members = [{ _id: 0, host: hostOf(port) }];
    await admin.command({ replSetInitiate: { _id: SET_NAME, members } }).catch((error: unknown) => {
      if (!(error instanceof MongoServerError) || error.code !== ALREADY_INITIALIZED) throw error;
    });
    while (!(await isWritable(client))) await pause(50);
  }
  await admin.command({ createUser: USER, pwd: password, roles: ['root'] });
}

/** A set remembers its members by port: after a change of port the node has to be told that it is itself. */
async function asUser(client: Client, port: number): Promise<void> {
  if (await isWritable(client)) return;
  const admin = client.db('admin');
  const { config } = (await admin.command({ replSetGetConfig: 1 })) as { config: Document };
  const [member] = config['members'] as Document[];
  if (member && member['host'] !== hostOf(port)) {
    const renamed = { ...config, version: Number(config['version']) + 1, members: [{ ...member, host: hostOf(port) }] };
    await admin.command({ replSetReconfig: renamed, force: true });
  }
  throw new Error('it does not take writes yet');
}

async function isWritable(client: Client): Promise<boolean> {
  return (await client.db('admin').command({ hello: 1 }))['isWritablePrimary'] === true;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const settle = (is: boolean): void => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
  });
}

function hostOf(port: number): string {
  return `127.0.0.1:${port}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
