import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { findOrStartEngine } from '../../../subgraphs/shared/mongo/index.js';
import { isAlive } from '../../../subgraphs/shared/mongo/process-identity.js';
import { allGone, engineFileOf, scratchFolder, signal, startHolder, withDriver } from './helpers.js';

const quiet = { log: () => undefined, holder: 'a test' };

describe.runIf(inject('mongoKind') === 'embedded')('a started engine', () => {
  it('says which it is, what it lacks and, to this user only, where it stands', async () => {
    const dataDir = scratchFolder();
    const engine = await findOrStartEngine({ ...quiet, dataDir, share: false });
    expect(engine.kind).toBe('embedded');
    expect(engine.description).toMatch(/^embedded MongoDB engine \d+\.\d+\.\d+\S* on /);
    expect(engine.lacks.join(' ')).toMatch(/sessions.*change streams/);
    expect(engineFileOf(dataDir)).toMatchObject({ uri: engine.uri, kind: 'embedded', holder: { name: 'a test' } });
    expect(statSync(join(dataDir, 'engine.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, 'mongo')).mode & 0o777).toBe(0o700);
    await engine.stop();
    expect(engineFileOf(dataDir)).toBeNull();
  });

  it('leaves no process behind when it is stopped, and may be stopped twice', async () => {
    const dataDir = scratchFolder();
    const engine = await findOrStartEngine({ ...quiet, dataDir, share: false });
    const processes = engineFileOf(dataDir)?.processes ?? [];
    expect(processes.map(isAlive)).toEqual([true]);
    await Promise.all([engine.stop(), engine.stop()]);
    expect(processes.map(isAlive)).toEqual([false]);
  });

  it('keeps its data when it is stopped and started again', async () => {
    const dataDir = scratchFolder();
    const first = await findOrStartEngine({ ...quiet, dataDir, share: false });
    await withDriver(first.uri, (client) => client.db('a').collection('b').insertOne({ said: 'before' }));
    await first.stop();
    const second = await findOrStartEngine({ ...quiet, dataDir, share: false });
    const found = await withDriver(second.uri, (client) => client.db('a').collection('b').findOne());
    await second.stop();
    expect(found).toMatchObject({ said: 'before' });
  });

  it('keeps what it acknowledged when it is killed, and tells its holder that it ended', async () => {
    const dataDir = scratchFolder();
    const holder = startHolder(dataDir, 'the holder');
    const { uri = '' } = await holder.said();
    const acknowledged = await withDriver(uri, async (client) => {
      const written = await client
        .db('a')
        .collection('b')
        .insertMany([{ n: 1 }, { n: 2 }, { n: 3 }]);
      return written.insertedCount;
    });
    const [engine] = engineFileOf(dataDir)?.processes ?? [];
    signal(engine, 'SIGKILL');
    expect(await holder.said()).toEqual({ exited: expect.stringMatching(/ended by itself \(killed by SIGKILL\)/) });
    await holder.finish();
    const again = await findOrStartEngine({ ...quiet, dataDir, share: false });
    const kept = await withDriver(again.uri, (client) => client.db('a').collection('b').countDocuments());
    await again.stop();
    expect(kept).toBe(acknowledged);
  });

  it('serves on a socket elsewhere, private too, when the path of the data directory is too long for one', async () => {
    const dataDir = join(scratchFolder(), 'a-rather-long-name-of-a-folder-'.repeat(4));
    const engine = await findOrStartEngine({ ...quiet, dataDir, share: false });
    const socket = decodeURIComponent(/\/\/(.*)\/\?/.exec(engine.uri)?.[1] ?? '');
    expect(socket).not.toContain('a-rather-long-name');
    expect(statSync(join(socket, '..')).mode & 0o777).toBe(0o700);
    await withDriver(engine.uri, (client) => client.db('a').command({ ping: 1 }));
    await engine.stop();
    expect(statSync(join(socket, '..'), { throwIfNoEntry: false })).toBeUndefined();
  });

  it('refuses the commands that would crash it, and goes on serving', async () => {
    const dataDir = scratchFolder();
    const engine = await findOrStartEngine({ ...quiet, dataDir, share: false });
    await withDriver(engine.uri, async (client) => {
      const admin = client.db('admin');
      for (const command of [
        'startSession',
        'endSessions',
        'killSessions',
        'killAllSessions',
        'fsync',
        'setParameter',
      ]) {
        await expect(admin.command({ [command]: 1 }), command).rejects.toMatchObject({ code: 115 });
      }
      expect(await admin.command({ ping: 1 })).toMatchObject({ ok: 1 });
    });
    await engine.stop();
  });
});

describe.runIf(inject('mongoKind') === 'embedded')('a holder that dies', () => {
  it('takes its engine with it even when it is killed, and the next start finds the data', async () => {
    const dataDir = scratchFolder();
    const holder = startHolder(dataDir, 'the killed');
    const { uri = '' } = await holder.said();
    await withDriver(uri, (client) => client.db('a').collection('b').insertOne({ n: 1 }));
    const record = engineFileOf(dataDir);
    holder.child.kill('SIGKILL');
    await holder.ended;
    // At once, while the orphan still closes: the second start waits for it.
    const engine = await findOrStartEngine({ ...quiet, dataDir, share: false });
    expect(record?.processes.map(isAlive)).toEqual([false]);
    expect(await withDriver(engine.uri, (client) => client.db('a').collection('b').countDocuments())).toBe(1);
    await engine.stop();
  });

  it('leaves no process when nobody starts after it', async () => {
    const dataDir = scratchFolder();
    const holder = startHolder(dataDir, 'the killed');
    await holder.said();
    const record = engineFileOf(dataDir);
    holder.child.kill('SIGKILL');
    if (record === null) throw new Error('no engine.json');
    await allGone(record);
  });

  it('keeps its engine while it drains: an interrupt or SIGTERM to the engine changes nothing', async () => {
    const dataDir = scratchFolder();
    const holder = startHolder(dataDir, 'the draining');
    const { uri = '' } = await holder.said();
    const [engine] = engineFileOf(dataDir)?.processes ?? [];
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) signal(engine, name);
    await withDriver(uri, (client) => client.db('a').collection('b').insertOne({ n: 1 }));
    expect(await holder.finish()).toBe(0);
  });
});

describe.runIf(inject('mongoKind') === 'embedded')('two processes on one data directory', () => {
  it('share one engine when the second asks to, and the second stopping it changes nothing', async () => {
    const dataDir = scratchFolder();
    const gateway = startHolder(dataDir, 'the gateway');
    const { uri } = await gateway.said();
    const shared = await findOrStartEngine({ ...quiet, dataDir, share: true });
    expect(shared).toMatchObject({ uri, kind: 'embedded', description: expect.stringContaining('the gateway') });
    await shared.stop();
    await withDriver(shared.uri, (client) => client.db('a').command({ ping: 1 }));
    expect(await gateway.finish()).toBe(0);
  });

  it('are told who holds it when the second wants it for itself', async () => {
    const dataDir = scratchFolder();
    const gateway = startHolder(dataDir, 'the gateway');
    await gateway.said();
    const second = findOrStartEngine({ ...quiet, dataDir, share: false });
    await expect(second).rejects.toMatchObject({
      name: 'DataDirHeldError',
      message: expect.stringMatching(new RegExp(`held by the gateway \\(process ${gateway.child.pid}\\) since 20`)),
    });
    await gateway.finish();
  });

  it('get one winner when many start at the same moment', async () => {
    const dataDir = scratchFolder();
    const holders = Array.from({ length: 5 }, (_, index) => startHolder(dataDir, `holder ${index}`));
    const said = await Promise.all(holders.map((holder) => holder.said()));
    expect(said.filter((line) => 'uri' in line)).toHaveLength(1);
    expect(said.filter((line) => line['error'] === 'DataDirHeldError')).toHaveLength(4);
  });

  it('get one engine when many that share start at the same moment', async () => {
    const dataDir = scratchFolder();
    const holders = Array.from({ length: 4 }, (_, index) => startHolder(dataDir, `import ${index}`, 'share'));
    const said = await Promise.all(holders.map((holder) => holder.said()));
    expect(new Set(said.map((line) => line['uri'])).size).toBe(1);
    expect(said.filter((line) => /^embedded/.test(line['description'] ?? ''))).toHaveLength(1);
  });
});
