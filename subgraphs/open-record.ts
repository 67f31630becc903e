/** What a process keeps open of the record: the engine, the databases, the writer. */
import type { PopulationReads } from '../schema/population-reads.js';
import './kinds.js';
import { RecordWriter } from './shared/commits.js';
import { type Databases, openDatabases } from './shared/databases.js';
import { type Engine, findOrStartEngine } from './shared/mongo/index.js';
import { databasePrefix } from './shared/prefix.js';

export interface OpenRecord {
  readonly engine: Engine;
  readonly databases: Databases;
  readonly writer: RecordWriter;
  close(): Promise<void>;
}

export interface OpenRecordOptions {
  readonly uri: string | null;
  readonly dataDir: string;
  readonly holder: string;
  readonly share: boolean;
  readonly populationReads?: PopulationReads;
  readonly log: (line: string) => void;
  readonly onEngineExit?: (reason: string) => void;
}

/** Finds or starts MongoDB, opens the databases and finishes what a crash left unapplied. */
export async function openRecord(options: OpenRecordOptions): Promise<OpenRecord> {
  const { uri, dataDir, holder, share, log, onEngineExit, populationReads } = options;
  const engine = await findOrStartEngine({
    ...(uri !== null && { uri }),
    dataDir,
    holder,
    share,
    log,
    ...(onEngineExit && { onExit: onEngineExit }),
  });
  try {
    const databases = await openDatabases({
      uri: engine.uri,
      prefix: databasePrefix(uri),
      ...(populationReads && { populationReads }),
    });
    await databases.ensureIndexes();
    const writer = new RecordWriter(databases);
    await writer.finish();
    return {
      engine,
      databases,
      writer,
      async close() {
        await databases.close();
        await engine.stop();
      },
    };
  } catch (error) {
    await engine.stop();
    throw error;
  }
}
