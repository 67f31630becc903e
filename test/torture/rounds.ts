/** Rounds of torture: a writer or the engine dies at a random moment under sixteen writers, then all is looked at. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '../../subgraphs/kinds.js';
import { type Databases, openDatabases } from '../../subgraphs/shared/databases.js';
import { startEngine, startWriter } from './processes.js';
import { differsFromRebuild, type Told, wrongs } from './verify.js';

export interface Round {
  readonly number: number;
  readonly victim: 'writer' | 'engine';
  readonly acknowledged: number;
  /** Sent, and without an answer when the victim died. */
  readonly unanswered: number;
  /** Conflicts with nothing: what is not as it should be. */
  readonly wrong: readonly string[];
}

/** Writes that are acknowledged before the random pause begins, so that each round kills under load. */
const WARM = 30;
const PAUSE = 400;
const PREFIX = 'torture';

/** Runs rounds on a record of their own, by turns against the writer and the engine. `rebuildEvery` rounds, and after the last, it is rebuilt. */
export async function torture(
  rounds: number,
  tell: (round: Round) => void,
  { rebuildEvery = 10, random = Math.random }: { rebuildEvery?: number; random?: () => number } = {},
): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'chartlens-torture-'));
  let engine = await startEngine(dataDir);
  try {
    await withDatabases(engine.uri, (databases) => databases.ensureIndexes());
    for (let number = 1; number <= rounds; number++) {
      const victim = number % 2 === 1 ? 'writer' : 'engine';
      const writer = startWriter(engine.uri, PREFIX, `r${number}`);
      await writer.acknowledged(WARM);
      await new Promise((resolve) => setTimeout(resolve, random() * PAUSE));
      if (victim === 'engine') await engine.kill();
      const told = await writer.kill();
      if (victim === 'engine') engine = await startEngine(dataDir);
      const last = number === rounds || number % rebuildEvery === 0;
      const wrong = await withDatabases(engine.uri, (databases) => lookAt(databases, told, last));
      const acknowledged = told.filter(({ outcomes }) => outcomes !== null).length;
      tell({ number, victim, acknowledged, unanswered: told.length - acknowledged, wrong });
    }
  } finally {
    await engine.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

async function lookAt(databases: Databases, told: readonly Told[], rebuild: boolean): Promise<string[]> {
  const wrong = await wrongs(databases, told);
  return rebuild ? [...wrong, ...(await differsFromRebuild(databases))] : wrong;
}

async function withDatabases<T>(uri: string, use: (databases: Databases) => Promise<T>): Promise<T> {
  const databases = await openDatabases({ uri, prefix: PREFIX });
  try {
    return await use(databases);
  } finally {
    await databases.close();
  }
}
