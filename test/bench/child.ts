/** Both ends of a measured server: a process of its own, which tells its address and what it has used. */
import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { answerUsage, type Usage } from './usage.js';

/** Where the measured record is. */
export interface RecordAt {
  readonly uri: string;
  readonly prefix: string;
  readonly dataDir: string;
  /** A second gateway in the same process, with guard and store open. */
  readonly besides?: 'open walls';
  /** Nobody follows the record for analysts: where people are too thin to become rows of the population. */
  readonly population?: 'off';
  /** Of the naive stack: which subgraph to be, or where the gateway finds them. */
  readonly subgraph?: string;
  readonly subgraphs?: Readonly<Record<string, string>>;
}

/** What a server says once it answers. */
export interface Ready {
  readonly url: string;
  /** Where the same answers with guard and store open, if it was asked for. */
  readonly openUrl?: string;
  readonly tokens?: Readonly<Record<string, string>>;
}

/** What the benchmark asks of a server, and what is answered. */
export type Asked =
  | { readonly ask: 'usage' }
  /** Has the trail keep nothing, or everything again. */
  | { readonly ask: 'trail'; readonly on: boolean }
  /** Starts a V8 CPU profile that looks so often. */
  | { readonly ask: 'profile'; readonly microseconds: number }
  /** Ends it and writes it to a file. */
  | { readonly ask: 'profiled'; readonly file: string };
export type Answered =
  | { readonly usage: Usage }
  | { readonly done: true }
  | { readonly ready: Ready }
  | { readonly failed: string };

/** In the server: reads where the record is, starts, then answers what the benchmark asks. */
export async function serveMeasured(
  start: (at: RecordAt) => Promise<Ready>,
  switchTrail?: (on: boolean) => void,
): Promise<void> {
  answerUsage(switchTrail);
  const tell = (answer: Answered) => process.send?.(answer);
  try {
    tell({ ready: await start(JSON.parse(process.argv[2] ?? '{}') as RecordAt) });
  } catch (error) {
    tell({ failed: error instanceof Error ? error.message : 'it does not start' });
  }
}

/** The flags of Node under which `npm start` runs; every measured server gets them, whoever wrote it. */
export function startFlags(): string[] {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  const { scripts } = JSON.parse(text) as { readonly scripts: Readonly<Record<string, string>> };
  return (scripts['start'] ?? '').split(' ').filter((word) => word.startsWith('--'));
}

/** A running server, seen from the benchmark. */
export class Measured {
  private constructor(
    readonly name: string,
    readonly ready: Ready,
    readonly process: ChildProcess,
  ) {}

  /** Starts a compiled script, beside this one when it is not an address. Throws what it failed of. */
  static async start(name: string, script: string | URL, at: RecordAt): Promise<Measured> {
    const child = fork(fileURLToPath(new URL(script, import.meta.url)), [JSON.stringify(at)], {
      env: { ...process.env, NODE_ENV: 'production' },
      execArgv: startFlags(),
    });
    const said = await nextMessage(child);
    if ('ready' in said) return new Measured(name, said.ready, child);
    child.kill();
    throw new Error(`${name}: ${'failed' in said ? said.failed : 'unexpected message'}`);
  }

  /** A process that was started by other means, with the listener of `usage.ts` in it. */
  static of(name: string, url: string, child: ChildProcess): Measured {
    return new Measured(name, { url }, child);
  }

  /** Microseconds of CPU, user and system, all threads, since it started. */
  async cpu(): Promise<number> {
    return (await this.usage()).cpu;
  }

  async usage(): Promise<Usage> {
    const said = await this.#ask({ ask: 'usage' });
    if (!('usage' in said)) throw new Error(`${this.name}: unexpected message`);
    return said.usage;
  }

  async switchTrail(on: boolean): Promise<void> {
    await this.#ask({ ask: 'trail', on });
  }

  /** Profiles the server while something runs; the profile is in the file when it resolves. */
  async profiled<T>(file: string, microseconds: number, run: () => Promise<T>): Promise<T> {
    await this.#ask({ ask: 'profile', microseconds });
    const result = await run();
    await this.#ask({ ask: 'profiled', file });
    return result;
  }

  async #ask(asked: Asked): Promise<Answered> {
    const answer = nextMessage(this.process);
    this.process.send(asked);
    const said = await answer;
    if ('failed' in said) throw new Error(`${this.name}: ${said.failed}`);
    return said;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      if (this.process.exitCode !== null || this.process.signalCode !== null) return resolve();
      this.process.once('exit', () => resolve());
      this.process.kill('SIGKILL');
    });
  }
}

function nextMessage(child: ChildProcess): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown) => {
      child.off('exit', onExit);
      resolve(message as Answered);
    };
    const onExit = (code: number | null) => {
      child.off('message', onMessage);
      reject(new Error(`a measured server ended with code ${code}`));
    };
    child.once('message', onMessage);
    child.once('exit', onExit);
  });
}
