/** What commands on the trail have in common: the trail's database, of a running gateway or of an engine started for it. */
import type { mongo } from 'mongoose';
import { TRAIL_COLLECTION, type TrailEntry } from '../../schema/policy/trail.js';
import { openDatabases } from '../../subgraphs/shared/databases.js';
import { findOrStartEngine } from '../../subgraphs/shared/mongo/index.js';
import { databasePrefix } from '../../subgraphs/shared/prefix.js';

export interface OpenTrail {
  readonly entries: mongo.Collection<TrailEntry>;
  readonly database: mongo.Db;
  readonly dataDir: string;
}

/** Opens the trail that MONGODB_URI or DATA_DIR names, for as long as it is used. */
export async function withTrail<T>(holder: string, use: (trail: OpenTrail) => Promise<T>): Promise<T> {
  const uri = process.env['MONGODB_URI'] || null;
  const dataDir = process.env['DATA_DIR'] || '.data';
  const log = (line: string) => console.error(line);
  const engine = await findOrStartEngine({ ...(uri !== null && { uri }), dataDir, holder, share: true, log });
  try {
    const databases = await openDatabases({ uri: engine.uri, prefix: databasePrefix(uri) });
    try {
      const database = databases.trail;
      return await use({ entries: database.collection<TrailEntry>(TRAIL_COLLECTION), database, dataDir });
    } finally {
      await databases.close();
    }
  } finally {
    await engine.stop();
  }
}
