import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, renameSync, statSync } from 'node:fs';
import { pollUntil } from './polling.js';
import { identityOf, isAlive, type ProcessIdentity, signalTo } from './process-identity.js';

/** What a child tells its parent. `also` are further processes it answers for. */
export type ChildMessage = { ready: true } | { failed: string } | { also: number };

/** What a parent tells its child; when the channel closes instead, the parent is dead and it means the same. */
export interface StopMessage {
  stop: true;
}

/** A process of ours which serves until told to stop, and which cannot outlive us. */
export interface ServedChild {
  processes(): ProcessIdentity[];
  /** Settles when it is ready, or rejects with its own reason. */
  ready: Promise<void>;
  /** Settles when it has ended, with a reason fit for a log line. */
  ended: Promise<string>;
  stop(): Promise<void>;
}

export interface ChildOptions {
  command: string;
  args: readonly string[];
  log: string;
  /** Milliseconds until it has to be ready, and that it may take to close. */
  startWithin: number;
  stopWithin: number;
}

/** Nothing of our own environment that could change how the child loads, nor any secret in it. */
const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LC_ALL', 'TZ', 'XDG_CACHE_HOME', 'USER'];
const LONGEST_LOG = 4_000_000;
/** What a killed keeper leaves gets this long to close, then is killed too. */
const LEFT_CLOSES_WITHIN = 5000;

/** Starts it in a process group of its own, so that an interrupt at the terminal reaches only us. */
export function startServedChild(options: ChildOptions): ServedChild {
  const output = openLog(options.log);
  const child = spawn(options.command, options.args, {
    detached: true,
    env: Object.fromEntries(PASSED_ON.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
    stdio: ['ignore', output, output, 'ipc'],
  });
  closeSync(output);
  const processes = child.pid === undefined ? [] : [identityOf(child.pid)];
  const ended = endOf(child, processes);
  const ready = readiness(child, processes, ended, options);
  // Whoever waits for it still sees the failure; nobody waiting is no reason to crash.
  ready.catch(() => undefined);
  // Whoever forgets to stop us can still end: the channel closes then, and the child with it.
  child.unref();
  child.channel?.unref();
  return { processes: () => [...processes], ready, ended, stop: () => stopChild(child, ended, options.stopWithin) };
}

/** Settles once the child and all that it answered for have ended: a keeper may be killed before what it keeps. */
async function endOf(child: ChildProcess, processes: readonly ProcessIdentity[]): Promise<string> {
  const reason = await new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ? `killed by ${signal}` : `exit code ${code}`));
  });
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    for (const left of processes) signalTo(left, signal);
    const gone = await pollUntil(LEFT_CLOSES_WITHIN, () => (processes.some(isAlive) ? null : true));
    if (gone !== null) break;
  }
  return reason;
}

async function readiness(
  child: ChildProcess,
  processes: ProcessIdentity[],
  ended: Promise<string>,
  options: ChildOptions,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const answer = new Promise<string | null>((resolve) => {
    child.on('message', (message: ChildMessage) => {
      if ('also' in message) processes.push(identityOf(message.also));
      else resolve('failed' in message ? message.failed : null);
    });
    timer = setTimeout(() => resolve(`not ready within ${options.startWithin / 1000} s`), options.startWithin);
  });
  const problem = await Promise.race([answer, ended.then((reason) => `its process ended: ${reason}`)]);
  clearTimeout(timer);
  if (problem === null) return;
  await stopChild(child, ended, 2000);
  throw new Error(problem);
}

async function stopChild(child: ChildProcess, ended: Promise<string>, within: number): Promise<void> {
  child.ref();
  if (child.connected) child.send({ stop: true } satisfies StopMessage, () => undefined);
  const timer = setTimeout(() => child.kill('SIGKILL'), within);
  await ended;
  clearTimeout(timer);
}

/** Opens the log to append, keeping one older file once it has grown. */
function openLog(file: string): number {
  try {
    if (statSync(file).size > LONGEST_LOG) renameSync(file, `${file}.old`);
  } catch {
    // No log yet.
  }
  return openSync(file, 'a', 0o600);
}
