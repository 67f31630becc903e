import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Engine, findOrStartEngine } from '../../../subgraphs/shared/mongo/index.js';
import { isAlive } from '../../../subgraphs/shared/mongo/process-identity.js';
import type { Way } from '../../../subgraphs/shared/mongo/way.js';
import { memoryServerWay } from '../../../subgraphs/shared/mongo/way-memory-server.js';
import { findOnPath, mongodWay, startMongod } from '../../../subgraphs/shared/mongo/way-mongod.js';
import { allGone, engineFileOf, scratchFolder, signal, startHolder, withDriver } from './helpers.js';

/** A shell script that runs test/support/fake-mongod in its own process. */
const FAKE = [
  '#!/bin/sh',
  'if [ "$1" = --version ]; then echo "db version v8.0.21"; exit 0; fi',
  `exec '${process.execPath}' '${fileURLToPath(new URL('../../../dist/test/support/fake-mongod.js', import.meta.url))}' "$@"`,
  '',
].join('\n');

afterEach(() => vi.unstubAllEnvs());

/** Puts the fake mongod on PATH for this test. */
function mongodOnPath(): void {
  const folder = scratchFolder();
  writeFileSync(join(folder, 'mongod'), FAKE, { mode: 0o755 });
  vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`);
}

function start(dataDir: string, way: Way = mongodWay): Promise<Engine> {
  return findOrStartEngine({ dataDir, holder: 'a test', share: false, log: () => undefined, ways: [way] });
}

describe('a mongod on PATH', () => {
  it('becomes a replica set of one node, open to this machine only and only with a password', async () => {
    mongodOnPath();
    const dataDir = scratchFolder();
    const engine = await start(dataDir);
    expect(engine).toMatchObject({
      kind: 'mongod',
      description: expect.stringMatching(/replica set of one node 8\.0\.21/),
    });
    expect(engine.lacks).toEqual(['failover (one node)']);
    const guest = engine.uri.replace(/\/\/.*@/, '//');
    await expect(withDriver(guest, (client) => client.db('a').command({ find: 'b' }))).rejects.toMatchObject({
      code: 13,
    });
    expect(readFileSync(join(dataDir, 'mongo', 'mongod.key'), 'utf8')).not.toBe('');
    await engine.stop();
  });

  it('is itself again on another port, when its own has been taken meanwhile', async () => {
    mongodOnPath();
    const dataDir = scratchFolder();
    await (await start(dataDir)).stop();
    const port = Number(readFileSync(join(dataDir, 'mongo', 'mongod.port'), 'utf8'));
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(port, '127.0.0.1', resolve));
    onTestFinished(() => void squatter.close());
    const engine = await start(dataDir);
    expect(engine.uri).not.toContain(`:${port}/`);
    expect(await withDriver(engine.uri, (client) => client.db('admin').command({ hello: 1 }))).toMatchObject({
      isWritablePrimary: true,
    });
    await engine.stop();
  });

  it('goes on where a start was killed between making the set and making its user', async () => {
    mongodOnPath();
    const dataDir = scratchFolder();
    await (await start(dataDir)).stop();
    const stateFile = join(dataDir, 'mongo', 'mongod', 'state.json');
    writeFileSync(stateFile, JSON.stringify({ ...JSON.parse(readFileSync(stateFile, 'utf8')), user: null }));
    const engine = await start(dataDir);
    await engine.stop();
    expect(JSON.parse(readFileSync(stateFile, 'utf8'))).toMatchObject({ user: { name: 'chartlens' } });
  });

  it('does not outlive its holder, even one that is killed', async () => {
    mongodOnPath();
    const dataDir = scratchFolder();
    const holder = startHolder(dataDir, 'the killed');
    expect(await holder.said()).toMatchObject({ kind: 'mongod' });
    const record = engineFileOf(dataDir);
    expect(record?.processes.map(isAlive)).toEqual([true, true]);
    holder.child.kill('SIGKILL');
    if (record) await allGone(record);
  });

  it('is ended when its keeper is killed, before the next start', async () => {
    mongodOnPath();
    const dataDir = scratchFolder();
    const holder = startHolder(dataDir, 'the holder');
    await holder.said();
    const [keeper, mongod] = engineFileOf(dataDir)?.processes ?? [];
    signal(keeper, 'SIGKILL');
    expect(await holder.said()).toEqual({ exited: expect.stringContaining('SIGKILL') });
    await holder.finish();
    expect(mongod && isAlive(mongod)).toBe(false);
  });

  it('that does not close when it is told to is killed', async () => {
    mongodOnPath();
    const dataDir = scratchFolder();
    mkdirSync(join(dataDir, 'mongo', 'mongod'), { recursive: true });
    writeFileSync(join(dataDir, 'mongo', 'mongod', 'FAKE_MONGOD_FAULT'), 'deaf');
    const impatient: Way = { ...mongodWay, start: (context) => startMongod(findOnPath('mongod') ?? '', context, 300) };
    const engine = await start(dataDir, impatient);
    const record = engineFileOf(dataDir);
    await engine.stop();
    expect(record?.processes.map(isAlive)).toEqual([false, false]);
  });

  it('that does not tell its version is a reason in words', async () => {
    const folder = scratchFolder();
    writeFileSync(join(folder, 'mongod'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`);
    await expect(start(scratchFolder())).rejects.toThrow(/a mongod on PATH: \S*mongod does not tell its version/);
  });

  it('that ends at once is a reason in words, and leaves nothing held', async () => {
    mongodOnPath();
    const dataDir = scratchFolder();
    mkdirSync(join(dataDir, 'mongo', 'mongod'), { recursive: true });
    writeFileSync(join(dataDir, 'mongo', 'mongod', 'FAKE_MONGOD_FAULT'), 'broken');
    await expect(start(dataDir)).rejects.toThrow(/a mongod on PATH: .*ended/);
    expect(engineFileOf(dataDir)).toBeNull();
  });
});

