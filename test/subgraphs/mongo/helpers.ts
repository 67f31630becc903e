import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import mongoose from 'mongoose';
import { onTestFinished } from 'vitest';
import { type EngineRecord, readEngineFile } from '../../../subgraphs/shared/mongo/engine-file.js';
import { pollUntil } from '../../../subgraphs/shared/mongo/polling.js';
import { isAlive, type ProcessIdentity } from '../../../subgraphs/shared/mongo/process-identity.js';

/** A folder that is removed after the test. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'chartlens-case-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
  return folder;
}

export interface HolderProcess {
  child: ChildProcess;
  /** The next line it says. */
  said(): Promise<Record<string, string>>;
  /** Ends it the orderly way; resolves with its exit code. */
  finish(): Promise<number | null>;
  /** Resolves once it has ended. */
  ended: Promise<number | null>;
}

/** Starts test/support/engine-holder as a process of its own; killed after the test if it still runs. */
export function startHolder(dataDir: string, holder: string, mode: 'own' | 'share' = 'own'): HolderProcess {
  const script = fileURLToPath(new URL('../../../dist/test/support/engine-holder.js', import.meta.url));
  const child = spawn(process.execPath, [script, dataDir, holder, mode], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
    const left = engineFileOf(dataDir);
    if (left !== null && left.holder.process.pid === child.pid) await allGone(left);
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const said = async (): Promise<Record<string, string>> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the holder ended without a word');
    return JSON.parse(value) as Record<string, string>;
  };
  const finish = (): Promise<number | null> => {
    child.stdin.end();
    return ended;
  };
  return { child, said, finish, ended };
}

/** What DATA_DIR/engine.json says. */
export function engineFileOf(dataDir: string): EngineRecord | null {
  return readEngineFile(join(dataDir, 'engine.json'));
}

/** Sends a signal to a process that there has to be: number 0 would mean ourselves, with all of the test run. */
export function signal(target: ProcessIdentity | undefined, name: NodeJS.Signals): void {
  if (target === undefined) throw new Error('there is no such process');
  process.kill(target.pid, name);
}

/** Resolves once none of the record's processes is alive; throws after 15 s. */
export async function allGone(record: EngineRecord): Promise<void> {
  const gone = await pollUntil(15_000, () => (record.processes.some(isAlive) ? null : true));
  if (gone === null) throw new Error('a process of the engine outlived its holder');
}

/** Runs `use` with a client of the driver, closed afterwards. */
export async function withDriver<T>(
  uri: string,
  use: (client: InstanceType<typeof mongoose.mongo.MongoClient>) => Promise<T>,
): Promise<T> {
  const client = new mongoose.mongo.MongoClient(uri, { serverSelectionTimeoutMS: 5000 });
  try {
    return await use(await client.connect());
  } finally {
    await client.close(true);
  }
}
