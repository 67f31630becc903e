/**
 * An aggregation whose rows fit in one reply, without a cursor: the driver's cursor reads each row of a reply by itself,
 * which costs as much again as the command. Where a cursor is needed, it is the driver's.
 */
import mongoose from 'mongoose';
import { failureOf } from '../write-errors.js';
import { readDocument } from './read-documents.js';

type Db = mongoose.mongo.Db;

export interface RowsAsked {
  readonly collection: string;
  readonly pipeline: readonly Readonly<Record<string, unknown>>[];
  /** Milliseconds that MongoDB may spend. */
  readonly maxTimeMS: number;
  readonly allowDiskUse?: boolean;
}

/** Rows in one reply, as far as its 16 MB hold them; the server's own 101 would cost a second command. */
const REPLY_ROWS = 2000;

const EXCEEDED_TIME_LIMIT = 50;

/** The driver leaves what is inside of a reply as bytes, where it is told to. */
interface RawReply {
  readonly cursor: Buffer;
}

interface Cursor<T> {
  readonly id: number | mongoose.mongo.Long;
  readonly firstBatch: T[];
}

/** All rows, in their order. Rejects as the driver does; what a read may repeat is repeated once, as the driver does. */
export async function readRows<T extends object>(db: Db, asked: RowsAsked): Promise<T[]> {
  const { collection, pipeline, maxTimeMS, allowDiskUse = false } = asked;
  const command = {
    aggregate: collection,
    pipeline,
    cursor: { batchSize: REPLY_ROWS },
    maxTimeMS,
    ...(allowDiskUse && { allowDiskUse }),
    // A command takes neither from the database's settings by itself.
    ...(db.readConcern && { readConcern: db.readConcern.toJSON() }),
  };
  let reply: RawReply;
  try {
    const { readPreference } = db;
    const options = { raw: true, ...(readPreference && { readPreference }) };
    reply = (await db.command(command, options)) as unknown as RawReply;
  } catch (error) {
    if (!mayGoBetter(error)) throw error;
    return byCursor<T>(db, asked);
  }
  const { id, firstBatch } = readDocument(reply.cursor) as unknown as Cursor<T>;
  if (Number(id) === 0) return firstBatch;
  // More than one reply holds: rare, and the rest is at the member that has the cursor.
  await db.command({ killCursors: collection, cursors: [id] });
  return byCursor<T>(db, asked);
}

function byCursor<T extends object>(db: Db, { collection, pipeline, ...options }: RowsAsked): Promise<T[]> {
  return db
    .collection(collection)
    .aggregate<T>([...pipeline], { ...options, batchSize: REPLY_ROWS })
    .toArray();
}

/** The connection broke, or the member that was asked is not the one any more. */
function mayGoBetter(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return failureOf(error) === 'uncertain' && code !== EXCEEDED_TIME_LIMIT;
}
