/**
 * Idempotency keys of changes to saved cohorts: a retry after a lost answer does once what was asked, and gets the first
 * answer, whatever has changed since. What will be done is kept under the key before it is done, so that a crash in
 * between leaves nothing by halves: the retry finishes it. Doing it twice is doing it once.
 */
import { createHash } from 'node:crypto';
import type mongoose from 'mongoose';
import type { Viewer } from '../../../schema/policy/viewer.js';
import { KeyReused } from '../../shared/write-errors.js';
import { digestOf } from '../../shared/writing/digest.js';
import { badRecord } from '../../shared/writing/refusals.js';
import { isIdempotencyKey } from '../../shared/writing/writing-desk.js';

interface KeyDocument<Done> {
  readonly _id: string;
  /** Digest of what was asked. */
  readonly request: string;
  readonly done: Done;
  readonly finished: boolean;
}

const DUPLICATE_KEY = 11000;

/** What one key stands for. */
export interface KeyedChange<Done> {
  readonly key: string;
  /** All arguments but the key, with the name of the mutation. */
  readonly asked: unknown;
  /** Decides what is to be done, and what is answered. Throws where it is refused. */
  readonly decide: () => Promise<Done>;
  /** Does it; may be called again. */
  readonly carryOut: (done: Done) => Promise<void>;
}

export class CohortKeys {
  readonly #viewer: Viewer;
  readonly #database: mongoose.mongo.Db;

  constructor(database: mongoose.mongo.Db, viewer: Viewer) {
    this.#database = database;
    this.#viewer = viewer;
  }

  /** Returns what was done under the key, now or before. Throws BAD_RECORD, KEY_REUSED, and what `decide` throws. */
  async once<Done>({ key, asked, decide, carryOut }: KeyedChange<Done>): Promise<{ done: Done; repeated: boolean }> {
    if (!isIdempotencyKey(key)) throw badRecord('idempotencyKey');
    const { organization, subject } = this.#viewer;
    const _id = createHash('sha256')
      .update(JSON.stringify([organization, subject, key]))
      .digest('base64url');
    const request = digestOf(asked);
    const keys = this.#database.collection<KeyDocument<Done>>('cohortKeys');
    const earlier = (await keys.findOne({ _id })) as KeyDocument<Done> | null;
    const kept = earlier ?? (await this.#keep(keys, { _id, request, done: await decide(), finished: false }));
    if (kept.request !== request) throw new KeyReused();
    if (!kept.finished) {
      await carryOut(kept.done);
      await keys.updateOne({ _id }, { $set: { finished: true } } as mongoose.mongo.UpdateFilter<KeyDocument<Done>>);
    }
    return { done: kept.done, repeated: earlier !== null };
  }

  /** The document under the key: this one, or that of the same request sent at the same time. */
  async #keep<Done>(
    keys: mongoose.mongo.Collection<KeyDocument<Done>>,
    document: KeyDocument<Done>,
  ): Promise<KeyDocument<Done>> {
    try {
      await keys.insertOne(document as mongoose.mongo.OptionalUnlessRequiredId<KeyDocument<Done>>);
      return document;
    } catch (error) {
      if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw error;
      const { _id } = document;
      return (await keys.findOne({ _id } as mongoose.mongo.Filter<KeyDocument<Done>>)) as KeyDocument<Done>;
    }
  }
}
