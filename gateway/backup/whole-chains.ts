/** The trail as a backup needs it while gateways go on writing: every chain from its beginning, as far as another saw it. */
import type { mongo } from 'mongoose';
import { entryId, type TrailEntry } from '../../schema/policy/trail.js';

type Entries = mongo.Collection<TrailEntry>;

/** What was read of a chain, and how far others saw it. */
interface Chain {
  last: number;
  seen: number;
}

/**
 * All entries, and then those that came while these were read and that an entry among them has noted: an archive that ends
 * before a head that it notes would look like a trail whose tail was cut.
 */
export async function* wholeChains(entries: Entries): AsyncGenerator<TrailEntry> {
  const chains = new Map<string, Chain>();
  const missing: string[] = [];
  const take = (entry: TrailEntry): TrailEntry => {
    const chain = chainIn(chains, entry.chain);
    for (let seq = chain.last + 1; seq < entry.seq; seq++) missing.push(entryId(entry.chain, seq));
    chain.last = Math.max(chain.last, entry.seq);
    for (const { chain: other, seq } of entry.noted) {
      const noted = chainIn(chains, other);
      noted.seen = Math.max(noted.seen, seq);
    }
    return entry;
  };
  for await (const entry of entries.find({}, { sort: { _id: 1 }, batchSize: 1000 })) yield take(entry);
  // An entry that was not there when its place was passed is there by now: it was written before the one that tells of it.
  for (const late of lateIn(chains, missing)) {
    const entry = await entries.findOne({ _id: late });
    if (entry) yield take(entry);
  }
}

function chainIn(chains: Map<string, Chain>, name: string): Chain {
  const known = chains.get(name) ?? { last: -1, seen: -1 };
  chains.set(name, known);
  return known;
}

/** The ids that are still to be read; it grows while it is read. */
function* lateIn(chains: ReadonlyMap<string, Chain>, missing: string[]): Generator<string> {
  for (;;) {
    const gap = missing.shift();
    if (gap !== undefined) {
      yield gap;
      continue;
    }
    const behind = [...chains].find(([, { last, seen }]) => seen > last);
    if (!behind) return;
    const [name, chain] = behind;
    chain.last += 1;
    yield entryId(name, chain.last);
  }
}
