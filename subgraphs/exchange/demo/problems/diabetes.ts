import { curve } from '../body.js';
import type { Chart } from '../chart.js';
import type { Day } from '../days.js';
import { measure } from '../measuring.js';
import { perform } from '../performing.js';
import { colleagues, giveDevice, planCare } from '../planning.js';
import type { Routine } from '../routine.js';
import { diagnose, prescribe } from '../treating.js';
import { type Ailment, byAge, canSee, onsetOf, visitsFrom } from './ailment.js';

export interface DiabetesCourse {
  readonly onset: Day;
  /** HbA1c in percent when it was found, after a year of treatment, and at the end of the records. */
  readonly found: number;
  readonly treated: number;
  readonly now: number;
  readonly insulinFrom?: Day;
  readonly specialistEvery?: number;
  readonly fills?: number;
  /** Days between basic panels and urine tests, a year if not said. */
  readonly metabolicEvery?: number;
}

/** Type 2 diabetes: A1c that falls under treatment, yearly eye and foot examinations, a plan and a goal. */
export function typeTwoDiabetes(chart: Chart, routine: Routine, course: DiabetesCourse): void {
  const { onset, found, treated, now, insulinFrom } = course;
  chart.body.set(
    'hba1c',
    curve([
      [onset - 900, 5.7],
      [onset, found],
      [onset + 380, treated],
      [chart.end, now],
    ]),
  );
  chart.body.adjust('weight', (value) => value * 1.14);
  routine.follow({
    from: onset,
    everyDays: 182,
    panels: [
      ['hba1c', 180],
      ['metabolic', course.metabolicEvery ?? 365],
      ['urineAlbumin', course.metabolicEvery ?? 365],
    ],
  });
  chart.atVisit(onset, (visit) => {
    const reason = diagnose(chart, visit, 'typeTwoDiabetes', { onset: Math.min(onset, visit.day), onsetAs: 'date' });
    prescribe(chart, visit, 'metformin', { reason, fills: course.fills ?? 1 });
    planCare(chart, visit, {
      title: 'Diabetes care plan',
      reason,
      activities: [
        ['snomed', '160670007', 'Diabetic diet'],
        ['snomed', '229065009', 'Exercise therapy'],
      ],
      goal: { measure: 'hba1c', atMost: 7, text: 'A1c at 7 percent or below' },
      team: colleagues(chart, 'endocrinology', 'primary'),
    });
    if (chart.random.chance(0.4)) perform(chart, visit, 'nutritionAdvice', reason);
  });
  for (let day = Math.max(onset + 200, chart.person.historyStart + 90); day < chart.end; day += 400) {
    chart.atVisit(day, (visit) => {
      perform(chart, visit, 'diabeticFootExam');
      if (chart.random.chance(0.6)) perform(chart, visit, 'diabeticEyeExam');
    });
  }
  if (insulinFrom !== undefined) startInsulin(chart, insulinFrom);
  if (course.specialistEvery !== undefined) seeSpecialist(chart, onset, course.specialistEvery);
}

function startInsulin(chart: Chart, from: Day): void {
  chart.atVisit(from, (visit) => {
    const reason = diagnose(chart, visit, 'typeTwoDiabetes');
    prescribe(chart, visit, 'insulin', { reason, fills: 1 });
    giveDevice(chart, visit.organization, visit.day, 'glucoseMonitor');
  });
}

function seeSpecialist(chart: Chart, onset: Day, every: number): void {
  visitsFrom(
    chart,
    { from: onset + 120, to: chart.end, every },
    { kind: 'specialist', need: 'endocrinology' },
    (visit) => {
      diagnose(chart, visit, 'typeTwoDiabetes');
      measure(chart, visit, 'weight', 'hba1c');
    },
  );
}

/** Type 1 diabetes of the young: an insulin pump, quarterly visits. */
function typeOneDiabetes(chart: Chart, routine: Routine): void {
  const onset = onsetOf(chart, 6, 12);
  const level = chart.random.between(6.9, 8.8);
  chart.body.set(
    'hba1c',
    curve([
      [onset - 60, 5.4],
      [onset, 11.2],
      [onset + 150, level],
      [chart.end, level - 0.3],
    ]),
  );
  routine.follow({
    from: onset,
    everyDays: 120,
    panels: [
      ['hba1c', 110],
      ['urineAlbumin', 365],
    ],
  });
  chart.atVisit(onset, (visit) => {
    const reason = diagnose(chart, visit, 'typeOneDiabetes', { onset: Math.min(onset, visit.day), onsetAs: 'date' });
    prescribe(chart, visit, 'insulin', { reason, fills: 2 });
    giveDevice(chart, visit.organization, visit.day, 'insulinPump');
  });
}

/** Sugar that is too high and not yet diabetes. */
function prediabetes(chart: Chart, routine: Routine): void {
  const onset = onsetOf(chart, 30, 6);
  chart.body.set(
    'hba1c',
    curve([
      [onset - 700, 5.5],
      [onset, 6],
      [chart.end, chart.random.between(5.8, 6.3)],
    ]),
  );
  routine.follow({
    from: onset,
    everyDays: 365,
    panels: [
      ['hba1c', 365],
      ['metabolic', 730],
    ],
  });
  chart.atVisit(onset, (visit) => {
    const reason = diagnose(chart, visit, 'prediabetes', { onset: Math.min(onset, visit.day), onsetAs: 'year' });
    perform(chart, visit, 'nutritionAdvice', reason);
  });
}

export const diabetes: Ailment = {
  name: 'diabetes',
  chance: (chart) =>
    byAge(chart, [
      [8, 0.02],
      [30, 0.05],
      [45, 0.22],
      [60, 0.36],
      [75, 0.42],
      [95, 0.3],
    ]),
  tell(chart, routine) {
    const { random } = chart;
    if (chart.age(chart.end) < 30) return typeOneDiabetes(chart, routine);
    if (random.chance(0.3)) return prediabetes(chart, routine);
    const onset = onsetOf(chart, 30, 10);
    const treated = random.between(6.6, 8.1);
    const now = treated + random.between(-0.5, 1.6);
    typeTwoDiabetes(chart, routine, {
      onset,
      found: random.between(7.2, 10.4),
      treated,
      now,
      ...(now > 8.4 ? { insulinFrom: Math.max(onset, chart.end - 500) } : {}),
      ...(canSee(chart, 'endocrinology') && random.chance(0.5) ? { specialistEvery: 400 } : {}),
    });
  },
};
