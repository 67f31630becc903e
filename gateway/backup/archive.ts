/** An archive on disk: a folder with a file for each part (extended JSON, a document a line, gzipped) and a manifest. */
import { createHash, type Hash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import mongoose from 'mongoose';
import { ArchiveError } from './archive-error.js';
import type { StoredDocument } from './parts.js';
import { Seal, type SealNote } from './seal.js';

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
  /** 2: under a key. */
  readonly version: 1 | 2;
  readonly at: string;
  readonly parts: readonly ArchivedPart[];
  readonly seal?: SealNote;
  /** Over the manifest without it. */
  readonly mac?: string;
}

/** An archive that may be read, or written: its folder, and its seal where it has one. */
export interface Archive {
  readonly folder: string;
  readonly seal: Seal | null;
}

const fileOf = ({ folder, seal }: Archive, part: string) =>
  join(folder, `${part}.ndjson.gz${seal === null ? '' : '.sealed'}`);

/** Makes the folder. @throws ArchiveError when there is something in it: no backup is written over another. */
export async function makeArchive(folder: string, key: Buffer | null): Promise<Archive> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0)
    throw new ArchiveError('ARCHIVE_NOT_EMPTY', `${folder} is not empty: take a new folder.`);
  return { folder, seal: key === null ? null : new Seal(key, randomBytes(32)) };
}

/** Writes a part. It is readable by its owner only: it holds the record. */
export async function writePart(
  archive: Archive,
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
  const file = createWriteStream(fileOf(archive, name), { flags: 'wx', mode: 0o600 });
  if (archive.seal === null) await pipeline(lines(), createGzip(), file);
  else await pipeline(lines(), createGzip(), archive.seal.closing(name), file);
  return { name, documents: count, sha256: hash.digest('hex') };
}

/** Last of all, and in one step: a folder without it is no backup. */
export async function writeManifest(
  { folder, seal }: Archive,
  parts: readonly ArchivedPart[],
  at: Date,
): Promise<void> {
  const plain: ArchiveManifest = { format: FORMAT, version: 1, at: at.toISOString(), parts };
  const sealed = seal && { ...plain, version: 2 as const, seal: seal.note };
  const manifest = sealed ? { ...sealed, mac: seal.mac(JSON.stringify(sealed)) } : plain;
  const partial = join(folder, `${MANIFEST}.partial`);
  await writeFile(partial, `${JSON.stringify(manifest, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
  await rename(partial, join(folder, MANIFEST));
}

/** @throws ArchiveError for a folder without a manifest, and for one that is not ours. */
async function readManifest(folder: string): Promise<ArchiveManifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => null);
  if (text === null)
    throw new ArchiveError('ARCHIVE_UNFINISHED', `${folder} holds no finished backup: there is no ${MANIFEST}.`);
  try {
    const manifest = JSON.parse(text) as Partial<ArchiveManifest>;
    const isKnown = manifest.version === 1 || (manifest.version === 2 && manifest.seal !== undefined);
    if (manifest.format === FORMAT && isKnown && Array.isArray(manifest.parts)) return manifest as ArchiveManifest;
  } catch {
    // Said below, like any other file that is none of ours.
  }
  throw new ArchiveError('ARCHIVE_UNKNOWN', `${join(folder, MANIFEST)} is not a manifest that this version reads.`);
}

/**
 * Opens an archive to read.
 * @throws ArchiveError as `readManifest`, for a key that is missing or another one, and for a manifest that was changed. An
 * archive without a seal is refused where there is a key: somebody may have put it in the place of the one that had it.
 */
export async function openArchive(
  folder: string,
  key: Buffer | null,
): Promise<Archive & { readonly manifest: ArchiveManifest }> {
  const manifest = await readManifest(folder);
  if (manifest.seal === undefined) {
    if (key !== null)
      throw new ArchiveError('ARCHIVE_NOT_SEALED', 'there is a key, and the backup is not under one: unset the key.');
    return { folder, seal: null, manifest };
  }
  if (key === null)
    throw new ArchiveError('ARCHIVE_KEY_MISSING', 'the backup is under a key: set BACKUP_KEY_FILE or BACKUP_KEY.');
  const seal = Seal.open(key, manifest.seal);
  const { mac = '', ...sealed } = manifest;
  if (!seal.isMac(JSON.stringify(sealed), mac))
    throw new ArchiveError('ARCHIVE_DAMAGED', `${MANIFEST} is not what was written.`);
  return { folder, seal, manifest };
}

/**
 * The documents of a part, one by one.
 * @throws ArchiveError at the end when it is not, to the byte, what was written.
 */
export async function* readPart(archive: Archive, part: ArchivedPart): AsyncGenerator<StoredDocument> {
  const hash = createHash('sha256');
  let count = 0;
  for await (const line of linesOf(archive, part.name)) {
    take(hash, line);
    count += 1;
    yield EJSON.parse(line, { relaxed: false }) as StoredDocument;
  }
  if (count !== part.documents || hash.digest('hex') !== part.sha256)
    throw new ArchiveError('ARCHIVE_DAMAGED', `${part.name} is not what was written: its hash is another.`);
}

function take(hash: Hash, line: string): void {
  hash.update(line).update('\n');
}

async function* linesOf(archive: Archive, name: string): AsyncGenerator<string> {
  const unpacked = createGunzip();
  const file = createReadStream(fileOf(archive, name));
  const { seal } = archive;
  const read = seal === null ? pipeline(file, unpacked) : pipeline(file, seal.opening(name), unpacked);
  const damaged = () => new ArchiveError('ARCHIVE_DAMAGED', `${name} cannot be read: its file is missing or damaged.`);
  const reading = read.catch(() => {
    throw damaged();
  });
  // Whoever stops reading early must not leave a rejection that nobody hears.
  reading.catch(() => undefined);
  try {
    yield* createInterface({ input: unpacked, crlfDelay: Number.POSITIVE_INFINITY });
  } catch {
    // The pipeline does not hear of it where the reader of its last stream heard first.
    throw damaged();
  }
  await reading;
}

/** Reads a part to its end, and nothing of it. @throws ArchiveError as `readPart` does. */
export async function checkPart(archive: Archive, part: ArchivedPart): Promise<void> {
  const hash = createHash('sha256');
  let count = 0;
  for await (const line of linesOf(archive, part.name)) {
    take(hash, line);
    count += 1;
  }
  if (count !== part.documents || hash.digest('hex') !== part.sha256)
    throw new ArchiveError('ARCHIVE_DAMAGED', `${part.name} is not what was written: its hash is another.`);
}
