/** Takes chains out of the trail that are old enough, so that what remains still shows whether anything was cut. */
import type { TrailEntry } from '../schema/policy/trail.js';
import type { Trail } from './trail.js';
import type { KeptHead } from './trail-heads.js';
import {
  attestedChains,
  attestingOperation,
  KEPT_YEARS,
  type RetiredChain,
  retiredDigest,
  type StoredTrail,
  yearsBefore,
} from './trail-retired.js';
import { verifyTrail } from './trail-verify.js';

/** Why nothing is retired: a sentence for whoever asked. */
export class RetirementRefused extends Error {}

export interface Retirement {
  /** Chains that ended before this are meant. */
  readonly before: Date;
  readonly now: Date;
  /** Who decided it, as the trail names them. */
  readonly subject: string;
  readonly kept: readonly KeptHead[];
  /** Appends to the trail; null for a look only. */
  readonly trail: Trail | null;
}

/** An answer has been given on the strength of these: neither a crash nor a failover may take them back. */
const DURABLE = { writeConcern: { w: 'majority', journal: true } } as const;

/**
 * What is retired, or would be. In this order: what is told of the chains is kept, the trail attests it, the entries go. A
 * run that is cut off is finished by the next: until the trail attests it nothing is gone, and what it attested may be.
 * @throws RetirementRefused for a date that is not six years past, and for a trail that is not whole.
 */
export async function retireChains(stored: StoredTrail, asked: Retirement): Promise<readonly RetiredChain[]> {
  const { before, now, subject, kept, trail } = asked;
  if (before > yearsBefore(now, KEPT_YEARS))
    throw new RetirementRefused(
      `entries are kept for ${KEPT_YEARS} years at least (45 CFR 164.316(b)(2)(i), 164.528(a)(1)): --before ${before.toISOString()} is later than that`,
    );
  const { findings, attested } = await verifyTrail(stored, kept);
  if (findings.length > 0)
    throw new RetirementRefused(
      'the trail is not whole: nothing is retired of it. npm run audit:verify says what is wrong',
    );
  const earlier = await stored.retired.find({}).toArray();
  const gone = attestedChains(earlier, attested);
  const run = (attested?.run ?? 0) + 1;
  const found = await chainsEndedBefore(stored, before, gone, run);
  if (!trail) return found;
  for (const chain of gone.keys()) await deleteEntries(stored, chain);
  if (found.length === 0) return found;
  // Of a run that was cut off before the trail attested it.
  await stored.retired.deleteMany({ run: { $gte: run } }, DURABLE);
  await stored.retired.insertMany([...found], DURABLE);
  await trail.append({
    at: now,
    viewer: {
      ...{ subject, role: 'auditor', organization: null, patient: null },
      ...{ purpose: 'HOPERAT', tokenId: null, width: null },
    },
    operation: attestingOperation(run, retiredDigest([...gone.values(), ...found])),
    outcome: 'disclosed',
    code: null,
    disclosures: [],
    action: 'D',
  });
  for (const { _id } of found) await deleteEntries(stored, _id);
  return found;
}

/** Whole chains, in the order of their names. */
async function chainsEndedBefore(
  { entries }: StoredTrail,
  before: Date,
  gone: ReadonlyMap<string, RetiredChain>,
  run: number,
): Promise<RetiredChain[]> {
  const found: RetiredChain[] = [];
  let behind = '';
  for (;;) {
    const first: TrailEntry | null = await entries.findOne({ _id: { $gt: behind } }, { sort: { _id: 1 } });
    if (!first) return found;
    const { chain } = first;
    behind = `${chain};`;
    const last = await entries.findOne(ofChain(chain), { sort: { _id: -1 } });
    if (!last || last.at >= before || gone.has(chain)) continue;
    const { seq, hash } = last;
    found.push({ _id: chain, seq, hash, entries: seq + 1, first: first.at, last: last.at, run });
  }
}

/** Ids of a chain's entries: `<chain>:<seq>`, and ';' comes after ':'. */
function ofChain(chain: string) {
  return { _id: { $gte: `${chain}:`, $lt: `${chain};` } };
}

async function deleteEntries({ entries }: StoredTrail, chain: string): Promise<void> {
  await entries.deleteMany(ofChain(chain), DURABLE);
}
