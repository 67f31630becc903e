/**
 * All numbers ever told of the population, to whomever, in one order: a set of people that differs from an earlier one by
 * 10 people or fewer is given the earlier one's number. So nobody finds those few by subtracting, two analysts
 * together neither, and neither does who asks again after a record was added.
 *
 * Entries are numbered without gaps: of two processes that add one at once, one wins the number, and the other looks at
 * what was added and decides anew.
 */
import type mongoose from 'mongoose';
import { populationSpent } from '../errors.js';
import type { PopulationKey } from '../key.js';
import { type Protection, type Question, type ToldNumber, ToldNumbers } from './told-numbers.js';

export interface Asker {
  readonly organization: string | null;
  /** Questions of a fixed shape are few: only free ones are counted against the budget. */
  readonly free: boolean;
}

interface LedgerDocument {
  readonly _id: number;
  readonly at: Date;
  readonly organization: string | null;
  readonly free: boolean;
  readonly entries: readonly ToldNumber[];
}

/** Different numbers that free questions may have told in one calendar month (UTC), to all who ask together. */
export const MONTHLY_NUMBERS = 4000;

export interface LedgerSettings extends Protection {
  readonly monthly?: number;
}

const DUPLICATE_KEY = 11000;

export class Ledger {
  readonly #documents: mongoose.mongo.Collection<LedgerDocument>;
  readonly #monthly: number;
  readonly #told: ToldNumbers;
  readonly #months = new Map<string, number>();
  #last = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(database: mongoose.mongo.Db, key: PopulationKey, settings: LedgerSettings = {}) {
    this.#documents = database.collection<LedgerDocument>('ledger');
    this.#monthly = settings.monthly ?? MONTHLY_NUMBERS;
    this.#told = new ToldNumbers(key, settings);
  }

  /** The numbers to be told, kept before they are. @throws POPULATION_SPENT when the month has no more. */
  tellAll(questions: readonly Question[], asker: Asker, now: Date = new Date()): Promise<(number | null)[]> {
    const result = this.#turn.then(() => this.#tellAll(questions, asker, now));
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #tellAll(questions: readonly Question[], asker: Asker, now: Date): Promise<(number | null)[]> {
    for (;;) {
      await this.#catchUp();
      const { numbers, added } = this.#told.decide(questions);
      if (added.length === 0) return numbers;
      const month = now.toISOString().slice(0, 7);
      const limit = this.#monthly;
      if (asker.free && (this.#months.get(month) ?? 0) + added.length > limit) throw populationSpent(limit);
      const { organization, free } = asker;
      const document = { _id: this.#last + 1, at: now, organization, free, entries: added };
      if (await this.#insert(document)) {
        this.#remember(document);
        return numbers;
      }
    }
  }

  async #catchUp(): Promise<void> {
    const later = this.#documents.find({ _id: { $gt: this.#last } }).sort({ _id: 1 });
    for await (const document of later) this.#remember(document);
  }

  async #insert(document: LedgerDocument): Promise<boolean> {
    try {
      await this.#documents.insertOne(document, { writeConcern: { w: 'majority', journal: true } });
      return true;
    } catch (error) {
      if ((error as { code?: unknown }).code === DUPLICATE_KEY) return false;
      throw error;
    }
  }

  #remember(document: LedgerDocument): void {
    this.#told.remember(document.entries);
    const month = document.at.toISOString().slice(0, 7);
    if (document.free) this.#months.set(month, (this.#months.get(month) ?? 0) + document.entries.length);
    this.#last = document._id;
  }
}
