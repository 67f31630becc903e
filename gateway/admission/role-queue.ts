/** Who of one role waits, fair between its callers: whoever asks a hundred times at once waits behind whoever asks once. */

/** What of a waiting question counts here. */
export interface FromCaller {
  /** Who asks: equal for all that one caller asks. */
  readonly caller: string;
  readonly since: number;
}

interface Place<W> {
  readonly waiting: W;
  /** When its turn comes among those of the role. */
  readonly turn: number;
}

/**
 * Start-time fair queueing: each question of a caller comes one turn behind the one before it, and that of somebody new
 * right after the one that was served last. What is remembered of a caller is forgotten when none of theirs waits.
 */
export class RoleQueue<W extends FromCaller> {
  /** In the order of their turns. */
  #places: Place<W>[] = [];
  readonly #countOf = new Map<string, number>();
  readonly #lastTurnOf = new Map<string, number>();
  #served = 0;

  get length(): number {
    return this.#places.length;
  }

  push(waiting: W): void {
    const turn = Math.max(this.#served, this.#lastTurnOf.get(waiting.caller) ?? 0) + 1;
    const later = this.#places.findIndex((place) => place.turn > turn);
    this.#places.splice(later < 0 ? this.#places.length : later, 0, { waiting, turn });
    this.#lastTurnOf.set(waiting.caller, turn);
    this.#countOf.set(waiting.caller, (this.#countOf.get(waiting.caller) ?? 0) + 1);
  }

  shift(): W | null {
    const first = this.#places.shift();
    if (!first) return null;
    this.#served = first.turn;
    this.#forget(first.waiting);
    return first.waiting;
  }

  remove(waiting: W): void {
    const at = this.#places.findIndex((place) => place.waiting === waiting);
    if (at < 0) return;
    this.#places.splice(at, 1);
    this.#forget(waiting);
  }

  /** Takes out all who have waited since before then. */
  takeOlder(then: number): W[] {
    const old = this.#places.filter(({ waiting }) => waiting.since < then).map(({ waiting }) => waiting);
    if (old.length > 0) this.#places = this.#places.filter(({ waiting }) => waiting.since >= then);
    for (const waiting of old) this.#forget(waiting);
    return old;
  }

  /** Whether so much more of another caller waits that one of theirs should give way to one of this caller's. */
  hasGreedierThan(caller: string): boolean {
    const own = this.#countOf.get(caller) ?? 0;
    for (const count of this.#countOf.values()) if (count > own + 1) return true;
    return false;
  }

  /** Takes out the last question of the caller of whom most wait. */
  takeFromGreediest(): W | null {
    let greediest: string | null = null;
    let most = 0;
    for (const [caller, count] of this.#countOf)
      if (count > most) {
        greediest = caller;
        most = count;
      }
    const last = this.#places.findLast(({ waiting }) => waiting.caller === greediest);
    if (!last) return null;
    this.remove(last.waiting);
    return last.waiting;
  }

  #forget({ caller }: W): void {
    const left = (this.#countOf.get(caller) ?? 1) - 1;
    if (left > 0) this.#countOf.set(caller, left);
    else {
      this.#countOf.delete(caller);
      this.#lastTurnOf.delete(caller);
    }
  }
}
