/**
 * Wall 4. The trail is written before the answer leaves. Entries of requests in flight share one insert; each process
 * appends to a hash chain of its own, so an entry that was edited, dropped or moved shows.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { TrailEntry } from '../schema/policy/trail.js';

export type UnchainedEntry = Pick<TrailEntry, 'at' | 'viewer' | 'operation' | 'outcome' | 'code' | 'disclosures'>;

/** Where entries are kept: inserts all or rejects. */
export interface TrailStore {
  insertMany(entries: readonly TrailEntry[]): Promise<unknown>;
}

interface Waiting {
  readonly entry: UnchainedEntry;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

export class Trail {
  readonly #store: TrailStore;
  #chain: string = randomUUID();
  #seq = 0;
  #head = '';
  #waiting: Waiting[] = [];
  #writing = false;

  constructor(store: TrailStore) {
    this.#store = store;
  }

  /** Resolves when the entry is kept; rejects when it is not, and then nothing may be shown. */
  append(entry: UnchainedEntry): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ entry, done, failed });
      if (!this.#writing) void this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0);
      const entries = batch.map(({ entry }) => this.#chained(entry));
      try {
        await this.#store.insertMany(entries);
        for (const { done } of batch) done();
      } catch (error) {
        // How much of the batch was kept is not known: a new chain begins, and names the old one's last known head.
        this.#chain = randomUUID();
        this.#seq = 0;
        for (const { failed } of batch) failed(error);
      }
    }
    this.#writing = false;
  }

  #chained(entry: UnchainedEntry): TrailEntry {
    const seq = this.#seq++;
    const patients = [...new Set(entry.disclosures.flatMap(({ patient }) => patient ?? []))];
    const unsigned = {
      _id: `${this.#chain}:${String(seq).padStart(10, '0')}`,
      chain: this.#chain,
      seq,
      ...entry,
      patients,
      noted: [],
      previous: this.#head,
    };
    const hash = entryHash(unsigned);
    this.#head = hash;
    return { ...unsigned, hash };
  }
}

/** The hash of an entry over all its fields and the hash before it. */
export function entryHash(entry: Omit<TrailEntry, 'hash'>): string {
  const { _id, chain, seq, at, viewer, operation, outcome, code, disclosures, patients, noted, previous } = entry;
  const seen = [
    viewer.subject,
    viewer.role,
    viewer.organization,
    viewer.patient,
    viewer.purpose,
    viewer.tokenId,
    viewer.width,
  ];
  const read = disclosures.map(({ kind, patient, count, part2, breakGlass }) => [
    kind,
    patient,
    count,
    part2 === true,
    breakGlass === true,
  ]);
  const heads = noted.map((head) => [head.chain, head.seq, head.hash]);
  const fields = [_id, chain, seq, at.toISOString(), seen, operation, outcome, code, read, patients, heads, previous];
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}
