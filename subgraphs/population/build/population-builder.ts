/**
 * Keeps the population up to date with the record: takes up commits, and makes the rows of the people they concern anew.
 * A row is made from the record as it is, so doing it twice, in another order, or after a crash in between comes to the
 * same. Positions are stored after the rows they stand for.
 */

import { CONDITION_CATEGORY_VERSION } from '../../shared/condition-category.js';
import { type Databases } from '../../shared/databases.js';
import { CONDITION_GROUP_VERSION } from '../groups/condition-group.js';
import { MEDICATION_CLASS_VERSION } from '../groups/medication-class.js';
import type { PopulationKey } from '../key.js';
import { PEOPLE, type PopulationRow } from '../row/population-row.js';
import { pseudonymOf, rowOf } from '../row/row-of.js';
import { CommitFeed, type FeedCommit, type Positions, Waker } from './commit-feed.js';
import { Lease } from './lease.js';
import {
  countEverybody,
  everybody,
  patientsBehind,
  peopleWithConsents,
  readPeople,
  withSurvivors,
} from './record-reader.js';

/** Raised when rows are made otherwise than before; with the tables they are made by. */
const SHAPE = `2 ${CONDITION_GROUP_VERSION} ${MEDICATION_CLASS_VERSION} ${CONDITION_CATEGORY_VERSION}`;

interface BuildState {
  readonly _id: 'build';
  readonly shape: string;
  /** Ages and consents go by it. */
  readonly day: string;
  readonly positions: Positions;
}

/** How often positions are stored while there is nothing to take up. */
const IDLE_KEEP_MS = 60_000;

/** People whose records are read at once. */
const PEOPLE_AT_ONCE = 50;

export interface BuilderOptions {
  readonly databases: Databases;
  readonly key: PopulationKey;
  /** Told of errors; the builder tries again. Never with a value of a record. */
  readonly report?: (error: unknown) => void;
  readonly now?: () => Date;
}

