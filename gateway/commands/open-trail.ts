/** What commands on the trail have in common: the trail's database, of a running gateway or of an engine started for it. */
import type { mongo } from 'mongoose';
import { type StoredTrail, storedTrail } from '../trail-retired.js';
import { withDatabases } from './open-databases.js';

export interface OpenTrail {
  readonly stored: StoredTrail;
  readonly database: mongo.Db;
  readonly dataDir: string;
}

/** Opens the trail that MONGODB_URI or DATA_DIR names, for as long as it is used. */
export function withTrail<T>(holder: string, use: (trail: OpenTrail) => Promise<T>): Promise<T> {
  const uri = process.env['MONGODB_URI'] || null;
  const dataDir = process.env['DATA_DIR'] || '.data';
  const log = (line: string) => console.error(line);
  return withDatabases({ uri, dataDir, holder, log }, ({ trail }) =>
    use({ stored: storedTrail(trail), database: trail, dataDir }),
  );
}
