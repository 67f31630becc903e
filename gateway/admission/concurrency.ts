/** How many operations may run at once: found by measuring what one more costs those that run, never told. */
import type { Role } from '../../schema/policy/viewer.js';

export interface Measures {
  /** Milliseconds; only differences count. */
  readonly now: () => number;
  /** How late the event loop comes round, in milliseconds, since this was last asked. */
  readonly loopDelay: () => number;
}

const START = 16;
const LEAST = 3;
/** What an operation takes is learnt from those that have hardly any company; at the least limit some always have none. */
const COMPANY = 2;
const MOST = 1000;
/** Long enough to hold some answers, short enough to follow a crowd. */
const WINDOW_MS = 100;
const ANSWERS = 10;
/** With twice as many at once as the slowest part can serve, each takes twice as long, and nothing stands idle. */
const TOLERANCE = 2;
const SHRINK = 0.9;
/** How fast what is usual follows what was measured. */
const FOLLOW = 0.05;
const RATE_FOLLOW = 0.2;

/**
 * A limit that grows by one while it is reached and nobody pays for it, and shrinks by a tenth when operations take more
 * than twice as long as they do by themselves, or when the event loop comes round too late to notice who knocks.
 */
export class Concurrency {
  readonly #measures: Measures;
  readonly #latestLoop: number;
  /** What an operation of a role takes by itself. */
  readonly #usual = new Map<Role, number>();
  #limit = START;
  #rate = 0;
  #began: number;
  #answers = 0;
  #inflation = 0;
  #crowded = false;

  /** @param latestLoop how late, in milliseconds, the event loop may come round. */
  constructor(measures: Measures, latestLoop: number) {
    this.#measures = measures;
    this.#latestLoop = latestLoop;
    this.#began = measures.now();
  }

  get limit(): number {
    return Math.floor(this.#limit);
  }

  /** Operations answered in a second, when there was a crowd last; 0 before there was one. */
  get rate(): number {
    return this.#rate;
  }

  /** What an operation of this role usually takes, in milliseconds; 1 while none was measured. */
  usual(role: Role): number {
    return this.#usual.get(role) ?? 1;
  }

  /** Somebody has to wait: the limit is reached. */
  crowd(): void {
    if (this.#crowded) return;
    this.#begin();
    this.#crowded = true;
  }

  /** An operation has been answered that began as one of so many. */
  answered(role: Role, tookMs: number, together: number): void {
    const took = Math.max(tookMs, 0.1);
    const usual = this.#usual.get(role) ?? took;
    this.#inflation += took / usual;
    this.#answers += 1;
    if (together <= COMPANY || took < usual) this.#usual.set(role, usual + (took - usual) * FOLLOW);
    const lasted = this.#measures.now() - this.#began;
    if (lasted >= WINDOW_MS && this.#answers >= ANSWERS) this.#conclude(lasted);
  }

  #conclude(lastedMs: number): void {
    const rate = (this.#answers * 1000) / lastedMs;
    if (this.#crowded) this.#rate = this.#rate === 0 ? rate : this.#rate + (rate - this.#rate) * RATE_FOLLOW;
    const slow = this.#inflation / this.#answers > TOLERANCE;
    if (this.#measures.loopDelay() > this.#latestLoop || (slow && this.#crowded)) this.#limit *= SHRINK;
    else if (this.#crowded) this.#limit += 1;
    this.#limit = Math.min(MOST, Math.max(LEAST, this.#limit));
    this.#begin();
  }

  #begin(): void {
    this.#began = this.#measures.now();
    this.#answers = 0;
    this.#inflation = 0;
    this.#crowded = false;
  }
}
