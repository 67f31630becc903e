import { curve } from '../body.js';
import type { Chart } from '../chart.js';
import type { Day } from '../days.js';
import { fileDocument, writeNote } from '../documents.js';
import { bloodPressure, measure, takePanel } from '../measuring.js';
import { image, perform } from '../performing.js';
import { colleagues, giveDevice, planCare } from '../planning.js';
import type { Routine } from '../routine.js';
import { administer, diagnose, prescribe } from '../treating.js';
import { type Ailment, byAge, canSee, onsetOf, urgentVisit, visitOn, visitsFrom } from './ailment.js';

/** Narrowed heart vessels; a third of them are found by a heart attack, treated with a stent. */
export const coronaryDisease: Ailment = {
  name: 'coronary disease',
  chance: (chart) =>
    byAge(chart, [
      [40, 0],
      [55, 0.08],
      [70, 0.2],
      [90, 0.26],
    ]),
  tell(chart, routine) {
    const onset = onsetOf(chart, 45, 6);
    routine.follow({ from: onset, everyDays: 182, panels: [['lipids', 365]] });
    chart.atVisit(onset, (visit) => {
      const reason = diagnose(chart, visit, 'coronaryDisease', { onset: Math.min(onset, visit.day), onsetAs: 'date' });
      prescribe(chart, visit, 'aspirin', { reason });
      prescribe(chart, visit, 'nitroglycerin', { reason });
    });
    if (onset > chart.person.historyStart + 30 && chart.random.chance(0.4)) heartAttack(chart, onset);
  },
};

/** Chest pain, the stent, four nights in hospital, a summary. */
export function heartAttack(chart: Chart, day: Day): void {
  visitOn(chart, day, urgentVisit(chart), (visit) => {
    const attack = diagnose(chart, visit, 'heartAttack', { until: day + 60 });
    bloodPressure(chart, visit);
    chart.body.set(
      'troponin',
      curve([
        [day - 1, 0.01],
        [day, 1.4],
        [day + 9, 0.01],
      ]),
    );
    takePanel(chart, visit, 'troponin');
    perform(chart, visit, 'electrocardiogram', attack, 'ST elevation in the inferior leads');
    administer(chart, visit, 'aspirin');
  });
  if (!canSee(chart, 'hospital')) return;
  visitOn(chart, day, { kind: 'inpatient', need: 'hospital', nights: 4 }, (visit) => {
    const attack = diagnose(chart, visit, 'heartAttack');
    perform(chart, visit, 'coronaryStent', attack, 'Flow restored');
    giveDevice(chart, visit.organization, visit.day, 'coronaryStent');
    perform(chart, visit, 'echocardiogram', attack);
    takePanel(chart, visit, 'bloodCount');
    prescribe(chart, visit, 'clopidogrel', { reason: attack, fills: 2 });
    prescribe(chart, visit, 'metoprolol', { reason: attack, fills: 2 });
    fileDocument(chart, visit, 'discharge', {
      text: 'Admitted with chest pain and a blocked right coronary artery. Stent placed, no complication. Home on day four with aspirin, clopidogrel and metoprolol.',
    });
  });
}

export interface FailureCourse {
  readonly onset: Day;
  readonly admissions: readonly Day[];
  readonly specialistEvery: number;
}

