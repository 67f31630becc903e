import type { TrailEntry } from '../../schema/policy/trail.js';
import type { Databases } from '../../subgraphs/shared/databases.js';

/** The youngest entry of the trail. Throws where there is none. */
export async function lastEntry({ trail }: Databases): Promise<TrailEntry> {
  const entries = trail.collection<TrailEntry>('entries');
  const [entry] = await entries.find().sort({ at: -1, _id: -1 }).limit(1).toArray();
  if (!entry) throw new Error('the trail is empty');
  return entry;
}
