/**
 * A program that behaves like mongod as far as starting one goes: a key file that switches sign-in on,
 * the exception for its own machine until there is a user, a replica set which has to be initiated and which knows
 * itself by its port, SCRAM-SHA-256, and closing on SIGTERM. It keeps no data. With `FAKE_MONGOD_FAULT` in its
 * folder it misbehaves: `deaf` ignores SIGTERM, `broken` ends at once.
 */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { Frames, frameReply, OP_QUERY } from '../../subgraphs/shared/mongo/wire.js';

const { BSON } = mongoose.mongo;
type Command = Record<string, unknown>;

const args = process.argv.slice(2);
const argument = (name: string): string => args[args.indexOf(name) + 1] ?? '';

const folder = argument('--dbpath');
const port = Number(argument('--port'));
const stateFile = join(folder, 'state.json');
const faultFile = join(folder, 'FAKE_MONGOD_FAULT');
const fault = existsSync(faultFile) ? readFileSync(faultFile, 'utf8') : '';
if (fault === 'broken' || !existsSync(argument('--keyFile'))) process.exit(48);

interface State {
  config: { _id: string; version: number; members: { host: string }[] } | null;
  user: { name: string; password: string } | null;
}

const state: State = existsSync(stateFile)
  ? (JSON.parse(readFileSync(stateFile, 'utf8')) as State)
  : { config: null, user: null };
const save = (): void => writeFileSync(stateFile, JSON.stringify(state));
writeFileSync(join(folder, 'WiredTiger'), '');

const isPrimary = (): boolean => state.config?.members[0]?.host === `127.0.0.1:${port}`;
const failure = (code: number, errmsg: string): Command => ({ ok: 0, code, errmsg });

/** One connection: who it is, and how far its sign-in has come. */
interface Session {
  isUser: boolean;
  authMessage: string;
}

function hello(): Command {
  const host = `127.0.0.1:${port}`;
  const limits = { maxBsonObjectSize: 16_777_216, maxMessageSizeBytes: 48_000_000, maxWriteBatchSize: 100_000 };
  const base = {
    ok: 1,
    helloOk: true,
    minWireVersion: 0,
    maxWireVersion: 25,
    logicalSessionTimeoutMinutes: 30,
    ...limits,
  };
  if (!isPrimary()) return { ...base, isWritablePrimary: false, secondary: false, isreplicaset: true };
  return {
    ...base,
    isWritablePrimary: true,
    setName: state.config?._id,
    hosts: [host],
    me: host,
    primary: host,
    setVersion: 1,
  };
}

function answer(command: Command, session: Session): Command {
  const name = Object.keys(command)[0] ?? '';
  const mayAct = session.isUser || state.user === null;
  const open: Record<string, () => Command> = {
    hello,
    isMaster: hello,
    ismaster: hello,
    ping: () => ({ ok: 1 }),
    buildInfo: () => ({ ok: 1, version: '8.0.21' }),
    connectionStatus: () => ({
      ok: 1,
      authInfo: { authenticatedUsers: session.isUser ? [{ user: 'chartlens' }] : [] },
    }),
    endSessions: () => ({ ok: 1 }),
    saslStart: () => saslStart(command, session),
    saslContinue: () => saslContinue(command, session),
  };
  const guarded: Record<string, () => Command> = {
    replSetInitiate: () => initiate(command['replSetInitiate'] as State['config']),
    replSetGetConfig: () => (state.config ? { ok: 1, config: state.config } : failure(94, 'no replset config')),
    replSetReconfig: () => reconfigure(command),
    createUser: () => createUser(command),
  };
  const handler = open[name] ?? (mayAct ? guarded[name] : undefined);
  if (handler) return handler();
  return name in guarded || state.user ? failure(13, 'requires authentication') : failure(59, 'no such command');
}

function initiate(config: State['config']): Command {
  if (state.config !== null) return failure(23, 'already initialized');
  state.config = config && { ...config, version: 1 };
  save();
  return { ok: 1 };
}

function reconfigure(command: Command): Command {
  const config = command['replSetReconfig'] as State['config'];
  if (command['force'] !== true || (config?.version ?? 0) <= (state.config?.version ?? 0))
    return failure(103, 'bad config');
  state.config = config;
  save();
  return { ok: 1 };
}

function createUser(command: Command): Command {
  if (!isPrimary()) return failure(10107, 'not primary');
  state.user = { name: String(command['createUser']), password: String(command['pwd']) };
  save();
  return { ok: 1 };
}

const SALT = randomBytes(28);
const ITERATIONS = 4096;

/** RFC 5802 and 7677, the first message of the server. */
function saslStart(command: Command, session: Session): Command {
  const first = textOf(command['payload']).replace(/^n,,/, '');
  const [, name, nonce] = /^n=([^,]*),r=(.*)$/.exec(first) ?? [];
  if (state.user === null || name !== state.user.name) return failure(18, 'Authentication failed.');
  const reply = `r=${nonce}${randomBytes(12).toString('base64')},s=${SALT.toString('base64')},i=${ITERATIONS}`;
  session.authMessage = `${first},${reply}`;
  return { ok: 1, conversationId: 1, done: false, payload: Buffer.from(reply) };
}

function saslContinue(command: Command, session: Session): Command {
  const [, withoutProof, proof] = /^(.*),p=(.*)$/.exec(textOf(command['payload'])) ?? [];
  const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
  const salted = pbkdf2Sync(state.user?.password ?? '', SALT, ITERATIONS, 32, 'sha256');
  const clientKey = hmac(salted, 'Client Key');
  const message = `${session.authMessage},${withoutProof}`;
  const signature = hmac(createHash('sha256').update(clientKey).digest(), message);
  const expected = Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0)));
  if (expected.toString('base64') !== proof) return failure(18, 'Authentication failed.');
  session.isUser = true;
  const verifier = hmac(hmac(salted, 'Server Key'), message).toString('base64');
  return { ok: 1, conversationId: 1, done: true, payload: Buffer.from(`v=${verifier}`) };
}

function textOf(payload: unknown): string {
  return payload instanceof mongoose.mongo.Binary ? Buffer.from(payload.buffer).toString('utf8') : '';
}

function serve(socket: Socket): void {
  const frames = new Frames();
  const session: Session = { isUser: false, authMessage: '' };
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    for (const frame of frames.push(chunk)) {
      const legacy = frame.readInt32LE(12) === OP_QUERY;
      const at = legacy ? frame.indexOf(0, 20) + 9 : 21;
      const reply = answer(BSON.deserialize(frame.subarray(at)) as Command, session);
      socket.write(frameReply(Buffer.from(BSON.serialize(reply)), 1, frame.readInt32LE(4), legacy));
    }
  });
}

const server = createServer(serve);
server.listen(port, '127.0.0.1');
process.on('SIGTERM', () => {
  if (fault !== 'deaf') process.exit(0);
});
