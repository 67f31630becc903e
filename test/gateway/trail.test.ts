import { describe, expect, it } from 'vitest';
import { entryHash, Trail, type UnchainedEntry } from '../../gateway/trail.js';
import type { TrailEntry } from '../../schema/policy/trail.js';

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
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  let refuses = false;
  return {
    inserts,
    release: () => release(),
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
    const all = ['a', 'b', 'c'].map((name) => trail.append(entry(name)));
    store.release();
    await Promise.all(all);
    expect(store.inserts.map((batch) => batch.map(({ operation }) => operation))).toEqual([['a'], ['b', 'c']]);
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
    ];
    for (const edit of edits) expect(entryHash({ ...first, ...edit })).not.toBe(first.hash);
  });

  it('fails whoever waits for an entry that was not kept, and begins a new chain that names the old head', async () => {
    const store = heldStore();
    store.release();
    const trail = new Trail(store);
    store.refuse(true);
    await expect(trail.append(entry('lost'))).rejects.toThrow('down');
    store.refuse(false);
    await trail.append(entry('kept'));
    const [lost, kept] = store.inserts.flat() as [TrailEntry, TrailEntry];
    expect(kept.chain).not.toBe(lost.chain);
    expect([kept.seq, kept.previous]).toEqual([0, lost.hash]);
  });
});
