/** The processes that are killed: an engine on a data directory, and a writer. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { readEngineFile } from '../../subgraphs/shared/mongo/engine-file.js';
import type { Outcome } from '../../subgraphs/shared/write-request.js';
import type { Told } from './verify.js';
import { keyOf, type Write } from './writes.js';

/** Compiled code, whether this runs compiled or in a test. */
const dist = fileURLToPath(new URL(import.meta.url.includes('/dist/') ? '../../' : '../../dist/', import.meta.url));

export interface EngineProcess {
  readonly uri: string;
  /** Kills the engine itself, and resolves once nothing of it is left. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts an engine on a data directory, held by a process of its own. */
export async function startEngine(dataDir: string): Promise<EngineProcess> {
  const child = spawn(process.execPath, [join(dist, 'test/support/engine-holder.js'), dataDir, 'torture', 'own'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = endOf(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  const said = first.done ? {} : (JSON.parse(first.value) as { uri?: string; message?: string });
  if (said.uri === undefined) throw new Error(said.message ?? 'the engine did not start');
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  return {
    uri: said.uri,
    async kill() {
      const record = readEngineFile(join(dataDir, 'engine.json'));
      for (const { pid } of record?.processes ?? []) signal(pid);
      await lines.next();
      await stop();
    },
    stop,
  };
}

export interface WriterProcess {
  /** Resolves once so many writes were acknowledged, or the process ended. */
  acknowledged(count: number): Promise<void>;
  /** Kills it; resolves with what it was told of each of its writes. */
  kill(): Promise<Told[]>;
}

export function startWriter(uri: string, prefix: string, life: string): WriterProcess {
  const child = spawn(process.execPath, [join(dist, 'test/torture/writer.js'), uri, prefix, life], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = endOf(child);
  const told = new Map<string, Told>();
  const waiting: { count: number; done: () => void }[] = [];
  let count = 0;
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    if (!take(line, told)) return;
    count++;
    for (const each of waiting) if (count >= each.count) each.done();
  });
  const closed = new Promise<void>((resolve) => lines.once('close', resolve));
  return {
    acknowledged: (wanted) =>
      Promise.race([ended, new Promise<void>((done) => waiting.push({ count: count + wanted, done }))]),
    async kill() {
      child.kill('SIGKILL');
      await Promise.all([ended, closed]);
      return [...told.values()];
    },
  };
}

interface Said {
  readonly sent?: Write;
  readonly done?: { readonly write: Write; readonly outcomes: readonly Outcome[] };
  readonly lost?: Write;
}

/** Notes what a line says; true for an acknowledgement. A line that a kill cut off says nothing. */
function take(line: string, told: Map<string, Told>): boolean {
  if (!line.endsWith('}')) return false;
  const { sent, done, lost } = JSON.parse(line) as Said;
  if (sent) told.set(keyOf(sent), { write: sent, outcomes: null });
  if (lost) told.delete(keyOf(lost));
  if (done) told.set(keyOf(done.write), done);
  return done !== undefined;
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}
