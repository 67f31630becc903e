/** Follows chains entry by entry, in the order of their ids, and finds what is not as it was written. */
import { type ChainHead, entryId, type TrailEntry } from '../schema/policy/trail.js';
import { entryHash } from './trail-hash.js';
import { type Attestation, attestationIn } from './trail-retired.js';

/** What is wrong at one entry. `at` null: nobody knows when it was, because it is gone. */
export interface Finding {
  readonly chain: string;
  readonly seq: number;
  readonly at: Date | null;
  readonly what: string;
}

/** The last entry of a chain that was read. */
export interface WalkedHead extends ChainHead {
  readonly at: Date;
}

/** The highest entry of a chain that somebody saw. */
export interface Witness extends ChainHead {
  /** Who, in words: an entry of another chain, or a file. */
  readonly by: string;
}

/** Holds for each chain its head, its first finding and its highest witness, however long the chains are. */
export class ChainWalk {
  readonly heads = new Map<string, WalkedHead>();
  readonly findings = new Map<string, Finding>();
  readonly witnesses = new Map<string, Witness>();
  entries = 0;
  /** The latest that the trail says of chains which were retired. */
  attested: Attestation | null = null;

  /** The next entry in the order of ids. */
  step(entry: TrailEntry): void {
    this.entries += 1;
    const chain = chainOf(entry._id);
    const last = this.heads.get(chain) ?? null;
    const broken = this.findings.has(chain);
    const finding = broken ? null : findingAt(entry, chain, last);
    if (finding) this.findings.set(chain, finding);
    this.heads.set(chain, headAt(entry, chain, last));
    if (!broken && !finding) this.#hear(entry);
  }

  /** These chains were retired: what is left of them, or is not, is as it should be. */
  retire(chains: ReadonlyMap<string, ChainHead>): void {
    for (const [chain, head] of chains) {
      const witness = this.witnesses.get(chain);
      const reaches = !witness || witness.seq < head.seq || (witness.seq === head.seq && witness.hash === head.hash);
      if (!reaches) continue;
      this.witnesses.delete(chain);
      this.findings.delete(chain);
    }
  }

  /** Somebody says that they saw this entry. */
  witness(witness: Witness): void {
    const known = this.witnesses.get(witness.chain);
    if (!known || known.seq < witness.seq) this.witnesses.set(witness.chain, witness);
  }

  #hear(entry: TrailEntry): void {
    const { noted, chain, seq, at } = entry;
    const attestation = attestationIn(entry);
    if (attestation && attestation.run > (this.attested?.run ?? 0)) this.attested = attestation;
    for (const head of noted)
      this.witness({ ...head, by: `entry ${seq} of chain ${chain} noted it at ${at.toISOString()}` });
  }
}

/** The chain of an id; an id that no gateway wrote is a chain of its own. */
function chainOf(id: unknown): string {
  const text = String(id);
  const end = text.lastIndexOf(':');
  return end < 0 ? text : text.slice(0, end);
}

function headAt(entry: TrailEntry, chain: string, last: WalkedHead | null): WalkedHead {
  const seq = Number.isSafeInteger(entry.seq) ? entry.seq : (last?.seq ?? -1) + 1;
  const at = entry.at instanceof Date ? entry.at : new Date(Number.NaN);
  return { chain, seq, at, hash: String(entry.hash) };
}

/** What is wrong with the entry as the one after `last`, or with `last` as the one before it. */
function findingAt(entry: TrailEntry, chain: string, last: WalkedHead | null): Finding | null {
  const expected = last ? last.seq + 1 : 0;
  const at = entry.at instanceof Date ? entry.at : null;
  const here = (what: string): Finding => ({ chain, seq: expected, at, what });
  const hash = hashOf(entry);
  if (hash === null) return here('is not as a gateway writes it: it was edited, or put there');
  if (entry._id !== entryId(entry.chain, entry.seq))
    return here(`was moved: what stands there says that it is entry ${entry.seq} of chain ${entry.chain}`);
  if (entry.seq > expected) return gone(chain, expected, entry, last);
  const own = hash === entry.hash;
  const linked = entry.previous === (last?.hash ?? '');
  if (own && linked) return null;
  if (linked) return here('was edited: its hash is not that of what it says');
  if (!own) return here('was moved or replaced: it neither fits its own hash nor follows the entry before it');
  if (!last) return here('was replaced: it says that another entry came before the first');
  return {
    chain,
    seq: last.seq,
    at: last.at,
    what: 'was edited, and its hash made anew: the entry after it remembers another',
  };
}

function gone(chain: string, seq: number, next: TrailEntry, last: WalkedHead | null): Finding {
  const until = next.seq - 1 > seq ? ` with those up to ${next.seq - 1}` : '';
  const after = last ? ` after ${last.at.toISOString()} and` : '';
  const what = `was deleted${until}: it was written${after} before ${next.at.toISOString()}`;
  return { chain, seq, at: null, what };
}

const ELEMENTS = new Set([
  ...['_id', 'chain', 'seq', 'at', 'viewer', 'operation', 'outcome', 'code', 'disclosures', 'patients', 'accounted'],
  ...['noted', 'previous', 'hash', 'action', 'recipient'],
]);

/** The hash of what the entry says; null where it has not the shape of an entry, or holds what no hash covers. */
function hashOf(entry: TrailEntry): string | null {
  if (Object.keys(entry).some((element) => !ELEMENTS.has(element))) return null;
  if (!Number.isSafeInteger(entry.seq) || !(entry.at instanceof Date)) return null;
  try {
    return entryHash(entry);
  } catch (error) {
    // An element that is missing or of another type: stored data, not a mistake of ours.
    if (error instanceof TypeError || error instanceof RangeError) return null;
    throw error;
  }
}
