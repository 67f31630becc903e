import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where things stand in a data directory: `home` is ours alone (mode 0700), whatever DATA_DIR itself is open to. */
export interface DataDir {
  root: string;
  home: string;
  engineFile: string;
  log: string;
}

/**
 * Creates what is missing. DATA_DIR itself gets mode 0700 only when we create it: it may be a folder which others
 * use too. Throws when `home` belongs to another user, who could then read the record through its socket.
 */
export function prepareDataDir(dataDir: string): DataDir {
  const root = resolve(dataDir);
  const home = join(root, 'mongo');
  mkdirSync(root, { recursive: true, mode: 0o700 });
  makePrivate(home);
  return { root, home, engineFile: join(root, 'engine.json'), log: join(home, 'engine.log') };
}

/** A folder that only this user can enter. Throws when somebody else owns it or it is no folder. */
export function makePrivate(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory()) throw new Error(`${folder} is not a folder`);
  if (!isOurs(found.uid)) throw new Error(`${folder} belongs to another user: choose another DATA_DIR`);
  if ((found.mode & 0o077) !== 0) chmodSync(folder, 0o700);
}

/** Whether a file's owner is this user (always so where the system has no users). */
export function isOurs(uid: number): boolean {
  return process.getuid === undefined || uid === process.getuid();
}
