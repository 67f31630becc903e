/** The product as `npm start` runs it, with MongoDB and all; nothing is compiled, which has nothing to do the second time. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isReady } from '../support/is-ready.js';
import { startFlags } from './child.js';

const MAIN = fileURLToPath(new URL('../../gateway/main.js', import.meta.url));
const USAGE = new URL('./usage-preload.js', import.meta.url).href;
const POLL_MS = 10;
/** Loading the demo data the first time takes a while. */
const GIVE_UP_MS = 180_000;

export interface Product {
  readonly url: string;
  /** Answers what `Measured` asks. */
  readonly process: ChildProcess;
  /** From the command until it was ready. */
  readonly seconds: number;
}

/** Starts it over a data directory and, once something was done with what is ready, stops it. */
export async function withProduct<T>(dataDir: string, use: (product: Product) => Promise<T>): Promise<T> {
  const began = performance.now();
  const child = fork(MAIN, [], {
    execArgv: [...startFlags(), '--import', USAGE],
    env: { ...process.env, DATA_DIR: dataDir, PORT: '0', NODE_ENV: 'development' },
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
  });
  try {
    const url = await urlOf(child);
    while (!(await isReady(url))) await setTimeout(POLL_MS);
    return await use({ url, process: child, seconds: (performance.now() - began) / 1000 });
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
