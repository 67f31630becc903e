/**
 * The one door to the rows of the population for who asks. What a request asks in one tick is one command; what leaves
 * the database are sets of people (head counts by secret bucket), what leaves here are the numbers the ledger tells.
 */
import DataLoader from 'dataloader';
import type mongoose from 'mongoose';
import type { Coordinate } from '../../../schema/policy/catalogue.js';
import type { Policy } from '../../../schema/policy/decide.js';
import type { Viewer } from '../../../schema/policy/viewer.js';
import { forbidden } from '../../shared/errors.js';
import type { Predicate, Stage } from '../../shared/record-store.js';
import { tooCostly, tookTooLong } from '../errors.js';
import { PEOPLE } from '../row/population-row.js';
import type { Ledger } from '../suppression/ledger.js';
import { BUCKETS, type PeopleSet } from '../suppression/people-set.js';
import type { Question } from '../suppression/told-numbers.js';

/** A family of sets: the people who match, by key. */
export interface Family {
  readonly where: Predicate;
  /** Stages that leave a field `key` (any value), once for each person and key, and `amount` where sums are asked for. */
  readonly keyed: readonly Stage[];
  readonly withAmounts?: boolean;
  /** What a person costs the database, in facts looked at. */
  readonly weight: number;
}

/** What was paid and the like, summed over a set, in cents. */
export interface Amounts {
  readonly total: number;
  /** The largest share of one person. */
  readonly most: number;
  /** People with a share above nothing. */
  readonly sharers: number;
}

export interface KeyedSet {
  readonly key: unknown;
  readonly set: PeopleSet;
  readonly amounts: Amounts;
}

interface SetDocument extends Amounts {
  readonly family: number;
  readonly key: unknown;
  readonly people: number;
  readonly p0: number;
  readonly p1: number;
  readonly buckets: readonly { readonly b: number; readonly n: number }[];
}

export interface PopulationStoreOptions {
  readonly viewer: Viewer;
  readonly policy: Policy;
  readonly database: mongoose.mongo.Db;
  /** Its collections, from whichever member answers questions to the population. */
  readonly rows: (name: string) => mongoose.mongo.Collection;
  readonly ledger: Ledger;
  /** Told that there was an answer, for the trail. */
  readonly disclose: () => void;
  /** Milliseconds MongoDB may spend on one question. */
  readonly deadline?: number;
  /** Facts that one question may look at. */
  readonly costLimit?: number;
}

interface Telling {
  readonly questions: readonly Question[];
  readonly free: boolean;
}

const DEADLINE_MS = 4500;
export const COST_LIMIT = 50_000_000;
const MAX_TIME_EXPIRED = 50;

