/** The policies that gateways have served on this record, each by its digest with the time since when: rules, no record. */
import { createHash } from 'node:crypto';
import type { Databases } from '../../subgraphs/shared/databases.js';

export interface PolicyVersion {
  readonly digest: string;
  readonly since: string;
}

interface VersionDocument {
  readonly _id: string;
  readonly since: Date;
  readonly text: string;
}

/** So many are kept; of older ones git knows. */
export const KEPT_VERSIONS = 50;

/** Beside the trail: a rebuild of the record empties the other databases. */
const COLLECTION = 'policies';

export class PolicyVersions {
  readonly #databases: Pick<Databases, 'trail'>;
  readonly #now: () => Date;

  constructor(databases: Pick<Databases, 'trail'>, now: () => Date = () => new Date()) {
    this.#databases = databases;
    this.#now = now;
  }

  /** Keeps a policy that is served from now on; one that was served before keeps its time. */
  async keep(text: string): Promise<void> {
    const _id = createHash('sha256').update(text).digest('hex');
    await this.#versions.updateOne({ _id }, { $setOnInsert: { since: this.#now(), text } }, { upsert: true });
    const old = await this.#versions
      .find({}, { projection: { _id: 1 }, sort: { since: -1, _id: 1 }, skip: KEPT_VERSIONS })
      .toArray();
    if (old.length > 0) await this.#versions.deleteMany({ _id: { $in: old.map((one) => one._id) } });
  }

  /** The newest first. */
  async list(): Promise<PolicyVersion[]> {
    const found = await this.#versions
      .find({}, { projection: { since: 1 }, sort: { since: -1, _id: 1 }, maxTimeMS: 5000 })
      .toArray();
    return found.map(({ _id, since }) => ({ digest: _id, since: since.toISOString() }));
  }

  /** The text of one; null where there is none. */
  async read(digest: string): Promise<string | null> {
    return (await this.#versions.findOne({ _id: digest }, { maxTimeMS: 5000 }))?.text ?? null;
  }

  get #versions() {
    return this.#databases.trail.collection<VersionDocument>(COLLECTION);
  }
}
