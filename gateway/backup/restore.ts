/** Puts an archive into an empty record, builds the read model from it, and says whether the trail is whole. */
import { RecordWriter } from '../../subgraphs/shared/commits.js';
import type { Databases } from '../../subgraphs/shared/databases.js';
import { storedTrail } from '../trail-retired.js';
import { type Verification, verifyTrail } from '../trail-verify.js';
import { type ArchiveManifest, checkPart, openArchive, readPart } from './archive.js';
import { ArchiveError } from './archive-error.js';
import { LATER_PARTS, type Part, partsOf, type StoredDocument } from './parts.js';

export interface Restored {
  readonly manifest: ArchiveManifest;
  readonly documents: number;
  /** Versions of records in the read model that was built. */
  readonly versions: number;
  readonly trail: Verification;
}

export interface RestoreProgress {
  /** So many documents will be checked, written and projected. */
  start(documents: number): void;
  advance(documents: number): void;
}

const BATCH = 500;
const DURABLE = { w: 'majority', journal: true } as const;

/**
 * The hashes of all parts are checked before anything is written.
 * @throws ArchiveError for an archive that is damaged and for a record that is not empty: nothing was written then.
 */
export async function restore(
  databases: Databases,
  { folder, key }: { readonly folder: string; readonly key: Buffer | null },
  progress: RestoreProgress,
): Promise<Restored> {
  const archive = await openArchive(folder, key);
  const { manifest } = archive;
  const parts = partsOf(databases);
  refuseUnknown(manifest, parts);
  await refuseFull(parts);
  const documents = manifest.parts.reduce((sum, part) => sum + part.documents, 0);
  progress.start(documents * 2);
  for (const part of manifest.parts) {
    await checkPart(archive, part);
    progress.advance(part.documents);
  }
  await databases.ensureIndexes();
  for (const part of manifest.parts) {
    const into = parts.find(({ name }) => name === part.name);
    if (into) for await (const batch of batches(readPart(archive, part))) progress.advance(await insert(into, batch));
  }
  let versions = 0;
  await new RecordWriter(databases).rebuild((held) => {
    versions += held;
  });
  return { manifest, documents, versions, trail: await verifyTrail(storedTrail(databases.trail), []) };
}

function refuseUnknown({ parts: archived }: ArchiveManifest, parts: readonly Part[]): void {
  const names = archived.map(({ name }) => name);
  for (const name of names)
    if (!parts.some((part) => part.name === name))
      throw new ArchiveError('ARCHIVE_UNKNOWN', `the backup holds ${name}, which is unknown.`);
  for (const { name } of parts)
    if (!names.includes(name) && !LATER_PARTS.has(name))
      throw new ArchiveError('ARCHIVE_UNKNOWN', `the backup lacks ${name}.`);
}

async function refuseFull(parts: readonly Part[]): Promise<void> {
  for (const { name, collection } of parts)
    if ((await collection.findOne({}, { projection: { _id: 1 } })) !== null)
      throw new ArchiveError(
        'RECORD_NOT_EMPTY',
        `${name} is not empty: a backup is restored into an empty record only.`,
      );
}

async function insert({ collection }: Part, batch: readonly StoredDocument[]): Promise<number> {
  await collection.insertMany([...batch], { ordered: false, writeConcern: DURABLE });
  return batch.length;
}

async function* batches(documents: AsyncIterable<StoredDocument>): AsyncGenerator<StoredDocument[]> {
  let batch: StoredDocument[] = [];
  for await (const document of documents) {
    batch.push(document);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
