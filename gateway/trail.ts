/**
 * Wall 4. The trail is written before the answer leaves. Entries of requests in flight share one insert; each process
 * appends to a hash chain of its own, so an entry that was edited, dropped or moved shows. Chains note each other's heads
 * and each process keeps its own outside the database, so that a chain which was cut shows too.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { accountedPatients } from '../schema/policy/accounting.js';
import { type ChainHead, entryId, type TrailEntry } from '../schema/policy/trail.js';
import { type ErrorReport, reportToStderr } from './plugins/mask-errors.js';
import { entryHash } from './trail-hash.js';
import { CHAIN_MS, ChainNotes, chainStamp, type ReadHeads } from './trail-notes.js';

export type UnchainedEntry = Pick<
  TrailEntry,
  'at' | 'viewer' | 'operation' | 'outcome' | 'code' | 'disclosures' | 'action' | 'recipient'
>;

/** Where entries are kept. */
export interface TrailStore {
  /** Keeps all, in their order, or rejects; then a part from the first on may be kept nevertheless. */
  insertMany(entries: readonly TrailEntry[]): Promise<unknown>;
  /** The heads of the chains in the store; without it nothing is noted. */
  readonly heads?: ReadHeads;
  /** Keeps the last entry of this process outside the database. Throws when it cannot. */
  readonly keepHead?: (head: ChainHead) => void;
  readonly close?: () => void;
}

export interface TrailOptions {
  readonly report?: ErrorReport;
  readonly now?: () => Date;
}

interface Waiting {
  readonly entry: UnchainedEntry;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** What this process has appended to its chain so far. */
interface Chain {
  readonly name: string;
  readonly endsAt: number;
  /** The last entry that the store said it keeps. */
  head: ChainHead | null;
}

/**
 * How long a write waits for entries to travel along while one follows the other: an insert costs as much as a small
 * answer, whatever it holds. An entry that comes alone waits for nobody.
 */
const GATHER_MS = 1;

export class Trail {
  readonly #store: TrailStore;
  readonly #report: ErrorReport;
  readonly #now: () => Date;
  readonly #notes: ChainNotes;
  #chain: Chain;
  #waiting: Waiting[] = [];
  #writing = false;
  /** When the last entries were kept, in milliseconds. */
  #keptAt = Number.NEGATIVE_INFINITY;
  #untold = true;
  /** Resolves when the chains before it were looked at; the first entry waits for it, to note where they ended. */
  readonly begun: Promise<void>;

  constructor(store: TrailStore, { report = reportToStderr, now = () => new Date() }: TrailOptions = {}) {
    this.#store = store;
    this.#report = report;
    this.#now = now;
    this.#notes = new ChainNotes(store.heads, now, (error) => report('trail-notes', error));
    this.#chain = newChain(now());
    this.begun = this.#notes.look(this.#chain.name);
  }

  /** Resolves when the entry is kept; rejects when it is not, and then nothing may be shown. */
  append(entry: UnchainedEntry): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ entry, done, failed });
      if (!this.#writing) void this.#write();
    });
  }

  /** To be called when nothing is appended any more. */
  close(): void {
    this.#store.close?.();
  }

  async #write(): Promise<void> {
    this.#writing = true;
    await this.begun;
    while (this.#waiting.length > 0) {
      if (this.#now().getTime() - this.#keptAt <= GATHER_MS) await delay(GATHER_MS);
      if (this.#now().getTime() >= this.#chain.endsAt) this.#beginChain();
      const batch = this.#waiting.splice(0);
      const noted = this.#notes.take();
      try {
        await this.#keep(batch, noted);
        for (const { done } of batch) done();
      } catch (error) {
        // How much of the batch was kept is not known. A new chain begins; the old one is noted up to its last entry that
        // is certain, and an entry behind it that was kept after all goes on from there as it should.
        this.#notes.giveBack(noted);
        this.#beginChain();
        for (const { failed } of batch) failed(error);
      }
    }
    this.#writing = false;
  }

  async #keep(batch: readonly Waiting[], noted: readonly ChainHead[]): Promise<void> {
    const chain = this.#chain;
    let head = chain.head;
    const entries = batch.map(({ entry }, at) => {
      const chained = chainedEntry(entry, chain.name, head, at === 0 ? noted : []);
      head = { chain: chain.name, seq: chained.seq, hash: chained.hash };
      return chained;
    });
    await this.#store.insertMany(entries);
    this.#keptAt = this.#now().getTime();
    chain.head = head;
    if (head) this.#keepHead(head);
    this.#notes.kept(entries.length, chain.name);
  }

  /** The entry is kept already: a disk that fails here is told once for a chain, and refuses nobody. */
  #keepHead(head: ChainHead): void {
    try {
      this.#store.keepHead?.(head);
    } catch (error) {
      if (this.#untold) this.#report('trail-heads', error);
      this.#untold = false;
    }
  }

  #beginChain(): void {
    if (this.#chain.head) this.#notes.add(this.#chain.head);
    this.#chain = newChain(this.#now());
    this.#untold = true;
  }
}

function newChain(at: Date): Chain {
  return {
    name: `${chainStamp(at)}-${randomBytes(6).toString('hex')}`,
    endsAt: at.getTime() + CHAIN_MS,
    head: null,
  };
}

function chainedEntry(
  entry: UnchainedEntry,
  chain: string,
  before: ChainHead | null,
  noted: readonly ChainHead[],
): TrailEntry {
  const seq = before ? before.seq + 1 : 0;
  const { viewer, disclosures } = entry;
  const unsigned = {
    _id: entryId(chain, seq),
    chain,
    seq,
    ...entry,
    patients: [...new Set(disclosures.flatMap(({ patient }) => patient ?? []))],
    accounted: accountedPatients(viewer, disclosures),
    noted,
    previous: before?.hash ?? '',
  };
  return { ...unsigned, hash: entryHash(unsigned) };
}