describe('a mongod fetched by mongodb-memory-server-core', () => {
  /** A mirror on this machine, of which the answer is ours; the cache is one of its own. */
  async function mirror(answer: (path: string) => Buffer | null): Promise<{ cache: string; asked: string[] }> {
    const asked: string[] = [];
    const server = createHttpServer((request, response) => {
      asked.push(request.url ?? '');
      const body = answer(request.url ?? '');
      if (body !== null) response.end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    const cache = scratchFolder();
    vi.stubEnv('XDG_CACHE_HOME', cache);
    vi.stubEnv('MONGOMS_USE_HTTP', '1');
    vi.stubEnv('MONGOMS_DOWNLOAD_MIRROR', `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
    return { cache: join(cache, 'chartlens'), asked };
  }

  const startFetched = (log: string[] = []): Promise<Engine> =>
    findOrStartEngine({
      dataDir: scratchFolder(),
      holder: 'a test',
      share: false,
      log: (line) => log.push(line),
      ways: [memoryServerWay],
    });

  it('is kept, so that the second start fetches nothing', async () => {
    const archive = tarOf('mongodb-linux/bin/mongod', Buffer.from(FAKE));
    const { createHash } = await import('node:crypto');
    const sum = createHash('md5').update(archive).digest('hex');
    const { asked } = await mirror((path) => (path.endsWith('.md5') ? Buffer.from(`${sum}  x.tgz\n`) : archive));
    const log: string[] = [];
    const first = await startFetched(log);
    expect(first).toMatchObject({ kind: 'memory-server', description: expect.stringContaining('8.0.21') });
    await first.stop();
    expect(log.join('\n')).toMatch(/fetching mongod 8\.0\.21/);
    const fetched = asked.length;
    await (await startFetched()).stop();
    expect(asked).toHaveLength(fetched);
  });

  it('is given up within 5 seconds on a network that swallows packets, and leaves no half of it', async () => {
    const { cache, asked } = await mirror(() => null);
    await expect(startFetched()).rejects.toThrow(/memory-server-core: no answer from the network within 5 s/);
    expect(asked.length).toBeGreaterThan(0);
    expect(readdirSync(cache)).toEqual([]);
  });

  it('is refused when it is not what its checksum says', async () => {
    const archive = tarOf('mongodb-linux/bin/mongod', Buffer.from(FAKE));
    const { cache } = await mirror((path) => (path.endsWith('.md5') ? Buffer.from(`${'0'.repeat(32)}  x\n`) : archive));
    await expect(startFetched()).rejects.toThrow(/memory-server-core: .*MD5/i);
    expect(readdirSync(cache)).toEqual([]);
  });
});

/** A gzipped tar archive with one file in it (ustar, POSIX.1-1988). */
function tarOf(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('0000755\0', 100);
  header.write('0000000\0'.repeat(2), 108);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write(' '.repeat(8), 148);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
  return gzipSync(Buffer.concat([header, content, padding, Buffer.alloc(1024)]));
}
