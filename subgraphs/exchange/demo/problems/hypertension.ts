import { curve } from '../body.js';
import type { Chart } from '../chart.js';
import type { Day } from '../days.js';
import { perform } from '../performing.js';
import { planCare } from '../planning.js';
import type { Routine } from '../routine.js';
import type { DrugName } from '../tables/medications.js';
import { diagnose, prescribe } from '../treating.js';
import { type Ailment, byAge, onsetOf } from './ailment.js';

export interface PressureCourse {
  readonly onset: Day;
  /** Systolic pressure when it was found and at the end of the records, in mmHg. */
  readonly found: number;
  readonly now: number;
  readonly drugs: readonly DrugName[];
  readonly fills?: number;
  readonly plan?: boolean;
}

/** High blood pressure: pressure that falls under one drug or two, a basic panel each year. */
export function highPressure(chart: Chart, routine: Routine, course: PressureCourse): void {
  const { onset, found, now } = course;
  chart.body.set(
    'systolic',
    curve([
      [onset - 900, found - 18],
      [onset, found],
      [onset + 300, now + 3],
      [chart.end, now],
    ]),
  );
  chart.body.set('diastolic', (day) => chart.body.level('systolic', day) * 0.6 + 2);
  routine.follow({ from: onset, everyDays: 240, panels: [['metabolic', 520]] });
  course.drugs.forEach((drug, index) => {
    chart.atVisit(onset + index * 150, (visit) => {
      const began = Math.min(onset, visit.day);
      const reason = diagnose(chart, visit, 'hypertension', { onset: began, onsetAs: index === 0 ? 'date' : 'year' });
      prescribe(chart, visit, drug, { reason, fills: course.fills ?? 1 });
      if (index === 0 && chart.random.chance(0.3)) perform(chart, visit, 'electrocardiogram', reason);
      if (index > 0 || course.plan !== true) return;
      planCare(chart, visit, {
        title: 'Blood pressure plan',
        reason,
        activities: [
          ['snomed', '1151000175103', 'Low salt diet'],
          ['snomed', '229065009', 'Exercise therapy'],
        ],
        goal: { measure: 'systolic', atMost: 130, text: 'Upper blood pressure below 130' },
      });
    });
  });
}

/** Blood fats that are too high; a statin brings them down by a third. */
export function highLipids(chart: Chart, routine: Routine, onset: Day, ldl: number, fills = 1): void {
  chart.body.set(
    'ldl',
    curve([
      [onset - 500, ldl - 12],
      [onset, ldl],
      [onset + 200, ldl * 0.64],
      [chart.end, ldl * 0.6],
    ]),
  );
  chart.body.adjust('triglycerides', (value) => value * 1.35);
  routine.follow({ from: onset, everyDays: 365, panels: [['lipids', 520]] });
  chart.atVisit(onset, (visit) => {
    const reason = diagnose(chart, visit, 'hyperlipidemia', { onset: Math.min(onset, visit.day), onsetAs: 'year' });
    prescribe(chart, visit, 'atorvastatin', { reason, fills });
  });
}

const FIRST_DRUGS: readonly DrugName[] = ['lisinopril', 'amlodipine', 'losartan', 'waterPill'];

export const hypertension: Ailment = {
  name: 'hypertension',
  chance: (chart) =>
    byAge(chart, [
      [22, 0],
      [35, 0.12],
      [50, 0.38],
      [65, 0.6],
      [85, 0.7],
    ]),
  tell(chart, routine) {
    const { random } = chart;
    const first = random.pick(FIRST_DRUGS);
    const second = random.pick(FIRST_DRUGS.filter((drug) => drug !== first));
    highPressure(chart, routine, {
      onset: onsetOf(chart, 25, 11),
      found: random.between(144, 166),
      now: random.between(122, 149),
      drugs: random.chance(0.35) ? [first, second] : [first],
      plan: random.chance(0.25),
    });
  },
};

export const hyperlipidemia: Ailment = {
  name: 'hyperlipidemia',
  chance: (chart) =>
    byAge(chart, [
      [25, 0.02],
      [45, 0.24],
      [65, 0.42],
      [90, 0.36],
    ]),
  tell(chart, routine) {
    highLipids(chart, routine, onsetOf(chart, 28, 9), chart.random.between(142, 188));
  },
};
