/** Who may run now, who waits, and who is told at once to come again: as many at once as is good, fair between roles, and within a role between its callers. */
import type { Role } from '../../schema/policy/viewer.js';
import { Concurrency, type Measures } from './concurrency.js';
import { Queues, type Waiting } from './queues.js';
import { partOf, SHARES } from './shares.js';

export interface AdmissionSettings extends Measures {
  /** The longest that anybody waits for a turn, in milliseconds. */
  readonly waitMs: number;
}

export interface Entrant {
  /** Called at once or later; the function it is given must be called when the operation is over, however it ended. */
  run(over: () => void): void;
  /** Called instead: there is no room. */
  shed(): void;
}

/** How it stands just now. */
export interface Crowd {
  readonly limit: number;
  readonly running: number;
  readonly waiting: number;
}

interface Queued extends Waiting {
  readonly entrant: Entrant;
}

/** So many may wait before it was measured how many are answered in a second. */
const UNMEASURED = 128;
const LEAST_WAITING = 16;
/** The event loop may come round later than it should by this part of the longest wait. */
const LATEST_LOOP = 0.1;

/** Admits operations. Nothing in it knows of HTTP, and no clock runs in it: `sweep` is to be called now and then. */
export class Admission {
  readonly #settings: AdmissionSettings;
  readonly #concurrency: Concurrency;
  readonly #queues = new Queues<Queued>();
  readonly #runningOf = new Map<Role, number>();
  #running = 0;

  constructor(settings: AdmissionSettings) {
    this.#settings = settings;
    this.#concurrency = new Concurrency(settings, settings.waitMs * LATEST_LOOP);
  }

  get crowd(): Crowd {
    return { limit: this.#concurrency.limit, running: this.#running, waiting: this.#queues.size };
  }

  /** Whether one more of this caller would be shed at once: a look that costs nothing. */
  full(role: Role, caller: string): boolean {
    return !this.#mayRun(role) && !this.#hasRoom(role) && !this.#queues.mayDisplace(role, caller);
  }

  /**
   * Asks for a turn. Where there is no room, a caller of whom much waits makes it for one of whom less does.
   * @returns a function that takes the question back, for a client that left.
   */
  enter(role: Role, caller: string, entrant: Entrant): () => void {
    if (this.#queues.length(role) === 0 && this.#mayRun(role)) {
      this.#start(role, entrant);
      return () => undefined;
    }
    this.#concurrency.crowd();
    if (this.full(role, caller)) {
      entrant.shed();
      return () => undefined;
    }
    if (!this.#hasRoom(role)) this.#queues.displace(role)?.entrant.shed();
    const queued = { role, caller, since: this.#settings.now(), entrant };
    this.#queues.push(queued);
    return () => this.#queues.remove(queued);
  }

  /** Sheds who has waited too long. */
  sweep(): void {
    const { now, waitMs } = this.#settings;
    for (const { entrant } of this.#queues.takeOlder(now() - waitMs)) entrant.shed();
  }

  /** Seconds after which it is worth trying again. */
  get retryAfter(): number {
    return Math.max(1, Math.ceil(this.#settings.waitMs / 1000));
  }

  /** The last turn is kept for roles that have less than their part, so that nobody waits for a slow crowd to end. */
  #mayRun(role: Role): boolean {
    const { limit } = this.#concurrency;
    if (this.#running >= limit) return false;
    return this.#running < limit - 1 || (this.#runningOf.get(role) ?? 0) < limit * partOf(role);
  }

  #hasRoom(role: Role): boolean {
    return this.#queues.length(role) < this.#roomFor(role);
  }

  /** As many as are answered in the longest wait, divided by shares among those roles who ask. */
  #roomFor(role: Role): number {
    const { rate } = this.#concurrency;
    const all = rate === 0 ? UNMEASURED : Math.max(LEAST_WAITING, (rate * this.#settings.waitMs) / 1000);
    return Math.ceil((all * SHARES[role]) / this.#queues.sharesAsking(role));
  }

  #start(role: Role, entrant: Entrant): void {
    const began = this.#settings.now();
    let isOver = false;
    this.#count(role, 1);
    const together = this.#running;
    this.#queues.charge(role, this.#concurrency.usual(role));
    entrant.run(() => {
      if (isOver) return;
      isOver = true;
      this.#count(role, -1);
      this.#concurrency.answered(role, this.#settings.now() - began, together);
      this.#admitWaiting();
    });
  }

  #admitWaiting(): void {
    this.sweep();
    for (;;) {
      const next = this.#queues.next((role) => this.#mayRun(role));
      if (next === null) break;
      this.#start(next.role, next.entrant);
    }
    if (this.#queues.size > 0) this.#concurrency.crowd();
  }

  #count(role: Role, change: 1 | -1): void {
    this.#running += change;
    this.#runningOf.set(role, (this.#runningOf.get(role) ?? 0) + change);
  }
}
