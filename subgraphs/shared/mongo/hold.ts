import { linkSync, lstatSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOurs } from './data-dir.js';
import { identityOf, isAlive, type ProcessIdentity } from './process-identity.js';

/** Who holds a data directory: what the process calls itself, which it is, since when (ISO 8601). */
export interface Holder {
  name: string;
  process: ProcessIdentity;
  since: string;
}

/** A data directory is held by one process at a time, until it releases it or dies. */
export interface Hold {
  holder: Holder;
  release(): void;
}

const NAME = /^hold-(\d{1,12})\.json$/;

/**
 * Takes the hold of `home`, or tells who has it.
 *
 * Every hold is a numbered file, and the highest number counts. To take over from a dead or released holder is to
 * create the next number, which the file system grants to one process only; nothing is ever unlinked that another
 * process may have just written. A slow process which creates a number that is no longer the highest sees so at
 * once and steps back.
 */
export function takeHold(home: string, name: string): { hold: Hold } | { heldBy: Holder } {
  const holder: Holder = { name, process: identityOf(process.pid), since: new Date().toISOString() };
  for (;;) {
    const last = Math.max(0, ...numbers(home));
    const before = readHolder(home, last);
    if (before && isAlive(before.process)) return { heldBy: before };
    if (createNumber(home, last + 1, holder)) return { hold: holdOf(home, last + 1, holder) };
  }
}

/** The living holder of `home`, or null. */
export function currentHolder(home: string): Holder | null {
  const holder = readHolder(home, Math.max(0, ...numbers(home)));
  return holder && isAlive(holder.process) ? holder : null;
}

function createNumber(home: string, number: number, holder: Holder): boolean {
  const draft = join(home, `hold-draft-${process.pid}-${Math.random().toString(36).slice(2)}`);
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
  try {
    // A link appears with its content or not at all, and fails when the name is taken.
    linkSync(draft, fileOf(home, number));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const found = numbers(home);
  if (Math.max(...found) > number) {
    rmSync(fileOf(home, number), { force: true });
    return false;
  }
  for (const older of found) if (older < number) rmSync(fileOf(home, older), { force: true });
  return true;
}

function holdOf(home: string, number: number, holder: Holder): Hold {
  return {
    holder,
    release() {
      // Marked, not removed: the highest number has to stay for the next holder to count from.
      const draft = `${fileOf(home, number)}.released`;
      writeFileSync(draft, '{}', { mode: 0o600 });
      renameSync(draft, fileOf(home, number));
    },
  };
}

function numbers(home: string): number[] {
  return readdirSync(home)
    .flatMap((file) => NAME.exec(file)?.[1] ?? [])
    .map(Number);
}

function fileOf(home: string, number: number): string {
  return join(home, `hold-${number}.json`);
}

/** Null when there is none, when it was released, or when a crash of the machine left it unreadable. */
function readHolder(home: string, number: number): Holder | null {
  try {
    if (!isOurs(lstatSync(fileOf(home, number)).uid)) return null;
    const found = JSON.parse(readFileSync(fileOf(home, number), 'utf8')) as Partial<Holder>;
    return found.name !== undefined && found.process !== undefined ? (found as Holder) : null;
  } catch {
    return null;
  }
}
