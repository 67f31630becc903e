import { describe, expect, it } from 'vitest';
import { Trail, type TrailStore, type UnchainedEntry } from '../../gateway/trail.js';
import { entryHash } from '../../gateway/trail-hash.js';
import type { ChainHead, TrailEntry } from '../../schema/policy/trail.js';
import { hold } from '../support/hold.js';

const entry = (operation: string): UnchainedEntry => ({
  at: new Date('2026-01-02T03:04:05Z'),
  viewer: {
    subject: 's',
    role: 'clinician',
    organization: 'o',
    patient: null,
    purpose: 'TREAT',
    tokenId: 't',
    width: null,
  },
  operation,
  outcome: 'disclosed',
  code: null,
  disclosures: [
    { kind: 'Observation', patient: 'p', count: 2 },
    { kind: 'Practitioner', patient: null, count: 1 },
  ],
});

/** A store whose first insert waits until it is let go, and which can refuse. */
function heldStore() {
  const inserts: (readonly TrailEntry[])[] = [];
  const { held, release } = hold();
  let refuses = false;
  return {
    inserts,
    release,
    refuse: (yes: boolean) => (refuses = yes),
    async insertMany(entries: readonly TrailEntry[]) {
      inserts.push(entries);
      if (inserts.length === 1) await held;
      if (refuses) throw new Error('down');
    },
  };
}

describe('the trail', () => {
  it('keeps the entries of requests in flight with one insert', async () => {
    const store = heldStore();
    const trail = new Trail(store);
    const all = [trail.append(entry('a'))];
    await expect.poll(() => store.inserts.length).toBe(1);
    all.push(...['b', 'c'].map((name) => trail.append(entry(name))));
    store.release();
    await Promise.all(all);
    expect(store.inserts.map((batch) => batch.map(({ operation }) => operation))).toEqual([['a'], ['b', 'c']]);
  });

  it('lets entries that follow each other travel together, and one that comes alone at once', async () => {
    const store = heldStore();
    store.release();
    let now = 0;
    const trail = new Trail(store, { now: () => new Date(now) });
    await trail.append(entry('alone'));
    const following: Promise<void>[] = [];
    for (const name of ['b', 'c', 'd']) {
      following.push(trail.append(entry(name)));
      await null;
    }
    await Promise.all(following);
    now += 1000;
    const lone = trail.append(entry('alone again'));
    await null;
    const next = trail.append(entry('e'));
    await Promise.all([lone, next]);
    const batches = store.inserts.map((batch) => batch.map(({ operation }) => operation));
    expect(batches).toEqual([['alone'], ['b', 'c', 'd'], ['alone again'], ['e']]);
  });

  it('chains each entry to the one before it, over all that it tells', async () => {
    const store = heldStore();
    store.release();
    const trail = new Trail(store);
    for (const name of ['a', 'b', 'c']) await trail.append(entry(name));
    const kept = store.inserts.flat();
    expect(kept.map(({ seq }) => seq)).toEqual([0, 1, 2]);
    expect(kept.map(({ previous }) => previous)).toEqual(['', kept[0]?.hash, kept[1]?.hash]);
    expect(kept.map(entryHash)).toEqual(kept.map(({ hash }) => hash));
    expect(kept[0]?.patients).toEqual(['p']);
    const [first] = kept as [TrailEntry];
    const edits: Partial<TrailEntry>[] = [
      { at: new Date(0) },
      { operation: 'z' },
      { outcome: 'refused' },
      { disclosures: [] },
      { previous: 'x' },
      { viewer: { ...first.viewer, subject: 'other' } },
      { viewer: { ...first.viewer, width: 'NETWORK' } },
      { code: 'FORBIDDEN' },
      { patients: [] },
      { accounted: ['p'] },
      { noted: [{ chain: 'c', seq: 1, hash: 'h' }] },
      { disclosures: [{ kind: 'Observation', patient: 'p', count: 2, part2: true }] },
      { disclosures: [{ kind: 'Observation', patient: 'p', count: 2, breakGlass: true }] },
    ];
    for (const edit of edits) expect(entryHash({ ...first, ...edit })).not.toBe(first.hash);
  });

  it('fails whoever waits for an entry that was not kept, and begins a new chain', async () => {
    const store = heldStore();
    store.release();
    const trail = new Trail(store);
    store.refuse(true);
    await expect(trail.append(entry('lost'))).rejects.toThrow('down');
    store.refuse(false);
    await trail.append(entry('kept'));
    const [lost, kept] = store.inserts.flat() as [TrailEntry, TrailEntry];
    expect(kept.chain).not.toBe(lost.chain);
    expect([kept.seq, kept.previous, kept.noted]).toEqual([0, '', []]);
  });

  it('notes the old chain in the new one up to the last entry that is certain', async () => {
    const store = heldStore();
    store.release();
    const trail = new Trail(store);
    await trail.append(entry('certain'));
    store.refuse(true);
    await expect(trail.append(entry('uncertain'))).rejects.toThrow('down');
    store.refuse(false);
    await trail.append(entry('next'));
    const [certain, , next] = store.inserts.flat() as [TrailEntry, TrailEntry, TrailEntry];
    expect(next.noted).toEqual([headOf(certain)]);
  });

  it('tells whose entries must be accounted for', async () => {
    const store = heldStore();
    store.release();
    const trail = new Trail(store);
    const asked = entry('study');
    await trail.append({ ...asked, viewer: { ...asked.viewer, purpose: 'HRESCH' } });
    await trail.append(asked);
    expect(store.inserts.flat().map(({ accounted }) => accounted)).toEqual([['p'], []]);
  });
});

