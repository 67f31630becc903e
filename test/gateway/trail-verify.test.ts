import { truncateSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Trail } from '../../gateway/trail.js';
import { headsFolder } from '../../gateway/trail-heads.js';
import { trailIn } from '../../gateway/trail-store.js';
import type { TrailEntry } from '../../schema/policy/trail.js';
import { createTrails, looked } from './support/trails.js';

const trails = createTrails();
const headFiles = () => headsFolder(trails.dataDir, trails.databases.trail.databaseName);

/** Three processes, one after the other: the second noted the end of the first, the third those of both. */
let first: TrailEntry[];
let second: TrailEntry[];
let third: TrailEntry[];
beforeEach(async () => {
  await trails.entries.deleteMany({});
  await rm(headFiles(), { recursive: true, force: true });
  first = await trails.process(6);
  second = await trails.process(6, 10);
  third = await trails.process(6, 20);
});

const at = (entry: TrailEntry | undefined) => entry?.at;
const id = (entries: readonly TrailEntry[], seq: number) => ({ _id: entries[seq]?._id ?? '' });
const bodyOf = ({ _id, ...body }: TrailEntry) => body;
const chainOf = (entries: readonly TrailEntry[]) => entries[0]?.chain ?? '';

describe('a trail that nobody touched', () => {
  it('is whole, and the end of each of its chains is witnessed', async () => {
    expect(await trails.verify()).toEqual({
      ...{ chains: 3, entries: 18, witnessed: 3, retired: 0, attested: null },
      findings: [],
    });
    expect(second[0]?.noted.map(({ chain, seq }) => [chain, seq])).toEqual([[chainOf(first), 5]]);
    expect(third[0]?.noted.map(({ chain }) => chain).sort()).toEqual([chainOf(first), chainOf(second)].sort());
  });

  it('is whole while it grows', async () => {
    const trail = trails.running();
    const growing = (async () => {
      for (let minute = 30; minute < 80; minute++) await trail.append(looked(minute));
    })();
    for (let run = 0; run < 5; run++) expect((await trails.verify()).findings).toEqual([]);
    await growing;
    trail.close();
    expect((await trails.verify()).entries).toBe(68);
  });

  it('is whole after an insert that reported failure and kept its entries, or a part of them', async () => {
    const store = trailIn(trails.databases, trails.dataDir);
    let lost: 'none' | 'answer' | 'half' = 'none';
    const trail = new Trail({
      ...store,
      async insertMany(entries) {
        await store.insertMany(lost === 'half' ? entries.slice(0, 1) : entries);
        if (lost !== 'none') throw new Error('the connection broke');
      },
    });
    await trail.append(looked(30));
    for (const how of ['answer', 'half'] as const) {
      lost = how;
      const batch = [31, 32, 33].map((minute) => trail.append(looked(minute)));
      await Promise.allSettled(batch);
      lost = 'none';
      await trail.append(looked(34));
    }
    trail.close();
    expect((await trails.verify()).findings).toEqual([]);
  });

  it('is whole where entries say what was done and who received it', async () => {
    const trail = trails.running();
    await trail.append({ ...looked(30), action: 'C' });
    await trail.append({ ...looked(31), recipient: { name: 'North Clinic', address: '1 Road' } });
    trail.close();
    expect(await trails.verify()).toMatchObject({ entries: 20, findings: [] });
  });

  it('is whole without head files, by what chains noted of each other', async () => {
    await rm(headFiles(), { recursive: true });
    expect(await trails.verify()).toMatchObject({ witnessed: 2, findings: [] });
  });
});

