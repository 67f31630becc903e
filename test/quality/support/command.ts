import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { mongoUri } from '../../support/engine.js';

const DIST = fileURLToPath(new URL('../../../dist/subgraphs', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a compiled command against the databases of that prefix. */
export async function command(name: 'measures' | 'import', prefix: string, ...args: string[]): Promise<Ran> {
  const script = name === 'import' ? 'exchange/commands/import.js' : 'quality/commands/measures.js';
  const uri = new URL(mongoUri());
  uri.pathname = `/${prefix}`;
  const child = spawn(process.execPath, [`${DIST}/${script}`, ...args], {
    env: { ...process.env, MONGODB_URI: uri.href },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (text: Buffer) => {
    out += text.toString();
  });
  child.stderr.on('data', (text: Buffer) => {
    err += text.toString();
  });
  const code = await new Promise<number | null>((done) => child.on('close', done));
  return { code, out, err };
}

/** The command that goes on until it is stopped; `said` waits for a line that holds the text. */
export function following(
  prefix: string,
  ...args: string[]
): { said(text: string): Promise<void>; stop(): Promise<number | null> } {
  const uri = new URL(mongoUri());
  uri.pathname = `/${prefix}`;
  const child = spawn(process.execPath, [`${DIST}/quality/commands/measures.js`, ...args, '--follow'], {
    env: { ...process.env, MONGODB_URI: uri.href },
  });
  const closed = new Promise<number | null>((done) => child.on('close', done));
  let out = '';
  let onText = () => {};
  child.stdout.on('data', (text: Buffer) => {
    out += text.toString();
    onText();
  });
  return {
    said: (text) =>
      new Promise((resolve, reject) => {
        onText = () => {
          if (out.includes(text)) resolve();
        };
        void closed.then(() => reject(new Error(`the command ended before it said: ${text}`)));
        onText();
      }),
    stop: () => {
      child.kill('SIGTERM');
      return closed;
    },
  };
}

/** The numbers in the row of a measure: patients, computed, recorded, unchanged, failed. */
export function row(out: string, title: string): number[] {
  const line = out.split('\n').find((text) => text.startsWith(title)) ?? '';
  return line
    .slice(title.length)
    .trim()
    .split(/\s+/)
    .map((number) => Number(number.replaceAll(',', '')));
}
