/** What was told so far, in the order in which it was told, and what is to be told next. Keeps nothing on disk. */
import type { PopulationKey } from '../key.js';
import { isNear, NEAR, type PeopleSet } from './people-set.js';
import { type Draws, SMALL_CELL, tell } from './tell.js';

/** A number that is to be told of a set of people. */
export interface Question {
  /** What is told: 'people', or which sum. Numbers of different measures are not compared. */
  readonly measure: string;
  readonly set: PeopleSet;
  /** The number for a set that is not near an earlier one; null withholds it. The head count when left out. */
  readonly number?: (draws: Draws) => number | null;
}

export interface ToldNumber extends PeopleSet {
  readonly measure: string;
  /** Null where it was withheld. */
  readonly told: number | null;
}

/** Which protections stand. All do; tests take single ones away to see that their attacker then succeeds. */
export interface Protection {
  readonly near?: false;
  readonly noise?: false;
  readonly small?: number;
}

export class ToldNumbers {
  readonly #key: Pick<PopulationKey, 'draws'>;
  readonly #protection: Protection;
  /** By measure and head count. */
  readonly #told = new Map<string, ToldNumber[]>();

  constructor(key: Pick<PopulationKey, 'draws'>, protection: Protection = {}) {
    this.#key = key;
    this.#protection = protection;
  }

  remember(numbers: readonly ToldNumber[]): void {
    for (const number of numbers) {
      const place = `${number.measure} ${number.people}`;
      const known = this.#told.get(place);
      if (known) known.push(number);
      else this.#told.set(place, [number]);
    }
  }

  /** The numbers for some questions, and those of them that are told for the first time. */
  decide(questions: readonly Question[]): { numbers: (number | null)[]; added: ToldNumber[] } {
    const added: ToldNumber[] = [];
    const numbers = questions.map((question) => this.#decide(question, added));
    return { numbers, added };
  }

  #decide({ measure, set, number }: Question, added: ToldNumber[]): number | null {
    const { small = SMALL_CELL, noise } = this.#protection;
    if (set.people <= small) return null;
    const known = this.#find(measure, set, added);
    if (known) return known.told;
    const draws = this.#draws(measure, set);
    const counted = noise === false ? set.people : tell(set.people, draws, small);
    const told = number ? number(draws) : counted;
    added.push({ measure, people: set.people, buckets: set.buckets, print: set.print, told });
    return told;
  }

  /** The same set, else the first one told that is near. Equal sets first: a question has one answer, whatever is near. */
  #find(measure: string, set: PeopleSet, added: readonly ToldNumber[]): ToldNumber | null {
    const candidates: ToldNumber[] = [];
    for (let away = 0; away <= NEAR; away++)
      for (const people of away === 0 ? [set.people] : [set.people - away, set.people + away])
        candidates.push(...(this.#told.get(`${measure} ${people}`) ?? []));
    candidates.push(...added.filter((one) => one.measure === measure));
    const same = candidates.find(
      ({ people, print }) => people === set.people && print[0] === set.print[0] && print[1] === set.print[1],
    );
    if (same || this.#protection.near === false) return same ?? null;
    return candidates.find((one) => one.told !== null && isNear(set, one)) ?? null;
  }

  #draws(measure: string, { people, print }: PeopleSet): Draws {
    return this.#key.draws('tell', measure, String(people), String(print[0]), String(print[1]));
  }
}
