import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Write } from './sinks.js';

/** Writes to a stream and waits while it is full. */
export function writeTo(stream: Writable): Write {
  return async (text) => {
    if (!stream.write(text)) await once(stream, 'drain');
  };
}

/** Where a folder takes lines: files of about this many characters, numbered in the order in which to read them. */
const FILE_CHARACTERS = 100_000_000;

export interface FolderOutput {
  readonly write: Write;
  end(): Promise<void>;
}

/**
 * Lines in files of a folder, which is made when there is none. A file that stands there already is not touched: the run
 * fails. `opens` says which lines a new file may begin with, so that each file can be read by itself.
 */
export function folderOutput(folder: string, opens: (line: string) => boolean): FolderOutput {
  mkdirSync(folder, { recursive: true });
  let file = 0;
  let characters = 0;
  let current: Writable | null = null;
  const close = async () => {
    if (!current) return;
    current.end();
    await finished(current);
  };
  return {
    async write(line) {
      if (!current || (characters > FILE_CHARACTERS && opens(line))) {
        await close();
        const name = `record-${String(++file).padStart(5, '0')}.ndjson`;
        current = createWriteStream(join(folder, name), { flags: 'wx' });
        await once(current, 'open');
        characters = 0;
      }
      characters += line.length;
      await writeTo(current)(line);
    },
    end: close,
  };
}
