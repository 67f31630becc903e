/** Cohorts that are kept by name: a description, and no person. Each is its analyst's, or shared in the organisation. */
import { createHash } from 'node:crypto';
import type mongoose from 'mongoose';
import type { Viewer } from '../../../schema/policy/viewer.js';
import { badInput } from '../../shared/errors.js';

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

  constructor(database: mongoose.mongo.Db, viewer: Viewer) {
    this.#documents = database.collection<SavedCohortDocument>('savedCohorts');
    this.#viewer = viewer;
  }

  /** Keeps a cohort under a name, in place of an earlier one of the viewer’s of that name. @throws BAD_ARGUMENT */
  async save(name: string, where: object, shared: boolean): Promise<SavedCohortDocument> {
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
    await this.#documents.replaceOne({ _id: document._id }, document, { upsert: true });
    return document;
  }

  /** The viewer’s own, and those shared in the organisation, by name. */
  async list(): Promise<SavedCohortDocument[]> {
    return this.#documents.find(this.#mine()).sort({ name: 1, _id: 1 }).limit(1000).toArray();
  }

  /** Null for one that does not exist and for one that is another’s. */
  async one(id: string): Promise<SavedCohortDocument | null> {
    return this.#documents.findOne({ $and: [{ _id: id }, this.#mine()] });
  }

  /** True when it was there and the viewer’s own. */
  async delete(id: string): Promise<boolean> {
    const { organization, subject } = this.#viewer;
    return (await this.#documents.deleteOne({ _id: id, organization, subject })).deletedCount > 0;
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