describe('47 audit entry edited, deleted, tail cut: a trail that was tampered with', () => {
  it('names an entry that was edited', async () => {
    await trails.entries.updateOne(id(second, 2), { $set: { 'viewer.subject': 'somebody-else' } });
    expect((await trails.verify()).findings).toEqual([
      { chain: chainOf(second), seq: 2, at: at(second[2]), what: expect.stringContaining('was edited: its hash') },
    ]);
  });

  it.each([
    ['a count', { $set: { 'disclosures.0.count': 1 } }],
    ['a patient that it is found by', { $set: { patients: [] } }],
    ['to whom it must be accounted', { $set: { accounted: ['ann'] } }],
    ['what it noted of others', { $set: { noted: [] } }],
    ['the time, to another type', { $set: { at: 'yesterday' } }],
    ['an element that it needs', { $unset: { viewer: 1 } }],
    ['an element that no hash covers', { $set: { comment: 'nothing to see here' } }],
  ])('names an entry of which was edited: %s', async (_what, edit) => {
    await trails.entries.updateOne(id(second, 0), edit as never);
    expect((await trails.verify()).findings).toMatchObject([{ chain: chainOf(second), seq: 0 }]);
  });

  it.each([
    ['what was done', { $set: { action: 'U' } }],
    ['that anything was done', { $unset: { action: 1 } }],
    ['who received it', { $set: { 'recipient.name': 'Somebody Else' } }],
    ['that anybody received it', { $unset: { recipient: 1 } }],
    ['the recipient, to another type', { $set: { recipient: 7 } }],
  ])('names an entry of which was edited: %s', async (_what, edit) => {
    const trail = trails.running();
    await trail.append({ ...looked(30), action: 'C', recipient: { name: 'North Clinic' } });
    trail.close();
    const [entry] = await trails.entries.find({ action: 'C' }).toArray();
    await trails.entries.updateOne({ _id: entry?._id ?? '' }, edit as never);
    expect((await trails.verify()).findings).toMatchObject([{ chain: entry?.chain, seq: 0 }]);
  });

  it('names an entry that was edited and given a fitting hash', async () => {
    const [, , entry] = second;
    await trails.forge(chainOf(second), 2, (one) => ({ ...one, operation: 'Other' }));
    for (const later of second.slice(3)) await trails.entries.replaceOne({ _id: later._id }, later);
    expect((await trails.verify()).findings).toEqual([
      { chain: chainOf(second), seq: 2, at: at(entry), what: expect.stringContaining('its hash made anew') },
    ]);
  });

  it.each([
    [[0], 0, 'was deleted'],
    [[3], 3, `was deleted`],
    [[2, 3, 4], 2, 'was deleted with those up to 4'],
  ])('names the first of the entries that were deleted: %j', async (seqs, seq, what) => {
    await trails.entries.deleteMany({ _id: { $in: seqs.map((one) => id(second, one)._id) } });
    expect((await trails.verify()).findings).toEqual([
      { chain: chainOf(second), seq, at: null, what: expect.stringContaining(what) },
    ]);
  });

  it('names the first of two entries that were swapped, with their numbers or without', async () => {
    const [, , two, three] = second as [TrailEntry, TrailEntry, TrailEntry, TrailEntry];
    const swap = async (left: Partial<TrailEntry>, right: Partial<TrailEntry>) => {
      await trails.entries.updateOne({ _id: two._id }, { $set: { ...bodyOf(three), ...left } });
      await trails.entries.updateOne({ _id: three._id }, { $set: { ...bodyOf(two), ...right } });
    };
    await swap({}, {});
    expect((await trails.verify()).findings).toMatchObject([
      {
        chain: chainOf(second),
        seq: 2,
        what: expect.stringContaining('was moved: what stands there says that it is entry 3'),
      },
    ]);
    await swap({ seq: 2 }, { seq: 3 });
    expect((await trails.verify()).findings).toMatchObject([
      { chain: chainOf(second), seq: 2, what: expect.stringContaining('was moved or replaced') },
    ]);
  });

  it('names the first entry of a tail that was cut, by a chain that noted it, without any file', async () => {
    await rm(headFiles(), { recursive: true });
    await trails.entries.deleteMany({ chain: chainOf(second), seq: { $gte: 4 } });
    const { findings } = await trails.verify();
    expect(findings).toMatchObject([{ chain: chainOf(second), seq: 4, at: null }]);
    expect(findings[0]?.what).toContain(
      `was cut off with all behind it: the chain ends at ${second[3]?.at.toISOString()}`,
    );
    expect(findings[0]?.what).toContain(`entry 0 of chain ${chainOf(third)} noted it`);
  });

  it('names the first entry of a tail that was cut off the newest chain, by its file', async () => {
    await trails.entries.deleteMany({ chain: chainOf(third), seq: { $gte: 5 } });
    const { findings } = await trails.verify();
    expect(findings).toMatchObject([{ chain: chainOf(third), seq: 5, at: null }]);
    expect(findings[0]?.what).toContain(join(headFiles(), chainOf(third)));
  });

  it('names a chain that is gone altogether', async () => {
    await trails.entries.deleteMany({ chain: chainOf(first) });
    expect((await trails.verify()).findings).toMatchObject([
      { chain: chainOf(first), seq: 0, what: expect.stringContaining('is gone with the whole chain') },
    ]);
  });

  it.each(['noted by other chains', 'kept in files'])(
    'sees a chain that was made anew, by its end as %s',
    async (how) => {
      if (how === 'noted by other chains') await rm(headFiles(), { recursive: true });
      const chain = how === 'kept in files' ? chainOf(third) : chainOf(second);
      await trails.forge(chain, 2, (entry) => ({ ...entry, disclosures: [], patients: [] }));
      const { findings } = await trails.verify();
      expect(findings).toMatchObject([{ chain, seq: 5 }]);
      expect(findings[0]?.what).toContain('one of the entries up to 5 was edited, and the chain made anew');
    },
  );

  it('says between which entries a chain was made anew, where more than one saw it', async () => {
    const trail = trails.running();
    await trail.append(looked(40));
    const [begun] = await trails.entries.find({ chain: { $nin: [first, second, third].map(chainOf) } }).toArray();
    await trails.process(1, 41);
    for (const minute of [42, 43, 44]) await trail.append(looked(minute));
    trail.close();
    const chain = begun?.chain ?? '';
    await trails.forge(chain, 2, (entry) => ({ ...entry, operation: null }));
    const { findings } = await trails.verify();
    expect(findings[0]?.what).toContain('one of the entries 1 to 3 was edited');
  });

  it('names an entry that no gateway wrote', async () => {
    await trails.entries.insertOne({ ...(second[1] as TrailEntry), _id: 'made-up' });
    expect((await trails.verify()).findings).toMatchObject([{ chain: 'made-up', seq: 0 }]);
  });

  it('tells the earliest of several first', async () => {
    await trails.entries.updateOne(id(third, 1), { $set: { operation: 'x' } });
    await trails.entries.updateOne(id(second, 1), { $set: { operation: 'x' } });
    await trails.entries.updateOne(id(second, 4), { $set: { operation: 'x' } });
    expect((await trails.verify()).findings.map(({ chain, seq }) => [chain, seq])).toEqual([
      [chainOf(second), 1],
      [chainOf(third), 1],
    ]);
  });

  it('tells of a file that is no head of a chain, and lets an empty one be', async () => {
    const [one = '', two = ''] = await readdir(headFiles());
    await writeFile(join(headFiles(), one), 'x'.repeat(76));
    truncateSync(join(headFiles(), two));
    expect((await trails.verify()).findings).toMatchObject([
      { chain: one, what: expect.stringContaining('is damaged') },
    ]);
  });
});
