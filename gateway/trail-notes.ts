/**
 * What a process has seen of the chains of others. Their heads go into its own entries (`noted`), so that a chain which
 * was cut behind one of them shows. They are read when the process starts and about every minute of activity after that.
 */
import type { ChainHead } from '../schema/policy/trail.js';

const LOOK_EVERY_MS = 60_000;
/** Busy processes look earlier: what was written since the last look is what a cut could take unseen. */
const LOOK_EVERY_ENTRIES = 10_000;

/** How long a process stays on one chain. A chain that began earlier does not grow any more, so nobody looks at it again. */
export const CHAIN_MS = 24 * 3_600_000;
/** How far clocks of processes may be apart, and longer than any request takes. */
const SLACK_MS = 3_600_000;

/** The heads of chains that began at `oldest` (the beginning of a chain's name) or after, the youngest chains first. */
export type ReadHeads = (oldest: string) => Promise<readonly ChainHead[]>;

/** What names of chains begin with: the second of their first entry, in UTC, so that names sort by age. */
export function chainStamp(at: Date): string {
  return at.toISOString().replace(/[-:]|\.\d+/g, '');
}

export class ChainNotes {
  readonly #read: ReadHeads | undefined;
  readonly #now: () => Date;
  readonly #report: (error: unknown) => void;
  /** By chain, the last entry that was noted. */
  readonly #known = new Map<string, number>();
  readonly #pending = new Map<string, ChainHead>();
  #lookedAt = Number.NEGATIVE_INFINITY;
  #oldest = '';
  #entries = 0;
  #looking: Promise<void> | null = null;

  constructor(read: ReadHeads | undefined, now: () => Date, report: (error: unknown) => void) {
    this.#read = read;
    this.#now = now;
    this.#report = report;
  }

  /** Looks now; never rejects: what could not be read is reported, and looked at again with the next entry. */
  look(own: string): Promise<void> {
    this.#looking ??= this.#look(own).finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  /** So many more entries were kept: looks again when it is time, without anybody waiting for it. */
  kept(entries: number, own: string): void {
    this.#entries += entries;
    const due = this.#now().getTime() - this.#lookedAt >= LOOK_EVERY_MS || this.#entries >= LOOK_EVERY_ENTRIES;
    if (due && this.#read) void this.look(own);
  }

  /** A head that this process knows of itself. */
  add(head: ChainHead): void {
    if (head.seq <= (this.#known.get(head.chain) ?? -1)) return;
    this.#known.set(head.chain, head.seq);
    this.#pending.set(head.chain, head);
  }

  /** What the next entry shall note. */
  take(): ChainHead[] {
    const heads = [...this.#pending.values()];
    this.#pending.clear();
    return heads;
  }

  /** The entry that was to note them may not have been kept. */
  giveBack(heads: readonly ChainHead[]): void {
    for (const head of heads) if (!this.#pending.has(head.chain)) this.#pending.set(head.chain, head);
  }

  async #look(own: string): Promise<void> {
    if (!this.#read) return;
    const now = this.#now();
    try {
      for (const head of await this.#read(this.#oldest)) if (head.chain !== own) this.add(head);
    } catch (error) {
      this.#report(error);
      return;
    }
    this.#lookedAt = now.getTime();
    this.#entries = 0;
    this.#oldest = chainStamp(new Date(now.getTime() - CHAIN_MS - SLACK_MS));
    for (const chain of this.#known.keys()) if (chain < this.#oldest) this.#known.delete(chain);
  }
}
