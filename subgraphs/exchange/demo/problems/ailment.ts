import { curve } from '../body.js';
import type { Chart } from '../chart.js';
import { addYears, type Day } from '../days.js';
import { offers } from '../places.js';
import type { Routine } from '../routine.js';
import type { Specialty } from '../tables/practitioners.js';
import { holdVisit, type Visit, type VisitRequest } from '../visits.js';

/** Something that may befall people: how likely, and how it goes into the chart. */
export interface Ailment {
  readonly name: string;
  chance(chart: Chart): number;
  tell(chart: Chart, routine: Routine): void;
}

/** Chance by the age at the end of the records, straight between the given ages. */
export function byAge(chart: Chart, points: readonly (readonly [age: number, chance: number])[]): number {
  return curve(points)(chart.age(chart.end));
}

/** When it began: at some time since that age, at most so many years before the records end. */
export function onsetOf(chart: Chart, sinceAge: number, yearsBack: number): Day {
  const earliest = Math.max(addYears(chart.person.birth, sinceAge), chart.end - Math.round(yearsBack * 365.25));
  const latest = Math.max(earliest, chart.end - 150);
  return chart.random.integer(earliest, latest);
}

/** A visit on the agenda. */
export function visitOn(chart: Chart, day: Day, request: VisitRequest, happen: (visit: Visit) => void): void {
  chart.agenda.add(day, () => {
    holdVisit(chart, day, request, happen);
  });
}

/** Visits from a day to another, so many days apart with some days of leeway; `turn` counts from 0. */
export function visitsFrom(
  chart: Chart,
  days: { readonly from: Day; readonly to: Day; readonly every: number },
  request: VisitRequest,
  happen: (visit: Visit, turn: number) => void,
): void {
  const first = Math.max(days.from, chart.person.historyStart);
  const leeway = Math.floor(days.every / 8);
  let turn = 0;
  for (let day = first; day <= Math.min(days.to, chart.end); day += days.every) {
    const count = turn;
    visitOn(chart, Math.min(day + chart.random.integer(0, leeway), chart.end), request, (visit) =>
      happen(visit, count),
    );
    turn += 1;
  }
}

/** Does one of the person's organisations have that specialty? */
export function canSee(chart: Chart, need: Specialty): boolean {
  return offers(chart.person.organizations, need);
}

/** A hospital with an emergency department, if the person goes to one; else the practice sees to it. */
export function urgentVisit(chart: Chart): VisitRequest {
  return canSee(chart, 'emergency') ? { kind: 'emergency', need: 'emergency' } : { kind: 'problem', need: 'primary' };
}
