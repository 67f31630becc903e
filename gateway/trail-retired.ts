/**
 * Chains that were taken out of the trail when they were old enough, and what makes that different from a chain that was
 * cut: of each its last entry is kept in words, and an entry of the trail itself holds the digest of them all. Whoever
 * deletes a chain and says that it was retired has to make that entry too, and with it a chain that others witnessed.
 */
import { createHash } from 'node:crypto';
import type { mongo } from 'mongoose';
import { type ChainHead, TRAIL_COLLECTION, type TrailEntry } from '../schema/policy/trail.js';

/**
 * How long entries are kept at least: documentation for six years (45 CFR 164.316(b)(2)(i)), and six years is how far back
 * a patient may ask whom it was disclosed to (164.528(a)(1)).
 */
export const KEPT_YEARS = 6;

/** A document of `retired` in the trail's database. */
export interface RetiredChain extends Omit<ChainHead, 'chain'> {
  /** The name of the chain. */
  readonly _id: string;
  readonly entries: number;
  readonly first: Date;
  readonly last: Date;
  /** Numbers the retirements: an entry of the trail attests all up to its own. */
  readonly run: number;
}

/** What of a trail is in the database. */
export interface StoredTrail {
  readonly entries: mongo.Collection<TrailEntry>;
  readonly retired: mongo.Collection<RetiredChain>;
}

export const RETIRED_COLLECTION = 'retired';

export function storedTrail(database: mongo.Db): StoredTrail {
  return {
    entries: database.collection<TrailEntry>(TRAIL_COLLECTION),
    retired: database.collection<RetiredChain>(RETIRED_COLLECTION),
  };
}

/** What an entry of the trail says of chains that were retired. */
export interface Attestation {
  readonly run: number;
  readonly digest: string;
  readonly at: Date;
}

/** The name of the operation of such an entry: it is hashed with the entry, so nobody changes it unseen. */
export function attestingOperation(run: number, digest: string): string {
  return `RetireTrail_${run}_${digest}`;
}

/** What an entry attests; null for all others. */
export function attestationIn({ operation, action, at }: TrailEntry): Attestation | null {
  const [, run, digest] = /^RetireTrail_(\d+)_([0-9a-f]{64})$/.exec(operation ?? '') ?? [];
  return action === 'D' && run !== undefined && digest !== undefined ? { run: Number(run), digest, at } : null;
}

/** Over all that is told of chains, in the order of their names. */
export function retiredDigest(chains: readonly RetiredChain[]): string {
  const told = [...chains]
    .sort((one, other) => (one._id < other._id ? -1 : 1))
    .map(({ _id, seq, hash, entries, first, last }) => [
      ...[_id, seq, hash, entries],
      ...[first.toISOString(), last.toISOString()],
    ]);
  return createHash('sha256').update(JSON.stringify(told)).digest('hex');
}

/** So many years earlier, by the calendar. */
export function yearsBefore(at: Date, years: number): Date {
  const earlier = new Date(at);
  earlier.setUTCFullYear(earlier.getUTCFullYear() - years);
  return earlier;
}

/**
 * The chains that may be gone, by name: those that the trail itself attests, each of them old enough when it did. None
 * where what is told of them is not what was attested.
 */
export function attestedChains(
  retired: readonly RetiredChain[],
  attestation: Attestation | null,
): ReadonlyMap<string, RetiredChain> {
  if (!attestation) return new Map();
  const meant = retired.filter(({ run }) => run <= attestation.run);
  const oldest = yearsBefore(attestation.at, KEPT_YEARS);
  const fits = retiredDigest(meant) === attestation.digest && meant.every(({ last }) => last < oldest);
  return new Map(fits ? meant.map((chain) => [chain._id, chain]) : []);
}