export class PopulationStore {
  readonly #options: PopulationStoreOptions;
  readonly #families = new DataLoader<Family, readonly KeyedSet[]>((families) => this.#read(families), {
    cache: false,
  });

  readonly #tellings = new DataLoader<Telling, readonly (number | null)[]>((asked) => this.#tellTogether(asked), {
    cache: false,
  });

  constructor(options: PopulationStoreOptions) {
    this.#options = options;
  }

  get viewer(): Viewer {
    return this.#options.viewer;
  }

  /**
   * The sets of a family. For whoever may read the coordinate that is being answered.
   * @throws FORBIDDEN, POPULATION_TOO_COSTLY before it runs, SUBGRAPH_DEADLINE.
   */
  sets(coordinate: Coordinate, family: Family): Promise<readonly KeyedSet[]> {
    if (!this.#options.policy.mayRead(this.viewer.role, coordinate)) throw forbidden();
    return this.#families.load(family);
  }

  /** The numbers that are told of sets; those of one tick are kept in one entry. @throws POPULATION_SPENT */
  tell(questions: readonly Question[], free: boolean): Promise<readonly (number | null)[]> {
    this.#options.disclose();
    return this.#tellings.load({ questions, free });
  }

  async #tellTogether(tellings: readonly Telling[]): Promise<(number | null)[][]> {
    const { ledger } = this.#options;
    const free = tellings.some((telling) => telling.free);
    const questions = tellings.flatMap((telling) => telling.questions);
    const numbers = await ledger.tellAll(questions, { organization: this.viewer.organization, free });
    const starts = tellings.map((_, place) =>
      tellings.slice(0, place).reduce((sum, { questions: before }) => sum + before.length, 0),
    );
    return tellings.map((telling, place) =>
      numbers.slice(starts[place], (starts[place] ?? 0) + telling.questions.length),
    );
  }

  async #read(families: readonly Family[]): Promise<readonly KeyedSet[][]> {
    const people = this.#options.rows(PEOPLE);
    await this.#refuseCost(families, people);
    const [first = [], ...others] = families.map(pipelineOf);
    const unions = others.map((pipeline) => ({ $unionWith: { coll: PEOPLE, pipeline } }));
    const found: KeyedSet[][] = families.map(() => []);
    const maxTimeMS = this.#options.deadline ?? DEADLINE_MS;
    try {
      const documents = people.aggregate<SetDocument>([...first, ...unions], {
        maxTimeMS,
        allowDiskUse: true,
        batchSize: 5000,
      });
      for await (const document of documents) found[document.family]?.push(keyedSet(document));
    } catch (error) {
      if ((error as { code?: unknown }).code === MAX_TIME_EXPIRED) throw tookTooLong();
      throw error;
    }
    return found;
  }

  async #refuseCost(families: readonly Family[], people: mongoose.mongo.Collection): Promise<void> {
    const limit = this.#options.costLimit ?? COST_LIMIT;
    const cost = (await sizeOf(people, this.#options.database)) * families.reduce((sum, { weight }) => sum + weight, 0);
    if (cost > limit) throw tooCostly(cost, limit);
  }
}

const sizes = new WeakMap<mongoose.mongo.Db, { readonly people: number; readonly until: number }>();
const SIZE_MS = 10_000;

/** How many rows there are, about: asked now and then, not for every question. */
async function sizeOf(people: mongoose.mongo.Collection, database: mongoose.mongo.Db): Promise<number> {
  const known = sizes.get(database);
  if (known && known.until > Date.now()) return known.people;
  const size = await people.estimatedDocumentCount();
  sizes.set(database, { people: size, until: Date.now() + SIZE_MS });
  return size;
}

/** People by key and bucket, then by key: what leaves the database does not grow with the people. */
function pipelineOf({ where, keyed, withAmounts }: Family, family: number): Stage[] {
  const amounts = withAmounts
    ? {
        total: { $sum: '$amount' },
        most: { $max: '$amount' },
        sharers: { $sum: { $cond: [{ $gt: ['$amount', 0] }, 1, 0] } },
      }
    : {};
  const again = withAmounts
    ? { total: { $sum: '$total' }, most: { $max: '$most' }, sharers: { $sum: '$sharers' } }
    : {};
  return [
    { $match: where },
    ...keyed,
    {
      $group: {
        _id: { key: '$key', bucket: '$bucket' },
        people: { $sum: 1 },
        p0: { $sum: '$p0' },
        p1: { $sum: '$p1' },
        ...amounts,
      },
    },
    {
      $group: {
        _id: '$_id.key',
        people: { $sum: '$people' },
        p0: { $sum: '$p0' },
        p1: { $sum: '$p1' },
        buckets: { $push: { b: '$_id.bucket', n: '$people' } },
        ...again,
      },
    },
    { $set: { family: { $literal: family }, key: '$_id' } },
  ];
}

function keyedSet({ key, people, p0, p1, buckets, total = 0, most = 0, sharers = 0 }: SetDocument): KeyedSet {
  const counts = new Array<number>(BUCKETS).fill(0);
  for (const { b, n } of buckets) counts[b] = n;
  return { key, set: { people, buckets: counts, print: [p0, p1] }, amounts: { total, most, sharers } };
}
