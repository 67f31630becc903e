import { execFile } from 'node:child_process';
import { accessSync, constants, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { childScript } from './child-script.js';
import { makePrivate } from './data-dir.js';
import { addressOf, makeReplicaSet, SET_NAME, secretAt } from './replica-set.js';
import { startServedChild } from './served-child.js';
import type { Started, Way, WayContext } from './way.js';

const WRITABLE_WITHIN = 60_000;
/** Milliseconds a mongod gets to write its checkpoint and close. */
const CLOSE_WITHIN = 15_000;

/** A mongod that this machine has. */
export const mongodWay: Way = {
  kind: 'mongod',
  title: 'a mongod on PATH',
  keeps: 'mongod',
  async start(context) {
    const program = findOnPath('mongod');
    if (program === null) throw new Error('none found');
    const told = await promisify(execFile)(program, ['--version'], { timeout: 15_000 }).catch(() => null);
    if (!told || !/db version/.test(told.stdout)) throw new Error(`${program} does not tell its version`);
    return startMongod(program, context);
  },
};

/** Starts `program` on our data directory: a replica set of one node, reachable from this machine with a password. */
export async function startMongod(program: string, context: WayContext, closeWithin = CLOSE_WITHIN): Promise<Started> {
  const data = join(context.dir.home, 'mongod');
  makePrivate(data);
  const secretFile = join(context.dir.home, 'mongod.key');
  const password = secretAt(secretFile);
  const port = await choosePort(join(context.dir.home, 'mongod.port'));
  const args = [childScript('mongod-child'), String(closeWithin), program, ...mongodArguments(data, secretFile, port)];
  const limits = { startWithin: 10_000, stopWithin: closeWithin + 5000 };
  const child = startServedChild({ command: process.execPath, args, log: context.dir.log, ...limits });
  context.onChild(child);
  await child.ready;
  try {
    await makeReplicaSet(port, password, WRITABLE_WITHIN, child.ended);
  } catch (error) {
    await child.stop();
    throw error;
  }
  return { uri: addressOf(port, password), child, what: `mongod (${program}), a replica set of one node` };
}

function mongodArguments(data: string, keyFile: string, port: number): string[] {
  const gigabytes = Math.min(1, Math.max(0.25, totalmem() / 4 / 2 ** 30)).toFixed(2);
  return [
    ['--dbpath', data, '--replSet', SET_NAME, '--keyFile', keyFile],
    ['--bind_ip', '127.0.0.1', '--port', String(port), '--nounixsocket'],
    ['--wiredTigerCacheSizeGB', gigabytes, '--oplogSize', '990'],
    // A log of slow queries would hold values of the record.
    ['--quiet', '--slowms', '2000000000'],
  ].flat();
}

/** The port of last time when it is free, else any free one. */
async function choosePort(file: string): Promise<number> {
  const last = Number.parseInt(readOr(file, '0'), 10);
  const port = await freePort(last > 0 && last < 65_536 ? last : 0).catch(() => freePort(0));
  writeFileSync(file, String(port), { mode: 0o600 });
  return port;
}

function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port: wanted, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : wanted;
      server.close(() => resolve(port));
    });
  });
}

/** The first executable file of that name on PATH, or null. */
export function findOnPath(name: string, path = process.env['PATH'] ?? ''): string | null {
  const places = path.split(delimiter).filter((folder) => folder !== '');
  return places.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return otherwise;
  }
}
