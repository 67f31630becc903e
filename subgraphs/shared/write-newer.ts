/** Writes guarded by version: the newest stays, whatever order they come in. */
import type { mongo } from 'mongoose';

export type Bulk<T extends { _id: string }> = mongo.AnyBulkWriteOperation<T>;

/** First versions are inserted, which costs a quarter of an upsert; what is there already is replaced unless newer. */
export async function writeNewer<T extends { _id: string; version: number }>(
  collection: mongo.Collection<T>,
  documents: readonly T[],
): Promise<void> {
  const first = documents.filter(({ version }) => version === 1);
  const present = await insertAbsent(collection, first);
  const rest = [...documents.filter(({ version }) => version !== 1), ...present];
  if (rest.length === 0) return;
  const operations = rest.map((document) => ({
    replaceOne: {
      filter: { _id: document._id, version: { $lte: document.version } },
      replacement: document,
      upsert: true,
    },
  })) as unknown as Bulk<T>[];
  await ignoringNewer(collection.bulkWrite(operations, { ordered: false }));
}

/** Inserts documents; returns those whose ids are taken. */
async function insertAbsent<T extends { _id: string }>(
  collection: mongo.Collection<T>,
  documents: readonly T[],
): Promise<T[]> {
  if (documents.length === 0) return [];
  try {
    await collection.insertMany([...documents] as mongo.OptionalUnlessRequiredId<T>[], { ordered: false });
    return [];
  } catch (error) {
    const failures = writeErrorsOf(error);
    if (failures.length === 0 || failures.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
    return failures.flatMap(({ index }) => documents[index] ?? []);
  }
}

const DUPLICATE_KEY = 11000;

/** What failed of a bulk write, by the index of the document. */
export function writeErrorsOf(error: unknown): readonly { readonly code: number; readonly index: number }[] {
  const failures = (error as { writeErrors?: unknown }).writeErrors ?? [];
  return (Array.isArray(failures) ? failures : [failures]) as { code: number; index: number }[];
}

/** An upsert guarded by version that meets a newer document collides with its id: the newer one stays, as it should. */
export async function ignoringNewer(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    const failures = writeErrorsOf(error);
    if (failures.length === 0 || failures.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
  }
}
