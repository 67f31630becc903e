/** Writes an archive of a record, beside gateways and imports that go on. */
import type { mongo } from 'mongoose';
import type { TrailEntry } from '../../schema/policy/trail.js';
import type { Databases } from '../../subgraphs/shared/databases.js';
import { type ArchivedPart, makeArchive, writeManifest, writePart } from './archive.js';
import { type Part, partsOf, type StoredDocument, TRAIL_PART } from './parts.js';
import { wholeChains } from './whole-chains.js';

/** How many documents there are about. */
export async function documentsIn(databases: Databases): Promise<number> {
  const counts = await Promise.all(partsOf(databases).map(({ collection }) => collection.estimatedDocumentCount()));
  return counts.reduce((sum, count) => sum + count, 0);
}

/**
 * Writes all parts into a new folder. What was acknowledged before it began is in it; what is written meanwhile may be.
 * @param key the archive is encrypted under it; null for one in the clear.
 * @param advance told of each document.
 * @throws ArchiveError when the folder is not empty.
 */
export async function backUp(
  databases: Databases,
  { folder, key }: { readonly folder: string; readonly key: Buffer | null },
  advance: () => void,
): Promise<ArchivedPart[]> {
  const archive = await makeArchive(folder, key);
  const at = new Date();
  const parts: ArchivedPart[] = [];
  for (const part of partsOf(databases))
    parts.push(await writePart(archive, part.name, counted(documentsOf(part), advance)));
  await writeManifest(archive, parts, at);
  return parts;
}

/** In the order of ids: a commit stays where it is, so none that was there is passed by. */
function documentsOf({ name, collection }: Part): AsyncIterable<StoredDocument> {
  if (name === TRAIL_PART)
    return wholeChains(
      collection as unknown as mongo.Collection<TrailEntry>,
    ) as unknown as AsyncIterable<StoredDocument>;
  return collection.find(
    {},
    { sort: { _id: 1 }, batchSize: 1000, promoteValues: false, promoteLongs: false },
  ) as AsyncIterable<StoredDocument>;
}

async function* counted(documents: AsyncIterable<StoredDocument>, advance: () => void) {
  for await (const document of documents) {
    advance();
    yield document;
  }
}
