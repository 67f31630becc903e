/**
 * Streams that stand: a stream holds a connection and looks again every second, so there are so many in all and so many of
 * one caller, and whoever comes beyond is told to come again.
 */
import type { Viewer } from '../../schema/policy/viewer.js';
import { callerOf } from './caller.js';

export interface StreamLimits {
  readonly inAll: number;
  readonly ofOne: number;
}

export class Streams {
  readonly #limits: StreamLimits;
  readonly #standing = new Map<string, number>();
  #count = 0;

  constructor(limits: StreamLimits) {
    this.#limits = limits;
  }

  /** Takes a place; null where there is none. The function it gives must be called once when the stream has ended. */
  open(viewer: Viewer): (() => void) | null {
    const caller = callerOf(viewer);
    const theirs = this.#standing.get(caller) ?? 0;
    if (this.#count >= this.#limits.inAll || theirs >= this.#limits.ofOne) return null;
    this.#count += 1;
    this.#standing.set(caller, theirs + 1);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#count -= 1;
      const left = (this.#standing.get(caller) ?? 1) - 1;
      if (left > 0) this.#standing.set(caller, left);
      else this.#standing.delete(caller);
    };
  }
}
