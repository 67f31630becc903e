/** Chains that are retired: what remains is whole, and who deletes one and says that it was retired is found out. */
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { Trail } from '../../gateway/trail.js';
import { headsFolder, readHeads } from '../../gateway/trail-heads.js';
import { type Retirement, retireChains } from '../../gateway/trail-retire.js';
import { attestingOperation, type RetiredChain, retiredDigest, storedTrail } from '../../gateway/trail-retired.js';
import { trailIn } from '../../gateway/trail-store.js';
import type { TrailEntry } from '../../schema/policy/trail.js';
import { finished, startCommand } from '../support/command.js';
import { mongoUri } from '../support/engine.js';
import { createTrails, looked } from './support/trails.js';

const trails = createTrails();
const stored = () => storedTrail(trails.databases.trail);
const folder = () => headsFolder(trails.dataDir, trails.databases.trail.databaseName);
/** The entries are of March 2026. */
const NOW = new Date('2032-06-01T00:00:00Z');
const BEFORE = new Date('2026-03-02T00:00:00Z');
const DAYS = 24 * 60;

let old: TrailEntry[];
let older: TrailEntry[];
let young: TrailEntry[];
beforeEach(async () => {
  await trails.entries.deleteMany({});
  await stored().retired.deleteMany({});
  await rm(folder(), { recursive: true, force: true });
  older = await trails.process(5);
  old = await trails.process(4, 30);
  young = await trails.process(3, 2 * DAYS);
});

const nameOf = (entries: readonly TrailEntry[]) => entries[0]?.chain ?? '';
const left = async () => [...new Set(await trails.entries.distinct('chain'))].sort();

async function retire(asked: Partial<Retirement> & { readonly apply?: boolean } = {}) {
  const { apply = true, ...rest } = asked;
  const trail = apply ? new Trail(trailIn(trails.databases, trails.dataDir), { now: () => NOW }) : null;
  try {
    const kept = await readHeads(folder());
    return await retireChains(stored(), { before: BEFORE, now: NOW, subject: 'officer', kept, trail, ...rest });
  } finally {
    trail?.close();
  }
}

describe('retiring chains of the trail', () => {
  it('takes out those that ended before, whole, and leaves a trail that is whole', async () => {
    const gone = await retire();
    expect(gone.map(({ _id, seq, entries }) => [_id, seq, entries]).sort()).toEqual(
      [
        [nameOf(older), 4, 5],
        [nameOf(old), 3, 4],
      ].sort(),
    );
    expect(await left()).toHaveLength(2);
    expect(await left()).toContain(nameOf(young));
    expect(await trails.verify()).toMatchObject({ retired: 2, chains: 2, entries: 4, findings: [] });
  });

  it('stands in the trail itself: who decided it, and when', async () => {
    await retire();
    const attesting = await trails.entries.find({ action: 'D' }).toArray();
    expect(attesting).toMatchObject([
      { at: NOW, viewer: { subject: 'officer' }, outcome: 'disclosed', disclosures: [] },
    ]);
  });

  it('changes nothing where it is only looked', async () => {
    expect(await retire({ apply: false })).toHaveLength(2);
    expect(await trails.verify()).toMatchObject({ retired: 0, entries: 12, findings: [] });
    expect(await stored().retired.countDocuments()).toBe(0);
  });

  it('goes on later: what was retired stays attested when more is, and when its own attestation is', async () => {
    await retire();
    const later = new Date('2032-07-01T00:00:00Z');
    await retire({ before: new Date('2026-04-01T00:00:00Z'), now: later });
    expect(await trails.verify()).toMatchObject({ retired: 3, findings: [] });
    const far = new Date('2040-01-01T00:00:00Z');
    await retire({ before: new Date('2033-01-01T00:00:00Z'), now: far });
    expect(await trails.verify()).toMatchObject({ retired: 5, chains: 1, entries: 1, findings: [] });
  });

  it('finishes a run that was cut off after the trail attested it', async () => {
    await retire();
    await trails.entries.insertMany(old.slice(2));
    expect(await trails.verify()).toMatchObject({ retired: 2, findings: [] });
    await retire();
    expect(await left()).not.toContain(nameOf(old));
  });

  it('begins anew a run that was cut off before', async () => {
    const [first] = await retire({ apply: false });
    await stored().retired.insertOne({ ...(first as RetiredChain), entries: 1 });
    expect(await trails.verify()).toMatchObject({ retired: 0, findings: [] });
    await retire();
    expect(await trails.verify()).toMatchObject({ retired: 2, findings: [] });
  });

  it.each([
    ['a date that is not six years past', { before: new Date('2026-06-02T00:00:00Z') }, '164.316'],
    ['a date in the future', { before: new Date('2100-01-01T00:00:00Z') }, '164.528'],
  ])('refuses %s', async (_what, asked, words) => {
    await expect(retire(asked)).rejects.toThrow(words);
    expect(await trails.verify()).toMatchObject({ retired: 0, entries: 12, findings: [] });
  });

  it('refuses a trail that is not whole', async () => {
    await trails.entries.deleteOne({ _id: young[1]?._id ?? '' });
    await expect(retire()).rejects.toThrow('not whole');
    expect(await left()).toHaveLength(3);
  });
});

