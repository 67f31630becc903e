/**
 * What may go wrong when the record is written, and whether repeating it is safe. Each is an error of the gateway's
 * catalogue; only numbers travel with it.
 */
import { GraphQLError } from 'graphql';
import mongoose from 'mongoose';

/** Somebody wrote the record first: nothing was written. */
export class VersionConflict extends GraphQLError {
  constructor(
    /** `Condition/1` */
    readonly record: string,
    readonly expectedVersion: number,
    readonly currentVersion: number,
  ) {
    super('Somebody changed this record first.', { extensions: { code: 'CONFLICT', currentVersion } });
  }
}

/** The idempotency key belongs to another change: nothing was written. */
export class KeyReused extends GraphQLError {
  constructor() {
    super('This idempotency key was used for another change.', { extensions: { code: 'KEY_REUSED' } });
  }
}

/** The database did not do it, for a reason that may pass: nothing was written, a retry is safe. */
export class NotWritten extends GraphQLError {
  constructor(code: 'NOT_WRITTEN' | 'STORAGE_FULL', cause: unknown) {
    const message = code === 'STORAGE_FULL' ? 'The store has no room left.' : 'The store took no writes.';
    super(message, { extensions: { code }, originalError: asError(cause) });
  }
}

/** The database was asked and its answer never came: it may be written. A retry with the same key writes it once. */
export class WriteUncertain extends GraphQLError {
  constructor(cause: unknown) {
    super('Whether it was written is not known.', {
      extensions: { code: 'WRITE_UNCERTAIN' },
      originalError: asError(cause),
    });
  }
}

/** What a failed command says about the write that it held. */
export type Failure =
  /** Never sent, and it may go better next time. */
  | 'refused'
  /** Surely not done: no room. */
  | 'full'
  /** Done or not. */
  | 'uncertain'
  /** Surely not done, and it would fail again. */
  | 'hopeless';

const OUT_OF_DISK_SPACE = 14031;
/**
 * Not primary, stepping down, shutting down, interrupted, out of time: it may have been done before this was said. Whoever
 * stops being primary says the same of writes that it did and of those that it did not.
 */
const BROKEN_OFF: ReadonlySet<number> = new Set([
  6, 7, 50, 64, 89, 91, 189, 262, 9001, 10107, 11600, 11601, 11602, 13435, 13436,
]);

/** Reads from an error of the driver what became of the write. Errors that it does not know are uncertain. */
export function failureOf(error: unknown): Failure {
  const { mongo } = mongoose;
  const code = (error as { code?: unknown }).code;
  if (code === OUT_OF_DISK_SPACE) return 'full';
  if (error instanceof mongo.MongoServerSelectionError) return 'refused';
  if (!(error instanceof mongo.MongoServerError))
    return error instanceof mongo.MongoError || isSocketError(error) ? 'uncertain' : 'hopeless';
  if (hasWriteConcernError(error) || typeof code !== 'number' || BROKEN_OFF.has(code)) return 'uncertain';
  return 'hopeless';
}

/** While the driver waits until a long command is on its way, it passes on the errors of the socket as they are. */
function isSocketError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** It is done where it was asked, but not known to be kept by enough members. */
export function hasWriteConcernError(error: unknown): boolean {
  const { mongo } = mongoose;
  if (error instanceof mongo.MongoBulkWriteError) return error.result.getWriteConcernError() !== undefined;
  return error instanceof mongo.MongoWriteConcernError;
}

function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error('unknown');
}
