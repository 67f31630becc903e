import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { startFirst, WAYS } from '../../../subgraphs/shared/mongo/chain.js';
import { prepareDataDir } from '../../../subgraphs/shared/mongo/data-dir.js';
import { findOrStartEngine } from '../../../subgraphs/shared/mongo/index.js';
import type { Started, Way } from '../../../subgraphs/shared/mongo/way.js';
import { findOnPath } from '../../../subgraphs/shared/mongo/way-mongod.js';
import { engineFileOf, scratchFolder } from './helpers.js';

const started: Started = {
  uri: 'mongodb://nowhere/',
  what: 'a MongoDB',
  child: {
    processes: () => [],
    ready: Promise.resolve(),
    ended: new Promise(() => undefined),
    stop: async () => undefined,
  },
};

/** The chain with ways that only note that they were tried; those in `open` work. */
function probes(open: readonly string[]): { ways: Way[]; tried: string[] } {
  const tried: string[] = [];
  const ways = WAYS.map(
    (way): Way => ({
      ...way,
      start: async () => {
        tried.push(way.kind);
        if (!open.includes(way.kind)) throw new Error(`no ${way.kind} here`);
        return started;
      },
    }),
  );
  return { ways, tried };
}

function contextOf(root: string) {
  return { dir: prepareDataDir(root), log: () => undefined, onChild: () => undefined };
}

describe('the chain of ways to a MongoDB', () => {
  it('tries mongod, the embedded engine, a fetched mongod, and stops at the first that works', async () => {
    const all = probes(['mongod', 'embedded', 'memory-server']);
    expect((await startFirst(contextOf(scratchFolder()), all.ways)).way.kind).toBe('mongod');
    expect(all.tried).toEqual(['mongod']);
    const last = probes(['memory-server']);
    expect((await startFirst(contextOf(scratchFolder()), last.ways)).way.kind).toBe('memory-server');
    expect(last.tried).toEqual(['mongod', 'embedded', 'memory-server']);
  });

  it('ends in one error which names the four ways and why none is open', async () => {
    const { ways } = probes([]);
    const failure = startFirst(contextOf(scratchFolder()), ways);
    await expect(failure).rejects.toThrow(/MONGODB_URI: not set.*mongod on PATH: no mongod here/s);
    await expect(failure).rejects.toThrow(
      /@0q\/embedded-mongodb: no embedded here.*memory-server-core: no memory-server here/s,
    );
  });

  it('stays with the engine that keeps the data, rather than hide it behind an empty database', async () => {
    const root = scratchFolder();
    mkdirSync(join(root, 'mongo', 'embedded'), { recursive: true });
    writeFileSync(join(root, 'mongo', 'embedded', 'WiredTiger'), '');
    const both = probes(['mongod', 'embedded']);
    expect((await startFirst(contextOf(root), both.ways)).way.kind).toBe('embedded');
    const other = probes(['mongod', 'memory-server']);
    await expect(startFirst(contextOf(root), other.ways)).rejects.toThrow(
      /not tried, the data in .* is kept by another engine/,
    );
    expect(other.tried).toEqual(['embedded']);
  });

  it('lets go of the data directory when no way is open', async () => {
    const dataDir = scratchFolder();
    const options = { dataDir, holder: 'a test', share: false, log: () => undefined, ways: probes([]).ways };
    await expect(findOrStartEngine(options)).rejects.toMatchObject({ name: 'NoMongoDBError' });
    expect(engineFileOf(dataDir)).toBeNull();
    await expect(findOrStartEngine(options)).rejects.toMatchObject({ name: 'NoMongoDBError' });
  });

  it('finds a program on PATH only where it can be executed', () => {
    const folder = scratchFolder();
    writeFileSync(join(folder, 'mongod'), '', { mode: 0o644 });
    expect(findOnPath('mongod', folder)).toBeNull();
    const other = scratchFolder();
    writeFileSync(join(other, 'mongod'), '', { mode: 0o755 });
    expect(findOnPath('mongod', `${folder}:${other}`)).toBe(join(other, 'mongod'));
  });
});

describe('MONGODB_URI', () => {
  const options = { dataDir: '/nowhere/at/all', holder: 'a test', share: false, log: () => undefined };

  it('is used as it is, without a data directory, and is not ours to stop', async () => {
    const engine = await findOrStartEngine({ ...options, uri: inject('mongoUri') });
    expect(engine).toMatchObject({ uri: inject('mongoUri'), kind: 'uri' });
    expect(engine.description).toMatch(/^MongoDB \d+\..*\(MONGODB_URI\)$/);
    await engine.stop();
    expect((await findOrStartEngine({ ...options, uri: inject('mongoUri') })).kind).toBe('uri');
  });

  it('that nobody answers is an error within its limit, naming the host but no secret', async () => {
    const port = await portThatSwallows();
    const uri = `mongodb://record:t0p%20secret@127.0.0.1:${port}/`;
    const failure = findOrStartEngine({ ...options, uri });
    await expect(failure).rejects.toThrow(new RegExp(`MONGODB_URI: no MongoDB to use at 127.0.0.1:${port}: .*5`));
    await expect(failure).rejects.not.toThrow(/t0p|secret|record/);
  });

  it.each([
    'postgres://record:t0psecret@host/',
    'mongodb://record:t0psecret@',
    'mongodb://record:t0psecret@host:port/',
    'x',
  ])('that is no connection string is an error without its secret (%#)', async (uri) => {
    const failure = findOrStartEngine({ ...options, uri });
    await expect(failure).rejects.toThrow(/^MONGODB_URI is no connection string of MongoDB: ./);
    await expect(failure).rejects.not.toThrow(/t0psecret/);
  });
});

/** A port of this machine which takes connections and never says a word. */
async function portThatSwallows(): Promise<number> {
  const server: Server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