describe('47 a chain that is gone', () => {
  const finding = (chain: string) => ({
    chain,
    what: expect.stringContaining('is gone with the whole chain') as string,
  });

  it('is not excused by words that the trail does not attest', async () => {
    const [pretended] = await retire({ apply: false });
    await stored().retired.insertOne(pretended as RetiredChain);
    await trails.entries.deleteMany({ chain: pretended?._id ?? '' });
    expect((await trails.verify()).findings).toMatchObject([finding(pretended?._id ?? '')]);
  });

  it('is not excused when it is put beside those that were retired', async () => {
    await retire();
    const last = young.at(-1);
    const beside = { _id: nameOf(young), seq: 2, hash: last?.hash ?? '', entries: 3, run: 1 };
    await stored().retired.insertOne({ ...beside, first: older[0]?.at ?? NOW, last: older[0]?.at ?? NOW });
    await trails.entries.deleteMany({ chain: nameOf(young) });
    const names = (await trails.verify()).findings.map(({ chain }) => chain);
    expect(names).toContain(nameOf(young));
  });

  it('shows where what was kept of it is edited', async () => {
    await retire();
    await stored().retired.updateOne({ _id: nameOf(old) }, { $set: { hash: '0'.repeat(64) } });
    const names = (await trails.verify()).findings.map(({ chain }) => chain);
    expect(names).toEqual(expect.arrayContaining([nameOf(old), nameOf(older)]));
  });

  it('is not excused while it is young, whatever the trail attests', async () => {
    const [chain] = (await retire({ before: BEFORE, apply: false })) as RetiredChain[];
    const soon = new Date('2027-01-01T00:00:00Z');
    const one = { ...(chain as RetiredChain), run: 1 };
    await stored().retired.insertOne(one);
    const trail = new Trail(trailIn(trails.databases, trails.dataDir), { now: () => soon });
    const operation = attestingOperation(1, retiredDigest([one]));
    await trail.append({ ...looked(0), at: soon, operation, disclosures: [], action: 'D' });
    trail.close();
    await trails.entries.deleteMany({ chain: one._id });
    expect((await trails.verify()).findings).toMatchObject([finding(one._id)]);
  });

  it('is not excused where others saw it reach further than it did when it was retired', async () => {
    await retire();
    const digestOf = async () => retiredDigest(await stored().retired.find({}).toArray());
    expect(await digestOf()).toBe(retiredDigest(await stored().retired.find({}).sort({ _id: -1 }).toArray()));
    const trail = trails.running();
    await trail.append(looked(3 * DAYS));
    trail.close();
    const [noting] = await trails.entries.find({ at: looked(3 * DAYS).at }).toArray();
    const further = { chain: nameOf(old), seq: 9, hash: 'f'.repeat(64) };
    await trails.forge(noting?.chain ?? '', noting?.seq ?? 0, (entry) => ({
      ...entry,
      noted: [...entry.noted, further],
    }));
    await rm(folder(), { recursive: true, force: true });
    expect((await trails.verify()).findings).toMatchObject([{ chain: nameOf(old) }]);
  });
});

describe('npm run audit:retire', { timeout: 60_000 }, () => {
  const script = fileURLToPath(new URL('../../dist/gateway/commands/audit-retire.js', import.meta.url));
  const run = (...args: string[]) => {
    const uri = new URL(mongoUri());
    uri.pathname = `/${trails.prefix}`;
    return finished(startCommand(script, args, { MONGODB_URI: uri.href, DATA_DIR: trails.dataDir }));
  };

  it('tells what it would do, by year', async () => {
    const { code, out } = await run('--before', '2015');
    expect([code, out]).toEqual([0, expect.stringContaining('would be retired: 0 chains with 0 entries')]);
  });

  it.each([
    [['--before', '2026-03-02'], 'six years|6 years'],
    [['--before', 'soon'], '--before takes a date'],
    [['--before', '2015', '--apply'], 'who decided it'],
  ])('refuses %j', async (args, words) => {
    const { code, err } = await run(...args);
    expect([code, err]).toEqual([1, expect.stringMatching(words)]);
  });
});
