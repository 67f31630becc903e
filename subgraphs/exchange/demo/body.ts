import type { Day } from './days.js';
import type { Random } from './random.js';
import { MEASURES, type MeasureName } from './tables/measures.js';

/** The value of a measure on a day, before the noise of measuring. */
export type Curve = (day: Day) => number;

/** Straight lines between points; the ends go on level. Points are in the order of days. */
export function curve(points: readonly (readonly [Day, number])[]): Curve {
  return (day) => {
    let [previousDay, previous] = points[0] ?? [0, 0];
    for (const [nextDay, next] of points) {
      if (nextDay >= day) {
        const share = nextDay === previousDay ? 1 : (day - previousDay) / (nextDay - previousDay);
        return day <= previousDay ? previous : previous + (next - previous) * share;
      }
      [previousDay, previous] = [nextDay, next];
    }
    return previous;
  };
}

/** What can be measured of a person: healthy levels of their own, changed by what they have and what they take. */
export class Body {
  readonly #random: Random;
  readonly #curves = new Map<MeasureName, Curve>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** Puts a measure on a curve; the latest problem that says so wins. */
  set(measure: MeasureName, course: Curve): void {
    this.#curves.set(measure, course);
  }

  /** Changes what there is already, e.g. a drug that lowers a level. */
  adjust(measure: MeasureName, change: (value: number, day: Day) => number): void {
    const before = this.#courseOf(measure);
    this.#curves.set(measure, (day) => change(before(day), day));
  }

  /** True level, without noise. */
  level(measure: MeasureName, day: Day): number {
    return this.#courseOf(measure)(day);
  }

  /** What an instrument shows: some noise (little for weight and height, babies are small), rounded to the decimals of the measure, never below zero. */
  read(measure: MeasureName, day: Day): number {
    const { deviation, decimals, low, high } = MEASURES[measure];
    const factor = 10 ** decimals;
    const level = this.level(measure, day);
    const ofSize = low === null && high === null;
    const noise = ofSize ? Math.min(deviation * 0.25, level * 0.006) : deviation * 0.25;
    const shown = this.#random.normal(level, noise);
    return Math.max(0, Math.round(shown * factor)) / factor;
  }

  #courseOf(measure: MeasureName): Curve {
    const known = this.#curves.get(measure);
    if (known !== undefined) return known;
    const { mean, deviation } = MEASURES[measure];
    const own = this.#random.normal(mean, deviation * 0.6);
    const course: Curve = () => own;
    this.#curves.set(measure, course);
    return course;
  }
}
