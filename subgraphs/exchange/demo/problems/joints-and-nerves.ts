import { curve } from '../body.js';
import type { Chart } from '../chart.js';
import type { Day } from '../days.js';
import { fileDocument, writeNote } from '../documents.js';
import { measure, takePanel } from '../measuring.js';
import { image, perform } from '../performing.js';
import { colleagues, giveDevice, planCare } from '../planning.js';
import { diagnose, prescribe, tellsTaking } from '../treating.js';
import { type Ailment, byAge, canSee, onsetOf, visitOn } from './ailment.js';

/** Worn knees; some get a new joint. */
export const kneeArthritis: Ailment = {
  name: 'knee arthritis',
  chance: (chart) =>
    byAge(chart, [
      [42, 0],
      [60, 0.16],
      [80, 0.28],
    ]),
  tell(chart) {
    const onset = onsetOf(chart, 45, 6);
    chart.atVisit(onset, (visit) => {
      const reason = diagnose(chart, visit, 'kneeArthritis', { onset: Math.min(onset, visit.day), onsetAs: 'year' });
      tellsTaking(chart, visit, 'ibuprofen');
      image(chart, visit, 'kneeXray', reason, 'Narrowed inner joint space with bone spurs.');
    });
    if (canSee(chart, 'orthopedics') && chart.random.chance(0.3))
      newKnee(chart, Math.max(onset, chart.person.historyStart) + 120);
  },
};

/** A new knee joint, two nights, and the exercises after it. */
export function newKnee(chart: Chart, day: Day): void {
  visitOn(chart, day, { kind: 'inpatient', need: 'orthopedics', nights: 2 }, (visit) => {
    const reason = diagnose(chart, visit, 'kneeArthritis', { onset: day - 900, onsetAs: 'year' });
    perform(chart, visit, 'kneeReplacement', reason, 'Joint stable, full extension');
    giveDevice(chart, visit.organization, visit.day, 'kneeProsthesis');
    fileDocument(chart, visit, 'operation', {
      text: 'Total replacement of the knee under spinal anesthesia. Walked with a frame the next morning.',
    });
  });
  for (const after of [21, 42]) {
    visitOn(chart, day + after, { kind: 'procedure', need: 'orthopedics' }, (visit) => {
      const reason = diagnose(chart, visit, 'kneeArthritis');
      perform(chart, visit, 'physicalTherapy', reason);
      measure(chart, visit, 'pain');
    });
  }
}

export const rheumatoidArthritis: Ailment = {
  name: 'rheumatoid arthritis',
  chance: (chart) =>
    byAge(chart, [
      [25, 0],
      [50, 0.025],
      [80, 0.03],
    ]),
  tell(chart, routine) {
    const onset = onsetOf(chart, 28, 6);
    chart.body.set(
      'inflammation',
      curve([
        [onset - 90, 4],
        [onset, 34],
        [chart.end, 9],
      ]),
    );
    routine.follow({
      from: onset,
      everyDays: 150,
      panels: [
        ['inflammation', 150],
        ['liver', 150],
      ],
    });
    chart.atVisit(onset, (visit) => {
      const reason = diagnose(chart, visit, 'rheumatoidArthritis', {
        onset: Math.min(onset, visit.day),
        onsetAs: 'date',
      });
      prescribe(chart, visit, 'methotrexate', { reason, fills: 1 });
    });
  },
};

export const migraine: Ailment = {
  name: 'migraine',
  chance: (chart) =>
    byAge(chart, [
      [10, 0.02],
      [25, 0.1],
      [50, 0.1],
      [75, 0.03],
    ]),
  tell(chart) {
    const onset = onsetOf(chart, 12, 6);
    chart.atVisit(onset, (visit) => {
      const reason = diagnose(chart, visit, 'migraine', { onset: Math.min(onset, visit.day), onsetAs: 'year' });
      prescribe(chart, visit, 'sumatriptan', { reason, fills: 1 });
    });
  },
};

