/** A record to measure on: an engine as `npm start` finds it, databases of its own with demo data, all removed again. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '../../subgraphs/kinds.js';
import { type Databases, openDatabases } from '../../subgraphs/shared/databases.js';
import { findOrStartEngine } from '../../subgraphs/shared/mongo/index.js';
import { importDemo, writeDemo } from './import-figures.js';

export interface BenchRecord {
  readonly uri: string;
  readonly prefix: string;
  readonly dataDir: string;
  readonly databases: Databases;
  /** Which MongoDB it is. */
  readonly engine: string;
  /** Fills it with demo data by the way of every import; returns the folder of its files. */
  fill(people: number): Promise<string>;
}

/** Runs with a record of its own, and takes everything away afterwards. `holder` is who holds the data directory. */
export async function withRecord<T>(
  holder: string,
  log: (line: string) => void,
  run: (record: BenchRecord) => Promise<T>,
): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'chartlens-bench-'));
  const engine = await findOrStartEngine({ uri: process.env['MONGODB_URI'] ?? '', dataDir, holder, share: false, log });
  const prefix = `bench${process.pid}`;
  const databases = await openDatabases({ uri: engine.uri, prefix });
  try {
    const fill = async (people: number) => {
      const folder = join(dataDir, 'demo');
      await writeDemo(folder, people);
      await databases.ensureIndexes();
      log(`demo data: ${await importDemo(databases, folder)} records of ${people} people`);
      return folder;
    };
    return await run({ uri: engine.uri, prefix, dataDir, databases, engine: engine.description, fill });
  } finally {
    await databases.drop();
    await databases.close();
    await engine.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
