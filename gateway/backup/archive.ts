/** An archive on disk: a folder with a file for each part (extended JSON, a document a line, gzipped) and a manifest. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import mongoose from 'mongoose';
import type { StoredDocument } from './parts.js';

const { EJSON } = mongoose.mongo.BSON;
const MANIFEST = 'manifest.json';
const FORMAT = 'chartlens-backup';

export interface ArchivedPart {
  readonly name: string;
  readonly documents: number;
  /** Of the lines, before they are packed. */
  readonly sha256: string;
}

export interface ArchiveManifest {
  readonly format: typeof FORMAT;
  readonly version: 1;
  readonly at: string;
  readonly parts: readonly ArchivedPart[];
}

/** Says what is wrong with an archive, for whoever restores it. */
export class ArchiveError extends Error {}

const fileOf = (folder: string, part: string) => join(folder, `${part}.ndjson.gz`);

/** Makes the folder. @throws ArchiveError when there is something in it: no backup is written over another. */
export async function makeArchive(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) throw new ArchiveError(`${folder} is not empty: take a new folder.`);
}

/** Writes a part. It is readable by its owner only: it holds the record. */
export async function writePart(
  folder: string,
  name: string,
  documents: AsyncIterable<StoredDocument>,
): Promise<ArchivedPart> {
  const hash = createHash('sha256');
  let count = 0;
  async function* lines() {
    for await (const document of documents) {
      const line = `${EJSON.stringify(document, { relaxed: false })}\n`;
      hash.update(line);
      count += 1;
      yield line;
    }
  }
  await pipeline(lines(), createGzip(), createWriteStream(fileOf(folder, name), { flags: 'wx', mode: 0o600 }));
  return { name, documents: count, sha256: hash.digest('hex') };
}

/** Last of all, and in one step: a folder without it is no backup. */
export async function writeManifest(folder: string, parts: readonly ArchivedPart[], at: Date): Promise<void> {
  const manifest: ArchiveManifest = { format: FORMAT, version: 1, at: at.toISOString(), parts };
  const partial = join(folder, `${MANIFEST}.partial`);
  await writeFile(partial, `${JSON.stringify(manifest, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
  await rename(partial, join(folder, MANIFEST));
}

/** @throws ArchiveError for a folder without a manifest, and for one that is not ours. */
export async function readManifest(folder: string): Promise<ArchiveManifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => null);
  if (text === null) throw new ArchiveError(`${folder} holds no finished backup: there is no ${MANIFEST}.`);
  try {
    const manifest = JSON.parse(text) as Partial<ArchiveManifest>;
    if (manifest.format === FORMAT && manifest.version === 1 && Array.isArray(manifest.parts))
      return manifest as ArchiveManifest;
  } catch {
    // Said below, like any other file that is none of ours.
  }
  throw new ArchiveError(`${join(folder, MANIFEST)} is not a manifest that this version reads.`);
}

/**
 * The documents of a part, one by one.
 * @throws ArchiveError at the end when it is not, to the byte, what was written.
 */
export async function* readPart(folder: string, part: ArchivedPart): AsyncGenerator<StoredDocument> {
  const hash = createHash('sha256');
  let count = 0;
  for await (const line of linesOf(folder, part.name)) {
    take(hash, line);
    count += 1;
    yield EJSON.parse(line, { relaxed: false }) as StoredDocument;
  }
  if (count !== part.documents || hash.digest('hex') !== part.sha256)
    throw new ArchiveError(`${part.name} is not what was written: its hash is another.`);
}

function take(hash: Hash, line: string): void {
  hash.update(line).update('\n');
}

async function* linesOf(folder: string, name: string): AsyncGenerator<string> {
  const unpacked = createGunzip();
  const reading = pipeline(createReadStream(fileOf(folder, name)), unpacked).catch(() => {
    throw new ArchiveError(`${name} cannot be read: its file is missing or damaged.`);
  });
  // Whoever stops reading early must not leave a rejection that nobody hears.
  reading.catch(() => undefined);
  try {
    yield* createInterface({ input: unpacked, crlfDelay: Number.POSITIVE_INFINITY });
  } catch {
    // The pipeline says it in words of ours.
  }
  await reading;
}

/** Reads a part to its end, and nothing of it. @throws ArchiveError as `readPart` does. */
export async function checkPart(folder: string, part: ArchivedPart): Promise<void> {
  const hash = createHash('sha256');
  let count = 0;
  for await (const line of linesOf(folder, part.name)) {
    take(hash, line);
    count += 1;
  }
  if (count !== part.documents || hash.digest('hex') !== part.sha256)
    throw new ArchiveError(`${part.name} is not what was written: its hash is another.`);
}