export class PopulationBuilder {
  readonly #options: BuilderOptions;
  readonly #lease: Lease;
  readonly #waker = new Waker();
  #feed: CommitFeed | null = null;
  #state: BuildState | null = null;
  #running: Promise<void> | null = null;
  #stopped = false;
  #keptAt = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: BuilderOptions) {
    this.#options = options;
    this.#lease = new Lease(options.databases.population);
  }

  /** Follows the record until stopped. */
  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#waker.close();
    await this.#running;
    await this.#lease.release();
  }

  /**
   * Takes up every commit that is applied by now, and returns how many there were. Only the holder of the lease does:
   * for others it waits for nothing and returns null.
   */
  caughtUp(): Promise<number | null> {
    return this.#inTurn(() => this.#catchUp());
  }

  /** Makes every row anew, to the same bytes; rows of people who are not in the record go. */
  rebuild(progress: (people: number) => void = () => {}): Promise<number> {
    return this.#inTurn(() => this.#rebuild(progress));
  }

  /** One thing at a time. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #run(): Promise<void> {
    try {
      await this.#waker.open(this.#options.databases);
    } catch (error) {
      this.#options.report?.(error);
    }
    while (!this.#stopped) {
      try {
        await this.caughtUp();
      } catch (error) {
        if (!this.#stopped) this.#options.report?.(error);
      }
      if (!this.#stopped) await this.#waker.wait();
    }
  }

  async #catchUp(): Promise<number | null> {
    if (!(await this.#lease.hold())) {
      this.#feed = null;
      return null;
    }
    const state = await this.#begin();
    await this.#newDay(state);
    const feed = this.#feed as CommitFeed;
    let taken = 0;
    for (let commits = await feed.next(); commits.length > 0 && !this.#stopped; commits = await feed.next()) {
      await this.#takeUp(commits);
      feed.done(commits);
      taken += commits.length;
      if (!(await this.#lease.hold())) break;
    }
    await feed.advance();
    // While nothing happens, where it did not happen need not be stored every half second: taking up twice changes nothing.
    if (taken > 0 || this.#now().getTime() - this.#keptAt > IDLE_KEEP_MS)
      await this.#keep({ positions: feed.positions });
    return taken;
  }

  /** What was stored when somebody last built; a population of another shape is made anew. */
  async #begin(): Promise<BuildState> {
    if (this.#feed && this.#state) return this.#state;
    const stored = await this.#states().findOne({ _id: 'build' });
    if (stored?.shape === SHAPE) {
      this.#state = stored;
      this.#feed = new CommitFeed(this.#options.databases, stored.positions);
      return stored;
    }
    await this.#rebuild(() => {});
    return this.#state as unknown as BuildState;
  }

  async #rebuild(progress: (people: number) => void): Promise<number> {
    const { databases } = this.#options;
    const now = this.#now();
    const feed = await CommitFeed.fromNow(databases, now);
    const there = new Set<string>();
    for await (const patients of everybody(databases, PEOPLE_AT_ONCE)) {
      for (const id of await this.#makeRows(patients)) there.add(id);
      progress(patients.length);
      await this.#lease.hold();
    }
    const people = databases.population.collection<PopulationRow>(PEOPLE);
    const gone: string[] = [];
    for await (const { _id } of people.find({}, { projection: { _id: 1 } })) if (!there.has(_id)) gone.push(_id);
    if (gone.length > 0) await people.deleteMany({ _id: { $in: gone } });
    await this.#keep({ shape: SHAPE, day: dayOf(now), positions: feed.positions });
    this.#feed = feed;
    return there.size;
  }

  async #takeUp(commits: readonly FeedCommit[]): Promise<void> {
    const patients = new Set(
      commits.flatMap(({ patient, keys }) => [...(patient === null ? [] : [patient]), ...keys.flatMap(personOf)]),
    );
    const shared = commits.filter(({ patient }) => patient === null).flatMap(({ keys }) => keys.map(recordOf));
    if (shared.length > 0)
      for (const patient of await patientsBehind(this.#options.databases, shared)) patients.add(patient);
    await this.#makeAll(await withSurvivors(this.#options.databases, patients));
  }

  async #makeAll(patients: readonly string[]): Promise<void> {
    for (let start = 0; start < patients.length; start += PEOPLE_AT_ONCE)
      await this.#makeRows(patients.slice(start, start + PEOPLE_AT_ONCE));
  }

  /** Makes the rows of these people anew; who is not to be in the population is taken out. Returns the rows there are. */
  async #makeRows(patients: readonly string[]): Promise<string[]> {
    const { databases, key } = this.#options;
    const now = this.#now();
    const sources = await readPeople(databases, patients, now);
    const people = databases.population.collection<PopulationRow>(PEOPLE);
    const rows = [...sources].map(([patient, source]) => ({
      id: pseudonymOf(key, patient),
      row: source && rowOf(source, key, now.getUTCFullYear()),
    }));
    const writes = rows.map(({ id, row }) =>
      row
        ? { replaceOne: { filter: { _id: id }, replacement: row, upsert: true } }
        : { deleteOne: { filter: { _id: id } } },
    );
    if (writes.length > 0) await people.bulkWrite(writes, { ordered: false });
    return rows.flatMap(({ id, row }) => (row ? [id] : []));
  }

  /** Once a day consents are looked at again, and when the year changes all ages are. */
  async #newDay(state: BuildState): Promise<void> {
    const today = dayOf(this.#now());
    if (state.day === today) return;
    if (state.day.slice(0, 4) !== today.slice(0, 4)) await this.#rebuild(() => {});
    else await this.#makeAll(await peopleWithConsents(this.#options.databases));
    await this.#keep({ day: today });
  }

  async #keep(change: Partial<Omit<BuildState, '_id'>>): Promise<void> {
    const kept = await this.#states().findOneAndUpdate(
      { _id: 'build' },
      { $set: change },
      { upsert: true, returnDocument: 'after' },
    );
    this.#state = kept;
    this.#keptAt = this.#now().getTime();
  }

  #states() {
    return this.#options.databases.population.collection<BuildState>('state');
  }

  #now(): Date {
    return this.#options.now?.() ?? new Date();
  }
}

/** `Medication/1/2` is version 2 of `Medication/1`. */
function recordOf(key: string): string {
  return key.slice(0, key.lastIndexOf('/'));
}

/** Two people are in one commit when one record replaces the other. */
function personOf(key: string): string[] {
  return key.startsWith('Patient/') ? [recordOf(key).slice('Patient/'.length)] : [];
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** For the progress bar of a rebuild. */
export { countEverybody };
