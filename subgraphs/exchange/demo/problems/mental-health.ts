import { curve } from '../body.js';
import type { Chart } from '../chart.js';
import type { Day } from '../days.js';
import { writeNote } from '../documents.js';
import { measure } from '../measuring.js';
import { perform } from '../performing.js';
import { planCare } from '../planning.js';
import type { Routine } from '../routine.js';
import type { DrugName } from '../tables/medications.js';
import { diagnose, prescribe } from '../treating.js';
import { type Ailment, byAge, canSee, onsetOf, visitsFrom } from './ailment.js';

export interface DepressionCourse {
  readonly onset: Day;
  readonly drug: DrugName;
  /** PHQ-9 at its worst and at the end of the records. */
  readonly worst: number;
  readonly now: number;
  /** Sessions of psychotherapy, where there is somebody for it. */
  readonly sessions: number;
}

/**
 * Depression. At an organisation with psychiatry the visits are labelled PSY; where the family doctor treats it, the
 * same facts stand in the chart without any label.
 */
export function depressionArc(chart: Chart, routine: Routine, course: DepressionCourse): void {
  const { onset, drug, worst, now, sessions } = course;
  chart.body.set(
    'depressionScore',
    curve([
      [onset - 400, 4],
      [onset, worst],
      [onset + 250, (worst + now) / 2],
      [chart.end, now],
    ]),
  );
  routine.follow({ from: onset, everyDays: 200 });
  chart.atVisit(onset, (visit) => {
    const reason = diagnose(chart, visit, 'depression', { onset: Math.min(onset, visit.day), onsetAs: 'date' });
    measure(chart, visit, 'depressionScore');
    if (!canSee(chart, 'psychiatry')) prescribe(chart, visit, drug, { reason, fills: 1 });
  });
  if (canSee(chart, 'psychiatry')) seePsychiatrist(chart, onset, drug);
  if (canSee(chart, 'psychotherapy')) psychotherapy(chart, onset + 45, sessions);
}

function seePsychiatrist(chart: Chart, onset: Day, drug: DrugName): void {
  const days = { from: onset + 20, to: onset + 700, every: 170 };
  const request = { kind: 'specialist', need: 'psychiatry', sensitivity: 'mental-health' } as const;
  visitsFrom(chart, days, request, (visit, turn) => {
    const reason = diagnose(chart, visit, 'depression', { onset, onsetAs: 'date' });
    measure(chart, visit, 'depressionScore');
    writeNote(chart, visit, 'psychiatry');
    if (turn > 0) return;
    prescribe(chart, visit, drug, { reason, fills: 1 });
    planCare(chart, visit, {
      title: 'Depression care plan',
      reason,
      activities: [
        ['snomed', '75516001', 'Psychotherapy'],
        ['snomed', '229065009', 'Exercise therapy'],
      ],
      goal: { measure: 'depressionScore', atMost: 5, text: 'PHQ-9 below five' },
    });
  });
}

/** Weekly or fortnightly sessions; their times and the diagnosis are no psychotherapy notes. */
export function psychotherapy(chart: Chart, from: Day, sessions: number): void {
  const days = { from, to: from + sessions * 14, every: 14 };
  const request = { kind: 'therapy', need: 'psychotherapy', sensitivity: 'mental-health' } as const;
  visitsFrom(chart, days, request, (visit) => {
    const reason = diagnose(chart, visit, 'depression', { onset: from, onsetAs: 'date' });
    perform(chart, visit, 'psychotherapy', reason);
  });
}

export const depression: Ailment = {
  name: 'depression',
  chance: (chart) =>
    byAge(chart, [
      [12, 0.02],
      [20, 0.16],
      [45, 0.17],
      [85, 0.1],
    ]),
  tell(chart, routine) {
    const { random } = chart;
    depressionArc(chart, routine, {
      onset: onsetOf(chart, 13, 5),
      drug: random.pick(['sertraline', 'fluoxetine'] as const),
      worst: random.between(13, 22),
      now: random.between(2, 11),
      sessions: random.integer(2, 5),
    });
  },
};

export const anxiety: Ailment = {
  name: 'anxiety',
  chance: (chart) =>
    byAge(chart, [
      [12, 0.03],
      [22, 0.13],
      [60, 0.08],
    ]),
  tell(chart, routine) {
    const onset = onsetOf(chart, 13, 5);
    chart.body.set(
      'anxietyScore',
      curve([
        [onset - 300, 3],
        [onset, 14],
        [chart.end, 6],
      ]),
    );
    routine.follow({ from: onset, everyDays: 300 });
    for (const later of [0, 300]) {
      chart.atVisit(onset + later, (visit) => {
        const reason = diagnose(chart, visit, 'anxiety', { onset: Math.min(onset, visit.day), onsetAs: 'year' });
        measure(chart, visit, 'anxietyScore');
        if (later === 0 && chart.random.chance(0.5)) prescribe(chart, visit, 'sertraline', { reason });
      });
    }
  },
};

export const attentionDeficit: Ailment = {
  name: 'attention deficit',
  chance: (chart) =>
    byAge(chart, [
      [6, 0],
      [9, 0.13],
      [17, 0.1],
      [35, 0.02],
    ]),
  tell(chart, routine) {
    const onset = onsetOf(chart, 6, 5);
    routine.follow({ from: onset, everyDays: 200 });
    chart.atVisit(onset, (visit) => {
      const reason = diagnose(chart, visit, 'adhd', { onset: Math.min(onset, visit.day), onsetAs: 'year' });
      prescribe(chart, visit, 'methylphenidate', { reason, fills: 2 });
    });
  },
};

/** Bipolar disorder or schizophrenia: few people, seen by a psychiatrist where there is one. */
export const severeMentalIllness: Ailment = {
  name: 'severe mental illness',
  chance: (chart) =>
    byAge(chart, [
      [18, 0],
      [30, 0.035],
      [70, 0.025],
    ]),
  tell(chart) {
    const bipolar = chart.random.chance(0.6);
    const onset = onsetOf(chart, 19, 8);
    const days = { from: Math.max(onset, chart.person.historyStart), to: chart.end, every: 210 };
    const request = { kind: 'specialist', need: 'psychiatry', sensitivity: 'mental-health' } as const;
    visitsFrom(chart, days, request, (visit, turn) => {
      const name = bipolar ? 'bipolar' : 'schizophrenia';
      const reason = diagnose(chart, visit, name, { onset, onsetAs: 'year' });
      if (turn === 0) prescribe(chart, visit, bipolar ? 'lithium' : 'olanzapine', { reason, fills: 2 });
      writeNote(chart, visit, 'psychiatry');
    });
  },
};
