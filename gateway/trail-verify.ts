/** Whether the trail is as it was written: every chain, what the chains saw of each other, and the heads kept in files. */
import type { mongo } from 'mongoose';
import { type ChainHead, entryId, type TrailEntry } from '../schema/policy/trail.js';
import type { KeptHead } from './trail-heads.js';
import { type Attestation, attestedChains, type StoredTrail } from './trail-retired.js';
import { ChainWalk, type Finding, type Witness } from './trail-walk.js';

export interface Verification {
  readonly chains: number;
  readonly entries: number;
  /** Chains whose end somebody else witnessed. */
  readonly witnessed: number;
  /** Chains that were retired, as the trail itself attests. */
  readonly retired: number;
  readonly attested: Attestation | null;
  /** Of each chain that is not whole its first finding, the earliest first. */
  readonly findings: readonly Finding[];
}

type Entries = mongo.Collection<TrailEntry>;

/**
 * Reads all entries once, in bounded memory: what is kept grows with the number of chains (one a day for each process) and
 * not with that of entries. Entries that are written meanwhile do no harm.
 * @param advance told now and then how many more entries were read.
 */
export async function verifyTrail(
  { entries, retired }: StoredTrail,
  kept: readonly KeptHead[],
  advance: (entries: number) => void = () => undefined,
): Promise<Verification> {
  const walk = new ChainWalk();
  let told = 0;
  for await (const entry of entries.find({}, { sort: { _id: 1 }, batchSize: 1000 })) {
    walk.step(entry);
    if (walk.entries - told < 1000) continue;
    advance(walk.entries - told);
    told = walk.entries;
  }
  advance(walk.entries - told);
  hearFiles(walk, kept);
  const gone = attestedChains(await retired.find({}).toArray(), walk.attested);
  walk.retire(new Map([...gone].map(([chain, { seq, hash }]) => [chain, { chain, seq, hash }])));
  for (const witness of walk.witnesses.values()) await confront(walk, witness, entries);
  return {
    chains: walk.heads.size,
    entries: walk.entries,
    retired: gone.size,
    attested: walk.attested,
    witnessed: [...walk.witnesses.keys()].filter((chain) => walk.heads.has(chain)).length,
    findings: [...walk.findings.values()].sort((one, other) => timeOf(walk, one) - timeOf(walk, other)),
  };
}

function hearFiles(walk: ChainWalk, kept: readonly KeptHead[]): void {
  for (const { chain, seq, hash, file } of kept) {
    const at = walk.heads.get(chain)?.at ?? null;
    if (seq !== null) walk.witness({ chain, seq, hash, by: `${file} keeps it as the last` });
    else if (!walk.findings.has(chain))
      walk.findings.set(chain, { chain, seq: 0, at, what: `cannot be compared: ${file} is damaged` });
  }
}

/** Where the chain is whole in itself: does it reach, unchanged, to where somebody saw it? */
async function confront(walk: ChainWalk, witness: Witness, entries: Entries): Promise<void> {
  const { chain, seq, hash, by } = witness;
  if (walk.findings.has(chain)) return;
  const found = await entries.findOne({ _id: entryId(chain, seq) }, { projection: { hash: 1 } });
  if (found?.hash === hash) return;
  walk.findings.set(
    chain,
    found ? await forged(chain, witness, entries) : cut(chain, walk.heads.get(chain) ?? null, seq, by),
  );
}

function cut(
  chain: string,
  head: { readonly seq: number; readonly at: Date } | null,
  seq: number,
  by: string,
): Finding {
  if (!head) return { chain, seq: 0, at: null, what: `is gone with the whole chain: entry ${seq} was there (${by})` };
  const what = `was cut off with all behind it: the chain ends at ${head.at.toISOString()}, but had entry ${seq} (${by})`;
  return { chain, seq: head.seq + 1, at: null, what };
}

/** A chain that fits in itself and contradicts its witnesses was made anew: the earliest of them that it contradicts. */
async function forged(chain: string, highest: Witness, entries: Entries): Promise<Finding> {
  let fits = -1;
  let first: { readonly seq: number; readonly at: Date | null; readonly by: string } | null = null;
  for (const witness of [...(await witnessesOf(chain, entries)), highest].sort((one, other) => one.seq - other.seq)) {
    const found = await entries.findOne({ _id: entryId(chain, witness.seq) }, { projection: { hash: 1, at: 1 } });
    if (found?.hash === witness.hash) {
      fits = witness.seq;
      continue;
    }
    first = { seq: witness.seq, at: found?.at ?? null, by: witness.by };
    break;
  }
  const { seq, at, by } = first ?? { seq: highest.seq, at: null, by: highest.by };
  const since = fits >= 0 ? `one of the entries ${fits + 1} to ${seq}` : `one of the entries up to ${seq}`;
  return { chain, seq, at, what: `is not the one that was seen (${by}): ${since} was edited, and the chain made anew` };
}

/** All who noted the chain: few, because a chain grows for a day only. */
async function witnessesOf(chain: string, entries: Entries): Promise<Witness[]> {
  const found: Witness[] = [];
  const projection = { noted: 1, chain: 1, seq: 1, at: 1 };
  for await (const entry of entries.find({ 'noted.chain': chain }, { projection }))
    for (const head of entry.noted as readonly ChainHead[])
      if (head.chain === chain)
        found.push({ ...head, by: `entry ${entry.seq} of chain ${entry.chain} noted it at ${entry.at.toISOString()}` });
  return found;
}

/** When a finding was, for their order; one that is gone stands behind the end of what is left of its chain. */
function timeOf(walk: ChainWalk, { chain, at }: Finding): number {
  return (at ?? walk.heads.get(chain)?.at)?.getTime() ?? 0;
}