/** Heart failure: water tablets, NT-proBNP, admissions when it gets out of hand. */
export function heartFailureArc(chart: Chart, routine: Routine, course: FailureCourse): void {
  const { onset, admissions } = course;
  chart.body.set(
    'heartStrain',
    curve([
      [onset - 300, 260],
      [onset, 2900],
      [onset + 300, 1250],
      [chart.end, 1600],
    ]),
  );
  chart.body.set(
    'ejectionFraction',
    curve([
      [onset - 400, 55],
      [onset, 36],
      [chart.end, 41],
    ]),
  );
  routine.follow({
    from: onset,
    everyDays: 150,
    panels: [
      ['heartStrain', 300],
      ['metabolic', 240],
    ],
  });
  chart.atVisit(onset, (visit) => {
    const reason = diagnose(chart, visit, 'heartFailure', { onset: Math.min(onset, visit.day), onsetAs: 'date' });
    prescribe(chart, visit, 'furosemide', { reason, fills: 1 });
    prescribe(chart, visit, 'carvedilol', { reason, fills: 1 });
    planCare(chart, visit, {
      title: 'Heart failure plan',
      reason,
      activities: [
        ['snomed', '1151000175103', 'Low salt diet'],
        ['snomed', '307818003', 'Weight monitoring'],
      ],
      team: colleagues(chart, 'cardiology', 'primary'),
    });
  });
  for (const day of admissions) admitWithFailure(chart, day);
  if (!canSee(chart, 'cardiology')) return;
  const days = { from: onset + 40, to: chart.end, every: course.specialistEvery };
  visitsFrom(chart, days, { kind: 'specialist', need: 'cardiology' }, (visit, turn) => {
    const reason = diagnose(chart, visit, 'heartFailure', { onset, onsetAs: 'date' });
    bloodPressure(chart, visit);
    if (turn % 2 === 0) {
      perform(chart, visit, 'echocardiogram', reason);
      measure(chart, visit, 'ejectionFraction');
    }
    writeNote(chart, visit, 'consult');
  });
}

function admitWithFailure(chart: Chart, day: Day): void {
  const request = canSee(chart, 'hospital')
    ? ({ kind: 'inpatient', need: 'hospital', nights: 3 } as const)
    : ({ kind: 'problem', need: 'primary' } as const);
  visitOn(chart, day, request, (visit) => {
    const reason = diagnose(chart, visit, 'heartFailure', { onset: day, onsetAs: 'date' });
    measure(chart, visit, 'oxygen', 'weight');
    takePanel(chart, visit, 'heartStrain');
    takePanel(chart, visit, 'metabolic');
    image(chart, visit, 'chestXray', reason, 'Enlarged heart. Fluid in both lung bases.');
    administer(chart, visit, 'furosemide');
    fileDocument(chart, visit, 'discharge', {
      text: 'Admitted with breathlessness and five kilograms of fluid. Furosemide by vein, lost four kilograms. Home with the same tablets and a scale.',
    });
  });
}

export const heartFailure: Ailment = {
  name: 'heart failure',
  chance: (chart) =>
    byAge(chart, [
      [50, 0],
      [65, 0.08],
      [80, 0.22],
      [95, 0.35],
    ]),
  tell(chart, routine) {
    const onset = onsetOf(chart, 52, 4);
    const admission = Math.min(chart.end - 10, onset + chart.random.integer(60, 700));
    const admissions = chart.random.chance(0.6) ? [admission] : [];
    heartFailureArc(chart, routine, { onset, admissions, specialistEvery: 300 });
  },
};

/** An irregular heart beat, and blood thinned by warfarin. */
export function fibrillation(chart: Chart, routine: Routine, onset: Day, everyDays = 90): void {
  chart.body.set(
    'clotting',
    curve([
      [onset, 1.1],
      [onset + 30, 2.4],
      [chart.end, 2.6],
    ]),
  );
  routine.follow({ from: onset, everyDays, panels: [['clotting', everyDays - 10]] });
  chart.atVisit(onset, (visit) => {
    const reason = diagnose(chart, visit, 'atrialFibrillation', { onset: Math.min(onset, visit.day), onsetAs: 'date' });
    perform(chart, visit, 'electrocardiogram', reason, 'Atrial fibrillation, rate 92');
    prescribe(chart, visit, 'warfarin', { reason, fills: 1 });
    prescribe(chart, visit, 'metoprolol', { reason });
  });
}

export const atrialFibrillation: Ailment = {
  name: 'atrial fibrillation',
  chance: (chart) =>
    byAge(chart, [
      [50, 0],
      [65, 0.07],
      [80, 0.18],
      [95, 0.3],
    ]),
  tell: (chart, routine) => fibrillation(chart, routine, onsetOf(chart, 55, 4), 120),
};