describe('what a chain notes of others', () => {
  const other = (seq: number): ChainHead => ({ chain: '20260101T000000Z-other', seq, hash: `h${seq}` });

  function notingStore(heads: () => ChainHead[]) {
    const kept: TrailEntry[] = [];
    const asked: string[] = [];
    const files: ChainHead[] = [];
    const store: TrailStore = {
      insertMany: async (entries) => void kept.push(...entries),
      heads: async (oldest) => {
        asked.push(oldest);
        return heads();
      },
      keepHead: (head) => void files.push(head),
    };
    return { store, kept, asked, files };
  }

  it('notes where the chains before it ended in its first entry, and then only what is new, once a minute', async () => {
    let seq = 4;
    const { store, kept, asked } = notingStore(() => [other(seq)]);
    let now = new Date('2026-01-02T00:00:00Z');
    const trail = new Trail(store, { now: () => now });
    for (const name of ['a', 'b', 'c']) await trail.append(entry(name));
    expect(asked).toEqual(['']);
    seq = 9;
    now = new Date('2026-01-02T00:01:00Z');
    for (const name of ['d', 'e', 'f']) await trail.append(entry(name));
    expect(kept.map(({ noted }) => noted.map((head) => head.seq))).toEqual([[4], [], [], [], [9], []]);
    // Chains that began before a day and an hour do not grow any more.
    expect(asked).toEqual(['', '20251231T230000Z']);
  });

  it('does not note itself', async () => {
    const { store, kept } = notingStore(() => kept.slice(-1).map(headOf));
    let now = new Date('2026-01-02T00:00:00Z');
    const trail = new Trail(store, { now: () => now });
    for (let minute = 0; minute < 5; minute++) {
      now = new Date(now.getTime() + 60_000);
      await trail.append(entry('a'));
    }
    expect(kept.flatMap(({ noted }) => noted)).toEqual([]);
  });

  it('notes with the next entry what was to be noted by one that was not kept', async () => {
    const { store, kept } = notingStore(() => [other(4)]);
    let refuses = true;
    const trail = new Trail({
      ...store,
      insertMany: (entries) => (refuses ? Promise.reject(new Error('down')) : store.insertMany(entries)),
    });
    await expect(trail.append(entry('lost'))).rejects.toThrow('down');
    refuses = false;
    await trail.append(entry('kept'));
    expect(kept[0]?.noted).toEqual([other(4)]);
  });

  it('goes on where the heads cannot be read, and says so', async () => {
    const { store, kept } = notingStore(() => {
      throw new Error('slow');
    });
    const reports: string[] = [];
    const trail = new Trail(store, { report: (reference) => reports.push(reference) });
    await trail.append(entry('a'));
    expect([kept.length, reports[0]]).toEqual([1, 'trail-notes']);
  });

  it('keeps its own head outside the database after each insert', async () => {
    const { store, kept, files } = notingStore(() => []);
    const trail = new Trail(store);
    await Promise.all(['a', 'b', 'c'].map((name) => trail.append(entry(name))));
    await trail.append(entry('d'));
    expect(files).toEqual([kept[2], kept[3]].map((one) => headOf(one as TrailEntry)));
  });

  it('begins a new chain each day, which notes the old one', async () => {
    const { store, kept } = notingStore(() => []);
    let now = new Date('2026-01-02T00:00:00Z');
    const trail = new Trail(store, { now: () => now });
    await trail.append(entry('a'));
    now = new Date('2026-01-03T00:00:00Z');
    await trail.append(entry('b'));
    const [first, second] = kept as [TrailEntry, TrailEntry];
    expect([first.chain.slice(0, 16), second.chain.slice(0, 16)]).toEqual(['20260102T000000Z', '20260103T000000Z']);
    expect([second.seq, second.noted]).toEqual([0, [headOf(first)]]);
  });
});

function headOf({ chain, seq, hash }: TrailEntry): ChainHead {
  return { chain, seq, hash };
}
