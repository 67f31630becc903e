import { TRAIL_COLLECTION, type TrailEntry } from '../schema/policy/trail.js';
import type { Databases } from '../subgraphs/shared/databases.js';
import type { TrailStore } from './trail.js';

/** The trail's own database. */
export function trailIn(databases: Pick<Databases, 'trail'>): TrailStore {
  const entries = databases.trail.collection<TrailEntry>(TRAIL_COLLECTION);
  return { insertMany: (batch) => entries.insertMany([...batch], { ordered: true }) };
}
