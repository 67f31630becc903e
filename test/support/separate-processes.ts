/** Chartlens as it runs in several processes: four subgraphs and a gateway, compiled, each of its own. */
import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isReady } from './is-ready.js';

const SUBGRAPHS = ['administrative', 'clinical', 'financial', 'population'] as const;
const POLL_MS = 50;
const READY_WITHIN_MS = 60_000;

export interface SeparateOptions {
  /** The folder of the compiled code. */
  readonly compiled: URL;
  readonly uri: string;
  readonly prefix: string;
  readonly dataDir: string;
  /** Arguments to Node for each of them. */
  readonly execArgv?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

export interface SeparateProcesses {
  readonly url: string;
  /** By name; `gateway` is the last. */
  readonly processes: ReadonlyMap<string, ChildProcess>;
  stop(): Promise<void>;
}

/** Starts all five; resolves when the gateway says that it is ready. */
export async function startSeparateProcesses(options: SeparateOptions): Promise<SeparateProcesses> {
  const { compiled, uri, prefix, dataDir, execArgv = [], env = {} } = options;
  const processes = new Map<string, ChildProcess>();
  const stop = async () => {
    await Promise.all([...processes.values()].map(ended));
  };
  const ports = await freePorts(SUBGRAPHS.length + 1);
  const urlOf = (index: number) => `http://127.0.0.1:${ports[index]}`;
  const common = {
    ...process.env,
    MONGODB_URI: withDatabase(uri, prefix),
    DATA_DIR: dataDir,
    SUBGRAPH_SECRET: randomBytes(32).toString('base64url'),
    DEMO: 'off',
    ...env,
  };
  const start = (name: string, script: string, own: NodeJS.ProcessEnv) =>
    processes.set(
      name,
      fork(fileURLToPath(new URL(script, compiled)), [], {
        execArgv: [...execArgv],
        env: { ...common, ...own },
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      }),
    );
  for (const [index, name] of SUBGRAPHS.entries())
    start(name, `subgraphs/${name}/main.js`, { PORT: String(ports[index]) });
  const urls = SUBGRAPHS.map((name, index) => [`${name.toUpperCase()}_URL`, `${urlOf(index)}/graphql`]);
  start('gateway', 'gateway/main-gateway.js', { PORT: String(ports.at(-1)), ...Object.fromEntries(urls) });
  const url = urlOf(SUBGRAPHS.length);
  try {
    await ready(url, processes);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `${url}/graphql`, processes, stop };
}

async function ready(url: string, processes: ReadonlyMap<string, ChildProcess>): Promise<void> {
  const until = Date.now() + READY_WITHIN_MS;
  while (Date.now() < until) {
    for (const [name, { exitCode }] of processes) if (exitCode !== null) throw new Error(`${name} does not start`);
    if (await isReady(url)) return;
    await setTimeout(POLL_MS);
  }
  throw new Error('the processes do not get ready');
}

/** The record's databases are named after the one in the address. */
export function withDatabase(uri: string, prefix: string): string {
  const [, server = uri, options = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(uri) ?? [];
  return `${server}/${prefix}${options}`;
}

/** Ports that nobody listens on, found all at once so that they differ. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => {
            const address = server.address();
            resolve(typeof address === 'object' && address ? address.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
