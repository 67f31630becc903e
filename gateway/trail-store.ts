import type { mongo } from 'mongoose';
import { type ChainHead, TRAIL_COLLECTION, type TrailEntry } from '../schema/policy/trail.js';
import type { Databases } from '../subgraphs/shared/databases.js';
import type { TrailStore } from './trail.js';
import { HeadFiles, headsFolder } from './trail-heads.js';

/**
 * So many chains are looked at, the youngest first: a chain that nobody noted at its end before as many others began shows
 * a cut by its head file only.
 */
const HEADS_AT_ONCE = 256;

/** An answer has left on the strength of an entry: neither a crash of the server nor a failover may take it back. */
const ON_DISK = { w: 'majority', journal: true } as const;

/** The trail's own database, and heads in files below `dataDir`; without one none are kept outside. Throws if they cannot. */
export function trailIn({ trail }: Pick<Databases, 'trail'>, dataDir?: string): TrailStore {
  const entries = trail.collection<TrailEntry>(TRAIL_COLLECTION, { writeConcern: ON_DISK });
  const files = dataDir === undefined ? null : new HeadFiles(headsFolder(dataDir, trail.databaseName));
  return {
    insertMany: (batch) => entries.insertMany([...batch], { ordered: true }),
    heads: async (oldest) => readHeadsIn(await settled(trail), oldest),
    ...(files && { keepHead: (head: ChainHead) => files.keep(head), close: () => files.close() }),
  };
}

/** An entry that a failover takes back must not have been noted: on replica sets only what a majority has is read. */
async function settled(trail: mongo.Db): Promise<mongo.Collection<TrailEntry>> {
  const { setName, msg } = await trail.command({ hello: 1 });
  const replicated = typeof setName === 'string' || msg === 'isdbgrid';
  return trail.collection<TrailEntry>(TRAIL_COLLECTION, replicated ? { readConcern: { level: 'majority' } } : {});
}

/** Steps from the end of one chain to the end of the chain before it: a look at one key of the index of ids for each. */
async function readHeadsIn(entries: mongo.Collection<TrailEntry>, oldest: string): Promise<ChainHead[]> {
  const heads: ChainHead[] = [];
  let below: string | null = null;
  while (heads.length < HEADS_AT_ONCE) {
    const found: TrailEntry | null = await entries.findOne(
      { _id: { $gte: oldest, ...(below !== null && { $lt: below }) } },
      { sort: { _id: -1 }, projection: { seq: 1, hash: 1 }, maxTimeMS: 5000 },
    );
    if (!found) break;
    const chain = found._id.slice(0, found._id.lastIndexOf(':'));
    heads.push({ chain, seq: found.seq, hash: found.hash });
    below = `${chain}:`;
  }
  return heads;
}
