/** From the command to the first readiness, over data that are there. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Measured, startFlags } from './child.js';
import type { Figure, Settings } from './rounds.js';

const MAIN = fileURLToPath(new URL('../../gateway/main.js', import.meta.url));
const USAGE = new URL('./usage-preload.js', import.meta.url).href;
const POLL_MS = 10;
/** Loading the demo data the first time takes a while. */
const GIVE_UP_MS = 180_000;

/** `npm start` with MongoDB and all, without compiling, which has nothing to do the second time. */
export async function startFigures({ rounds, log }: Settings): Promise<Figure[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'chartlens-start-'));
  try {
    log('start: loading the demo data once');
    await startOnce(dataDir);
    const starts: Start[] = [];
    for (let round = 0; round < rounds; round++) {
      const start = await startOnce(dataDir);
      starts.push(start);
      log(
        `start: round ${round + 1} of ${rounds}, ${start.seconds.toFixed(2)} s, of them ${start.cpu.toFixed(2)} of CPU`,
      );
    }
    const figure = {
      name: 'start to ready, data of 200 people there',
      unit: 's' as const,
      how: '`node dist/gateway/main.js` as npm start runs it, one start after the other',
    };
    return [
      {
        ...figure,
        against: 'by the clock, to the first 200 of `/readyz`, MongoDB’s start included',
        values: starts.map(({ seconds }) => seconds),
        mark: { most: 3 },
      },
      { ...figure, against: 'CPU of the gateway’s process until then', values: starts.map(({ cpu }) => cpu) },
    ];
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

interface Start {
  /** From the command until it is ready. */
  readonly seconds: number;
  /** Seconds of CPU that its process used until then. */
  readonly cpu: number;
}

/** Starts it and, once it is ready, stops it. */
async function startOnce(dataDir: string): Promise<Start> {
  const began = performance.now();
  const child = fork(MAIN, [], {
    execArgv: [...startFlags(), '--import', USAGE],
    env: { ...process.env, DATA_DIR: dataDir, PORT: '0', NODE_ENV: 'development' },
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
  });
  try {
    const url = await urlOf(child);
    while (!(await isReady(url))) await setTimeout(POLL_MS);
    const seconds = (performance.now() - began) / 1000;
    return { seconds, cpu: (await Measured.of('npm start', url, child).cpu()) / 1e6 };
  } finally {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
}

function urlOf({ stdout }: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const late = globalThis.setTimeout(() => reject(new Error('npm start does not get ready')), GIVE_UP_MS);
    let said = '';
    stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const [, url] = /serves (http:\S+)\/graphql/.exec(said) ?? [];
      if (url === undefined) return;
      clearTimeout(late);
      resolve(url);
    });
    stdout?.once('end', () => reject(new Error('npm start ended before it was ready')));
  });
}

function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}
