/** The process as an operator sees it: it says what it does, refuses what it must, and leaves nothing behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/gateway/main.js', import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), 'chartlens-life-'));
const running: ChildProcess[] = [];

interface Run {
  readonly process: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

function run(env: NodeJS.ProcessEnv): Run {
  const { MONGODB_URI: _uri, npm_lifecycle_event: _npm, ...rest } = process.env;
  const child = spawn(process.execPath, [MAIN], { env: { ...rest, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal })),
  );
  return { process: child, output: () => output, ended };
}

/** Waits until `found` gives something; a process that ends before fails the test with what it said. */
async function until<T>(started: Run, found: () => T | null | undefined): Promise<T> {
  let gone = false;
  void started.ended.then(() => {
    gone = true;
  });
  for (;;) {
    const value = found();
    if (value !== null && value !== undefined) return value;
    if (gone) throw new Error(`it ended: ${started.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const servedUrl = (started: Run) => until(started, () => /serves (http:\S+)\/graphql/.exec(started.output())?.[1]);

function enginePids(): number[] {
  const file = JSON.parse(readFileSync(join(dataDir, 'engine.json'), 'utf8')) as { processes: { pid: number }[] };
  return file.processes.map(({ pid }) => pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function gone(pids: readonly number[]): Promise<void> {
  while (pids.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 50));
}

const env = { DATA_DIR: dataDir, DEMO: 'off', PORT: '0' };

afterEach(() => {
  for (const child of running.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

describe('npm start', { timeout: 60_000 }, () => {
  it('serves, says where and on which MongoDB, and stops without leaving a process', async () => {
    const started = run(env);
    const url = await servedUrl(started);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(started.output()).toMatch(/MongoDB: .+/);
    const pids = enginePids();
    expect(pids.length).toBeGreaterThan(0);
    started.process.kill('SIGTERM');
    expect(await started.ended).toEqual({ code: 0, signal: null });
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('says who holds the data directory when a second one starts on it', async () => {
    const first = run(env);
    await servedUrl(first);
    const second = run(env);
    expect((await second.ended).code).toBe(1);
    expect(second.output()).toContain(`chartlens gateway (process ${first.process.pid})`);
    expect(second.output()).not.toMatch(/\n\s+at /);
    first.process.kill('SIGINT');
    expect((await first.ended).code).toBe(0);
  });

  it('takes its MongoDB along when it is killed', async () => {
    const started = run(env);
    await servedUrl(started);
    const pids = enginePids();
    started.process.kill('SIGKILL');
    await started.ended;
    await gone(pids);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('reports all mistakes of the environment at once', async () => {
    const started = run({ ...env, PORT: 'x', DEMO: 'maybe', NODE_ENV: 'production' });
    expect((await started.ended).code).toBe(1);
    for (const name of ['PORT', 'DEMO', 'MONGODB_URI', 'OIDC_ISSUER']) expect(started.output()).toContain(name);
    expect(started.output()).not.toMatch(/\n\s+at /);
  });
});