/** Epilepsy and multiple sclerosis: rare, followed by a neurologist where there is one. */
export const epilepsy: Ailment = {
  name: 'epilepsy',
  chance: (chart) =>
    byAge(chart, [
      [2, 0.01],
      [20, 0.025],
      [80, 0.02],
    ]),
  tell: (chart) => neurology(chart, 'epilepsy', onsetOf(chart, 3, 8)),
};

export const multipleSclerosis: Ailment = {
  name: 'multiple sclerosis',
  chance: (chart) =>
    byAge(chart, [
      [20, 0],
      [38, 0.025],
      [65, 0.01],
    ]),
  tell: (chart) => neurology(chart, 'multipleSclerosis', onsetOf(chart, 22, 8)),
};

function neurology(chart: Chart, name: 'epilepsy' | 'multipleSclerosis', onset: Day): void {
  const day = Math.max(onset, chart.person.historyStart + 20);
  visitOn(chart, day, { kind: 'specialist', need: 'neurology' }, (visit) => {
    const reason = diagnose(chart, visit, name, { onset, onsetAs: 'date' });
    const lesions = name === 'multipleSclerosis' ? 'Four white matter lesions beside the ventricles.' : undefined;
    image(chart, visit, 'brainMri', reason, lesions);
    if (name === 'epilepsy') prescribe(chart, visit, 'levetiracetam', { reason, fills: 2 });
    writeNote(chart, visit, 'consult');
  });
}

export const dementia: Ailment = {
  name: 'dementia',
  chance: (chart) =>
    byAge(chart, [
      [68, 0],
      [80, 0.14],
      [95, 0.35],
    ]),
  tell(chart) {
    const onset = onsetOf(chart, 70, 5);
    chart.atVisit(onset, (visit) => {
      const reason = diagnose(chart, visit, 'dementia', { onset: Math.min(onset, visit.day), onsetAs: 'year' });
      prescribe(chart, visit, 'donepezil', { reason, fills: 1 });
      image(chart, visit, 'headCt', reason, 'Shrunken hippocampus on both sides. No bleeding.');
      planCare(chart, visit, {
        title: 'Memory care plan',
        reason,
        activities: [['snomed', '439708006', 'Home visits']],
        team: colleagues(chart, 'primary'),
      });
    });
  },
};

export const backPain: Ailment = {
  name: 'back pain',
  chance: (chart) =>
    byAge(chart, [
      [18, 0.02],
      [35, 0.16],
      [60, 0.2],
      [90, 0.12],
    ]),
  tell(chart) {
    const day = Math.max(onsetOf(chart, 19, 4), chart.person.historyStart);
    visitOn(chart, day, { kind: 'problem', need: 'primary' }, (visit) => {
      const reason = diagnose(chart, visit, 'backPain', { until: visit.day + 45 });
      measure(chart, visit, 'pain');
      if (chart.random.chance(0.4)) perform(chart, visit, 'physicalTherapy', reason);
      writeNote(chart, visit);
    });
  },
};

/** A hip broken by a fall: few and old people. */
export const hipFracture: Ailment = {
  name: 'hip fracture',
  chance: (chart) =>
    byAge(chart, [
      [68, 0],
      [80, 0.09],
      [95, 0.2],
    ]),
  tell(chart) {
    if (!canSee(chart, 'hospital')) return;
    const day = Math.max(onsetOf(chart, 68, 3), chart.person.historyStart);
    visitOn(chart, day, { kind: 'inpatient', need: 'orthopedics', nights: 5 }, (visit) => {
      const reason = diagnose(chart, visit, 'hipFracture', { until: day + 120 });
      perform(chart, visit, 'hipReplacement', reason, 'Stable joint');
      giveDevice(chart, visit.organization, visit.day, 'hipProsthesis');
      takePanel(chart, visit, 'bloodCount');
      fileDocument(chart, visit, 'discharge', {
        text: 'Fell in the kitchen, broken hip, new joint the same day. Home with a frame and a visiting nurse.',
      });
    });
  },
};
