/** One process builds at a time: of many that serve the population, whoever holds the lease. */
import { randomUUID } from 'node:crypto';
import type mongoose from 'mongoose';

interface LeaseDocument {
  readonly _id: 'builder';
  readonly holder: string;
  readonly until: Date;
}

const LEASE_MS = 15_000;
const DUPLICATE_KEY = 11000;

export class Lease {
  readonly #database: mongoose.mongo.Db;
  readonly #holder = randomUUID();
  #until = 0;

  constructor(database: mongoose.mongo.Db) {
    this.#database = database;
  }

  /** Takes or prolongs the lease; false while another process has it. */
  async hold(now: number = Date.now()): Promise<boolean> {
    if (this.#until - now > LEASE_MS / 2) return true;
    const until = new Date(now + LEASE_MS);
    try {
      await this.#leases().updateOne(
        { _id: 'builder', $or: [{ holder: this.#holder }, { until: { $lt: new Date(now) } }] },
        { $set: { holder: this.#holder, until } },
        { upsert: true },
      );
    } catch (error) {
      // There is one, and it is another's.
      if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw error;
      this.#until = 0;
      return false;
    }
    this.#until = until.getTime();
    return true;
  }

  async release(): Promise<void> {
    if (this.#until > 0) await this.#leases().deleteOne({ _id: 'builder', holder: this.#holder });
    this.#until = 0;
  }

  #leases() {
    return this.#database.collection<LeaseDocument>('lease');
  }
}
