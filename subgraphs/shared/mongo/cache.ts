import { mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { makePrivate } from './data-dir.js';
import { isAlive } from './process-identity.js';

/**
 * Where what was fetched is kept: `$XDG_CACHE_HOME/chartlens`, else `~/.cache/chartlens`, so that several data
 * directories share it; within the data directory when that cannot be written.
 */
export function cacheRoot(dataHome: string): string {
  const base = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  for (const folder of [join(base, 'chartlens'), join(dataHome, 'cache')]) {
    try {
      makePrivate(folder);
      rmSync(mkdtempSync(join(folder, '.writable-')), { recursive: true });
      return folder;
    } catch {
      // Not ours, or read-only: the next one.
    }
  }
  throw new Error(`neither ${base} nor ${dataHome} can be written to`);
}

/**
 * Fills a folder of the cache in one step: `fill` works in a draft beside it, which takes the name only when it is
 * complete. Half a folder is never seen. When two processes fill at once, the first to finish wins.
 */
export async function fillAtomically(folder: string, fill: (draft: string) => Promise<void>): Promise<void> {
  removeDeadDrafts(folder);
  const draft = mkdtempSync(`${folder}.draft-${process.pid}-`);
  try {
    await fill(draft);
    renameSync(draft, folder);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function removeDeadDrafts(folder: string): void {
  const parent = join(folder, '..');
  const prefix = `${folder.slice(parent.length + 1)}.draft-`;
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number.parseInt(name.slice(prefix.length), 10);
    if (!isAlive({ pid, started: null })) rmSync(join(parent, name), { recursive: true, force: true });
  }
}
