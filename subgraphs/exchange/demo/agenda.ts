import type { Day } from './days.js';

interface Entry {
  readonly day: Day;
  readonly happen: (day: Day) => void;
}

/**
 * What will happen on which day. Runs in order of days, and of entering within a day; what happens may add more.
 * Thus records come out in the order of time, and deductibles are used up in it.
 */
export class Agenda {
  readonly #entries: Entry[] = [];
  #next = 0;

  add(day: Day, happen: (day: Day) => void): void {
    let place = this.#entries.length;
    while (place > this.#next && (this.#entries[place - 1]?.day ?? day) > day) place -= 1;
    this.#entries.splice(place, 0, { day, happen });
  }

  /** Runs what falls between the two days (both included); the rest never happens. */
  run(from: Day, to: Day): void {
    for (let entry = this.#entries[this.#next]; entry !== undefined; entry = this.#entries[this.#next]) {
      this.#next += 1;
      if (entry.day >= from && entry.day <= to) entry.happen(entry.day);
    }
  }
}
