/** Faults between us and MongoDB: what is acknowledged is there, once; an error says whether a retry is safe. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import '../../subgraphs/kinds.js';
import { RecordWriter } from '../../subgraphs/shared/commits.js';
import { type Databases, openDatabases } from '../../subgraphs/shared/databases.js';
import type { CommitRequest } from '../../subgraphs/shared/write-request.js';
import { freshPrefix, mongoUri } from '../support/engine.js';
import { type Fault, type FaultPlan, type FaultProxy, startFaultProxy } from '../support/fault-proxy.js';

const NOT_PRIMARY = 10107;
const STEPPED_DOWN = 189;
const OUT_OF_DISK_SPACE = 14031;

const faults: readonly Fault[] = [
  { does: 'cut before' },
  { does: 'cut after' },
  { does: 'truncate' },
  { does: 'duplicate' },
  { does: 'delay', milliseconds: 300 },
  { does: 'refuse', code: NOT_PRIMARY },
  { does: 'refuse', code: STEPPED_DOWN },
  { does: 'deny', code: NOT_PRIMARY },
  { does: 'deny', code: STEPPED_DOWN },
];
const named = faults.map(
  (fault) => ['code' in fault ? `${fault.does} with ${fault.code}` : fault.does, fault] as const,
);

/** A fault for the first commit that is inserted, or for each. */
const onCommit =
  (fault: Fault, times = 1): FaultPlan =>
  (command, collection) =>
    command === 'insert' && collection === 'commits' && times-- > 0 ? fault : null;

let numbers = 0;
function goal(options: { keyed: boolean; on?: number } = { keyed: false }): CommitRequest {
  const id = `g${numbers++}`;
  const text = JSON.stringify({ resourceType: 'Goal', id, subject: { reference: 'Patient/p' } });
  return {
    subgraph: 'clinical',
    agent: { name: 'ana', source: 'default' },
    reason: 'agreed',
    patient: 'p',
    versions: [{ kind: 'Goal', id, source: 'default', text, references: {}, expectedVersion: 0 }],
    ...(options.keyed && { idempotency: { key: id, request: id } }),
  };
}

describe('46 a fault during a write', { timeout: 60_000 }, () => {
  const prefix = freshPrefix();
  let proxy: FaultProxy;
  let behind: Databases;
  let direct: Databases;
  let writer: RecordWriter;
  let hasty: RecordWriter;

  beforeAll(async () => {
    proxy = await startFaultProxy(mongoUri());
    direct = await openDatabases({ uri: mongoUri(), prefix });
    await direct.ensureIndexes();
    behind = await openDatabases({ uri: proxy.uri, prefix });
    writer = new RecordWriter(behind);
    hasty = new RecordWriter(behind, { pauses: [10, 10] });
  });
  beforeEach(() => {
    proxy.plan = () => null;
  });
  afterAll(async () => {
    proxy.plan = () => null;
    await behind.close();
    await direct.close();
    await proxy.stop();
  });

  const commitsOf = ({ versions: [version] }: CommitRequest) =>
    direct.of('clinical').commits.countDocuments({ keys: { $regex: `^Goal/${version?.id}/` } });
  const shown = ({ versions: [version] }: CommitRequest) =>
    direct.of('clinical').records.countDocuments({ _id: `Goal/${version?.id}`, version: 1 });

  for (const keyed of [true, false])
    it.each(named)(
      `%s: it is written once and acknowledged${keyed ? ', with a key' : ', without a key'}`,
      async (_, fault) => {
        const asked = goal({ keyed });
        const before = proxy.faults;
        proxy.plan = onCommit(fault);
        expect(await writer.record(asked)).toMatchObject([{ verdict: 'new', version: 1 }]);
        expect(proxy.faults).toBe(before + 1);
        expect([await commitsOf(asked), await shown(asked)]).toEqual([1, 1]);
      },
    );

  it('of whatever kind, at random, under sixteen writers: all that is acknowledged is there once', async () => {
    const before = proxy.faults;
    proxy.plan = (command) =>
      command !== 'hello' && Math.random() < 0.05 ? (faults[Math.floor(Math.random() * faults.length)] ?? null) : null;
    const asked = Array.from({ length: 96 }, () => goal({ keyed: true }));
    const outcomes = await Promise.all(asked.map((request) => writer.record(request)));
    proxy.plan = () => null;
    expect(proxy.faults).toBeGreaterThan(before);
    for (const [index, request] of asked.entries()) {
      expect(outcomes[index]).toMatchObject([{ version: 1 }]);
      expect([await commitsOf(request), await shown(request)]).toEqual([1, 1]);
    }
  });

  it('that keeps every command from the store says that nothing was written', async () => {
    const gone = await startFaultProxy(mongoUri());
    const databases = await openDatabases({ uri: gone.uri, prefix });
    await gone.stop();
    const asked = goal({ keyed: true });
    const refused = new RecordWriter(databases, { pauses: [] }).record(asked);
    await expect(refused).rejects.toMatchObject({ extensions: { code: 'NOT_WRITTEN' } });
    expect(await commitsOf(asked)).toBe(0);
    await databases.close();
  });

  it.each(named.filter(([, { does }]) => does !== 'delay' && does !== 'duplicate'))(
    'that stays (%s) says that it is not known, and the retry with the same key writes it once',
    async (_, fault) => {
      const asked = goal({ keyed: true });
      let lost = 0;
      // Not even whether it arrived can be asked.
      proxy.plan = (command, collection) =>
        collection === 'commits' && (command === 'insert' || (command === 'find' && lost++ > 0)) ? fault : null;
      await expect(hasty.record(asked)).rejects.toMatchObject({ extensions: { code: 'WRITE_UNCERTAIN' } });
      proxy.plan = () => null;
      expect(await writer.record(asked)).toMatchObject([{ version: 1 }]);
      expect([await commitsOf(asked), await shown(asked)]).toEqual([1, 1]);
    },
  );

  it('of a full disk is said as such, nothing is written, and reading goes on', async () => {
    const [earlier, asked] = [goal(), goal({ keyed: true })];
    await writer.record(earlier);
    proxy.plan = (command) =>
      command === 'insert' || command === 'update' ? { does: 'refuse', code: OUT_OF_DISK_SPACE } : null;
    await expect(writer.record(asked)).rejects.toMatchObject({ extensions: { code: 'STORAGE_FULL' } });
    const id = `Goal/${earlier.versions[0]?.id}`;
    expect(await behind.of('clinical').records.findOne({ _id: id })).not.toBeNull();
    expect(await commitsOf(asked)).toBe(0);
    proxy.plan = () => null;
    expect(await writer.record(asked)).toMatchObject([{ version: 1 }]);
  });

  it('never gives one question the answer to another, when an answer comes twice', async () => {
    const { records } = behind.of('clinical');
    const ids = Array.from({ length: 60 }, (_, index) => `Goal/twice${index}`);
    await direct.of('clinical').records.insertMany(ids.map((_id) => ({ _id, kind: 'Goal' }) as never));
    let reads = 0;
    const before = proxy.faults;
    proxy.plan = (command) => (command === 'find' && reads++ % 5 === 0 ? { does: 'duplicate' } : null);
    const answers = await Promise.all(ids.map((_id) => records.findOne({ _id }).catch(() => 'failed' as const)));
    const later = await Promise.all(ids.map((_id) => records.findOne({ _id }).catch(() => 'failed' as const)));
    expect(proxy.faults).toBeGreaterThan(before);
    for (const [index, answer] of [...answers, ...later].entries())
      if (answer !== 'failed') expect(answer?._id).toBe(ids[index % ids.length]);
  });
});
