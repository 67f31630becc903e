/** What a process keeps open of the record: the engine, the databases, the writer. */
import type { PopulationReads } from '../schema/population-reads.js';
import './kinds.js';
import { RecordWriter } from './shared/commits.js';
import { type Databases, openDatabases } from './shared/databases.js';
import { type Engine, type EngineOptions, findOrStartEngine } from './shared/mongo/index.js';
import { databasePrefix } from './shared/prefix.js';

export interface OpenRecord {
  readonly engine: Engine;
  readonly databases: Databases;
  readonly writer: RecordWriter;
  close(): Promise<void>;
}

interface RecordOptions {
  /** `MONGODB_URI`; null where none is set. */
  readonly uri: string | null;
  readonly populationReads?: PopulationReads;
}

/** A MongoDB that is already being found or started. */
export interface WithEngine extends RecordOptions {
  readonly engine: Promise<Engine>;
}

export interface WithDataDir extends RecordOptions, Pick<EngineOptions, 'dataDir' | 'holder' | 'share' | 'log'> {}

/** Opens the databases, in MongoDB that is found or started first, and finishes what a crash left unapplied. */
export async function openRecord(options: WithEngine | WithDataDir): Promise<OpenRecord> {
  const { uri, populationReads } = options;
  const engine = await ('engine' in options ? options.engine : findOrStartEngine(engineOptions(options)));
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

function engineOptions({ uri, dataDir, holder, share, log }: WithDataDir): EngineOptions {
  return { ...(uri !== null && { uri }), dataDir, holder, share, log };
}
