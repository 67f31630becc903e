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
import { isNear, type PeopleSet } from './people-set.js';
import { type Draws, SMALL_CELL, tell } from './tell.js';

/** A number that is to be told of a set of people. */
export interface Question {
  /** What is told: 'people', or which sum. Numbers of different measures are not compared. */
  readonly measure: string;
  readonly set: PeopleSet;
  /** The number for a set that is not near an earlier one; null withholds it. The head count when left out. */
  readonly number?: (draws: Draws) => number | null;
}

export interface Asker {
  readonly organization: string | null;
  /** Questions of a fixed shape are few: only free ones are counted against the budget. */
  readonly free: boolean;
}

interface LedgerEntry {
  readonly measure: string;
  readonly people: number;
  readonly buckets: readonly number[];
  readonly print: readonly [number, number];
  /** Null where it was withheld. */
  readonly told: number | null;
}

interface LedgerDocument {
  readonly _id: number;
  readonly at: Date;
  readonly organization: string | null;
  readonly free: boolean;
  readonly entries: readonly LedgerEntry[];
}

/** Different numbers that free questions may have told in one calendar month (UTC), to all who ask together. */
export const MONTHLY_NUMBERS = 4000;

/** Which protections stand. All do; tests take single ones away to see that their attacker then succeeds. */
export interface Protection {
  readonly near?: false;
  readonly noise?: false;
  readonly small?: number;
  readonly monthly?: number;
}

const DUPLICATE_KEY = 11000;

export class Ledger {
  readonly #documents: mongoose.mongo.Collection<LedgerDocument>;
  readonly #key: PopulationKey;
  readonly #protection: Protection;
  /** Entries by measure and head count, in the order in which they were told. */
  readonly #entries = new Map<string, LedgerEntry[]>();
  readonly #months = new Map<string, number>();
  #last = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(database: mongoose.mongo.Db, key: PopulationKey, protection: Protection = {}) {
    this.#documents = database.collection<LedgerDocument>('ledger');
    this.#key = key;
    this.#protection = protection;
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
      const added: LedgerEntry[] = [];
      const numbers = questions.map((question) => this.#decide(question, added));
      if (added.length === 0) return numbers;
      const month = now.toISOString().slice(0, 7);
      const limit = this.#protection.monthly ?? MONTHLY_NUMBERS;
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
    for (const entry of document.entries) {
      const place = `${entry.measure} ${entry.people}`;
      const known = this.#entries.get(place);
      if (known) known.push(entry);
      else this.#entries.set(place, [entry]);
    }
    const month = document.at.toISOString().slice(0, 7);
    if (document.free) this.#months.set(month, (this.#months.get(month) ?? 0) + document.entries.length);
    this.#last = document._id;
  }

  #decide({ measure, set, number }: Question, added: LedgerEntry[]): number | null {
    const small = this.#protection.small ?? SMALL_CELL;
    if (set.people <= small) return null;
    const known = this.#find(measure, set, added);
    if (known) return known.told;
    const draws = this.#draws(measure, set);
    const told = number
      ? number(draws)
      : this.#protection.noise === false
        ? set.people
        : tell(set.people, draws, small);
    added.push({ measure, people: set.people, buckets: set.buckets, print: set.print, told });
    return told;
  }

  /** The first set told that is near, or that is the same and was withheld. */
  #find(measure: string, set: PeopleSet, added: readonly LedgerEntry[]): LedgerEntry | null {
    const isSame = (entry: LedgerEntry) =>
      entry.people === set.people && entry.print[0] === set.print[0] && entry.print[1] === set.print[1];
    const answers = (entry: LedgerEntry) =>
      isSame(entry) || (entry.told !== null && this.#protection.near !== false && isNear(set, entry));
    // Equal sets first: the same question has the same answer, whatever is near it.
    const candidates: LedgerEntry[] = [];
    for (let away = 0; away <= 10; away++)
      for (const people of away === 0 ? [set.people] : [set.people - away, set.people + away])
        candidates.push(...(this.#entries.get(`${measure} ${people}`) ?? []));
    candidates.push(...added.filter((entry) => entry.measure === measure));
    return candidates.find(isSame) ?? candidates.find(answers) ?? null;
  }

  #draws(measure: string, { people, print }: PeopleSet): Draws {
    return this.#key.draws('tell', measure, String(people), String(print[0]), String(print[1]));
  }
}
