/** Both ends of a measured server: a process of its own, which tells its address and the CPU time it has used. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Where the measured record is. */
export interface RecordAt {
  readonly uri: string;
  readonly prefix: string;
  readonly dataDir: string;
  /** Guard and store taken away. */
  readonly walls?: 'open';
}

/** What a server says once it answers. */
export interface Ready {
  readonly url: string;
  readonly tokens?: Readonly<Record<string, string>>;
}

type FromServer = { readonly ready: Ready } | { readonly cpu: number } | { readonly failed: string };

/** In the server: reads where the record is, starts, then answers what the benchmark asks. */
export async function serveMeasured(start: (at: RecordAt) => Promise<Ready>): Promise<void> {
  // The benchmark is gone, and with it whoever would stop us.
  process.on('disconnect', () => process.exit());
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpu: user + system });
  });
  try {
    process.send?.({ ready: await start(JSON.parse(process.argv[2] ?? '{}') as RecordAt) });
  } catch (error) {
    process.send?.({ failed: error instanceof Error ? error.message : 'it does not start' });
  }
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
    });
    const said = await nextMessage(child);
    if ('ready' in said) return new Measured(name, said.ready, child);
    child.kill();
    throw new Error(`${name}: ${'failed' in said ? said.failed : 'unexpected message'}`);
  }

  /** Microseconds of CPU, user and system, all threads, since it started. */
  async cpu(): Promise<number> {
    const answer = nextMessage(this.process);
    this.process.send('cpu');
    const said = await answer;
    if (!('cpu' in said)) throw new Error(`${this.name}: unexpected message`);
    return said.cpu;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      if (this.process.exitCode !== null || this.process.signalCode !== null) return resolve();
      this.process.once('exit', () => resolve());
      this.process.kill('SIGKILL');
    });
  }
}

function nextMessage(child: ChildProcess): Promise<FromServer> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown) => {
      child.off('exit', onExit);
      resolve(message as FromServer);
    };
    const onExit = (code: number | null) => {
      child.off('message', onMessage);
      reject(new Error(`a measured server ended with code ${code}`));
    };
    child.once('message', onMessage);
    child.once('exit', onExit);
  });
}
