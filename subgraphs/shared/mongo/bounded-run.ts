import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Milliseconds of waiting until the first byte arrives, of waiting between bytes after that, and in all. Waiting is
 * when none of its processes computes: a busy machine is slow, but it is not a network that swallows packets.
 */
export interface RunLimits {
  firstByte: number;
  stall: number;
  total: number;
}

export interface BoundedRun {
  command: string;
  args: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** The folder into which it downloads: the growth of `counted` files (all, if left out) is what counts as progress. */
  watch: string;
  counted?: (file: string) => boolean;
  limits: RunLimits;
  /** Called with the bytes fetched so far, every quarter of a second while they grow. */
  onProgress?: (bytes: number) => void;
}

/** A network which swallows packets must not hold us: 5 s to the first byte (DESIGN.md, How it runs). */
export const DOWNLOAD_LIMITS: RunLimits = { firstByte: 5000, stall: 15_000, total: 300_000 };

const LOOK_EVERY = 250;
const KEPT_OUTPUT = 20_000;

/**
 * Runs a command that downloads into `watch`, and ends it with all its helpers when it stalls. Resolves with what
 * it printed; rejects with a reason of one line.
 */
export function runBounded(run: BoundedRun): Promise<string> {
  return new Promise((resolve, reject) => {
    // A group of its own, so that what it started can be ended with it.
    const child = spawn(run.command, run.args, { cwd: run.cwd, env: run.env, detached: true, stdio: 'pipe' });
    child.stdin.end();
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-KEPT_OUTPUT);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    let stopped: string | null = null;
    const endGroup = (reason: string): void => {
      stopped ??= reason;
      if (child.pid !== undefined) killGroup(child.pid);
    };
    const timer = setInterval(watchProgress(run, child.pid ?? 0, endGroup), LOOK_EVERY);
    // Dying ourselves in the middle must leave nothing behind either.
    const onExit = (): void => endGroup('we ended');
    process.once('exit', onExit);
    const settle = (problem: string | null): void => {
      clearInterval(timer);
      process.removeListener('exit', onExit);
      if (problem === null) resolve(output);
      else reject(new Error(problem));
    };
    child.once('error', (error) => settle(error.message));
    child.once('close', (code) => settle(stopped ?? (code === 0 ? null : firstComplaint(output, code))));
  });
}

function watchProgress(run: BoundedRun, group: number, end: (reason: string) => void): () => void {
  const { firstByte, stall, total } = run.limits;
  const before = sizeOf(run);
  let bytes = before;
  let waited = 0;
  let elapsed = 0;
  let looked = performance.now();
  return () => {
    const now = performance.now();
    // Were we late ourselves, then so was everybody.
    const step = Math.min(now - looked, 2 * LOOK_EVERY);
    looked = now;
    elapsed += step;
    const size = sizeOf(run);
    if (size !== bytes) {
      bytes = size;
      waited = 0;
      run.onProgress?.(Math.max(0, size - before));
    } else if (isWaiting(group)) {
      waited += step;
    }
    if (bytes === before && waited > firstByte) end(`no answer from the network within ${firstByte / 1000} s`);
    else if (waited > stall) end(`the download stood still for ${stall / 1000} s`);
    else if (elapsed > total) end(`not done within ${total / 1000} s`);
  };
}

/** Whether no process of the group computes. Where the system does not tell, they all wait. */
function isWaiting(group: number): boolean {
  if (process.platform !== 'linux') return true;
  return readdirSync('/proc').every((name) => {
    if (!/^\d+$/.test(name)) return true;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      const [state, , processGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return processGroup !== String(group) || (state !== 'R' && state !== 'D');
    } catch {
      return true;
    }
  });
}

/** apt marks what went wrong with `E:`; other programs say it last. */
function firstComplaint(output: string, code: number | null): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const line = lines.find((candidate) => /^(E|Err):/.test(candidate)) ?? lines.at(-1);
  return (line ?? `exit code ${code}`).trim().slice(0, 300);
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}

/** Bytes in the counted files; a file that goes away meanwhile counts nothing. */
function sizeOf({ watch, counted = () => true }: BoundedRun): number {
  let bytes = 0;
  try {
    for (const entry of readdirSync(watch, { withFileTypes: true, recursive: true })) {
      if (!entry.isFile() || !counted(entry.name)) continue;
      bytes += statSync(join(entry.parentPath ?? entry.path, entry.name), { throwIfNoEntry: false })?.size ?? 0;
    }
  } catch {
    // A folder was renamed while we read it: the next look tells.
  }
  return bytes;
}
