/**
 * The head of each chain outside the database: one small file for each, in the data directory. Whoever cuts the tail of a
 * chain in the database would have to cut it here as well.
 */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChainHead } from '../schema/policy/trail.js';

/** Of a fixed length, so that one write at the beginning replaces all of it: `0000000042 <sha-256 in hex>\n`. */
const RECORD = /^(\d{10}) ([0-9a-f]{64})\n$/;

/** Where the heads of a database are kept: two databases that share a data directory do not mix. */
export function headsFolder(dataDir: string, database: string): string {
  return join(dataDir, 'trail-heads', database);
}

export class HeadFiles {
  readonly #folder: string;
  #open: { readonly chain: string; readonly file: number } | null = null;

  /** Throws when the folder cannot be made. */
  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /**
   * Rewrites the record of the head's chain: a single write into a file of unchanging size, without waiting for the disk.
   * Synchronous, because it takes microseconds and must not be overtaken by the next one.
   */
  keep({ chain, seq, hash }: ChainHead): void {
    if (this.#open?.chain !== chain) {
      this.close();
      this.#open = { chain, file: openSync(join(this.#folder, chain), 'w', 0o600) };
    }
    writeSync(this.#open.file, `${String(seq).padStart(10, '0')} ${hash}\n`, 0);
  }

  close(): void {
    if (this.#open) closeSync(this.#open.file);
    this.#open = null;
  }
}

/** A head that was kept outside; `seq` null when the file was damaged. */
export interface KeptHead {
  readonly chain: string;
  readonly seq: number | null;
  readonly hash: string;
  readonly file: string;
}

/** The heads kept in a folder, as far as a process came to write them; none when there is no such folder. */
export async function readHeads(folder: string): Promise<KeptHead[]> {
  const heads: KeptHead[] = [];
  for (const chain of await filesIn(folder)) {
    const file = join(folder, chain);
    const text = await readFile(file, 'latin1');
    // Opened, and the process ended before its first entry was kept.
    if (text === '') continue;
    const [, seq, hash = ''] = RECORD.exec(text) ?? [];
    heads.push({ chain, seq: seq === undefined ? null : Number(seq), hash, file });
  }
  return heads;
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    const found = await readdir(folder, { withFileTypes: true });
    return found.flatMap((entry) => (entry.isFile() ? entry.name : [])).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
