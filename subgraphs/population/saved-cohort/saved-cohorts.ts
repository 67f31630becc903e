/** Cohorts that are kept by name: a description, and no person. Each is its analyst's, or shared in the organisation. */
import { createHash } from 'node:crypto';
import type mongoose from 'mongoose';
import type { Viewer } from '../../../schema/policy/viewer.js';
import type { Disclosures } from '../../shared/disclosures.js';
import { badInput } from '../../shared/errors.js';
import { ignoringNewer } from '../../shared/write-newer.js';
import { CohortKeys } from './cohort-keys.js';

export interface SavedCohortDocument {
  readonly _id: string;
  readonly name: string;
  readonly organization: string | null;
  readonly subject: string;
  readonly shared: boolean;
  /** The description, as it was given. */
  readonly where: string;
  readonly savedAt: Date;
}

const MAX_NAME = 80;
/** Of one analyst. */
const MAX_SAVED = 200;

export class SavedCohorts {
  readonly #documents: mongoose.mongo.Collection<SavedCohortDocument>;
  readonly #viewer: Viewer;
  readonly #keys: CohortKeys;
  readonly #told: Disclosures;

  constructor(database: mongoose.mongo.Db, viewer: Viewer, told: Disclosures) {
    this.#documents = database.collection<SavedCohortDocument>('savedCohorts');
    this.#viewer = viewer;
    this.#keys = new CohortKeys(database, viewer);
    this.#told = told;
  }

  /**
   * Keeps a cohort under a name, in place of an earlier one of the viewer’s of that name.
   * @throws BAD_ARGUMENT, BAD_RECORD, KEY_REUSED
   */
  async save(name: string, where: object, shared: boolean, key: string): Promise<SavedCohortDocument> {
    const { done, repeated } = await this.#keys.once({
      key,
      asked: { saveCohort: { name, where, shared } },
      decide: () => this.#toSave(name, where, shared),
      carryOut: ({ document }) => this.#write(document),
    });
    if (!repeated) this.#told.did(done.isNew ? 'C' : 'U');
    return done.document;
  }

  async #toSave(
    name: string,
    where: object,
    shared: boolean,
  ): Promise<{ document: SavedCohortDocument; isNew: boolean }> {
    const plain = name.normalize('NFC').trim();
    if (plain === '' || plain.length > MAX_NAME) throw badInput('BAD_ARGUMENT', 'name takes 1 to 80 characters');
    const { organization, subject } = this.#viewer;
    if (shared && organization === null)
      throw badInput('BAD_ARGUMENT', 'without an organisation there is nobody to share with');
    const document = {
      _id: idOf(this.#viewer, plain),
      name: plain,
      organization,
      subject,
      shared,
      where: JSON.stringify(where),
      savedAt: new Date(),
    };
    const others = await this.#documents.countDocuments({ organization, subject, _id: { $ne: document._id } });
    if (others >= MAX_SAVED) throw badInput('BAD_ARGUMENT', 'so many cohorts are not kept: delete some');
    const isNew = (await this.#documents.countDocuments({ _id: document._id })) === 0;
    return { document, isNew };
  }

  /** A retry that finishes late leaves what was saved under the name since. */
  async #write({ _id, ...document }: SavedCohortDocument): Promise<void> {
    const older = { _id, savedAt: { $lte: document.savedAt } };
    await ignoringNewer(
      this.#documents.bulkWrite([{ replaceOne: { filter: older, replacement: document, upsert: true } }]),
    );
  }

  /** The viewer’s own, and those shared in the organisation, by name. */
  async list(): Promise<SavedCohortDocument[]> {
    return this.#documents.find(this.#mine()).sort({ name: 1, _id: 1 }).limit(1000).toArray();
  }

  /** Null for one that does not exist and for one that is another’s. */
  async one(id: string): Promise<SavedCohortDocument | null> {
    return this.#documents.findOne({ $and: [{ _id: id }, this.#mine()] });
  }

  /** True when it was there and the viewer’s own. @throws BAD_RECORD, KEY_REUSED */
  async delete(id: string, key: string): Promise<boolean> {
    const { organization, subject } = this.#viewer;
    const { done, repeated } = await this.#keys.once({
      key,
      asked: { deleteSavedCohort: { id } },
      decide: async () => {
        const found = await this.#documents.findOne({ _id: id, organization, subject });
        return { savedAt: found?.savedAt ?? null };
      },
      carryOut: async ({ savedAt }) => {
        // What was saved under the name since is not what was to be deleted.
        if (savedAt) await this.#documents.deleteOne({ _id: id, organization, subject, savedAt });
      },
    });
    if (!repeated && done.savedAt) this.#told.did('D');
    return done.savedAt !== null;
  }

  #mine() {
    const { organization, subject } = this.#viewer;
    const own = { organization, subject };
    return organization === null ? own : { $or: [own, { organization, shared: true }] };
  }
}

function idOf({ organization, subject }: Viewer, name: string): string {
  return createHash('sha256')
    .update(JSON.stringify([organization, subject, name]))
    .digest('base64url')
    .slice(0, 22);
}
