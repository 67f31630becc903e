import { curve } from '../body.js';
import type { Chart } from '../chart.js';
import { consent } from '../consents.js';
import type { Day } from '../days.js';
import { fileDocument, writeNote } from '../documents.js';
import { find, measure } from '../measuring.js';
import { perform } from '../performing.js';
import { colleagues, planCare } from '../planning.js';
import { SENSITIVITY_LABELS } from '../tables/labels.js';
import { administer, diagnose, prescribe } from '../treating.js';
import { type Ailment, byAge, canSee, onsetOf, urgentVisit, visitOn, visitsFrom } from './ailment.js';

export interface RecoveryCourse {
  readonly from: Day;
  readonly every: number;
  readonly until?: Day;
}

/**
 * Recovery from opioids in Copperleaf's programme (42 CFR Part 2): buprenorphine, counselling, urine tests. All of it
 * is labelled there. People without such a programme have the same diagnosis, unlabelled, at their practice.
 */
export function opioidRecovery(chart: Chart, course: RecoveryCourse): void {
  const days = { from: course.from, to: course.until ?? chart.end, every: course.every };
  const request = { kind: 'specialist', need: 'addiction', sensitivity: 'substance-use' } as const;
  chart.body.set(
    'drugScore',
    curve([
      [course.from, 8],
      [course.from + 400, 3],
      [chart.end, 1],
    ]),
  );
  visitsFrom(chart, days, request, (visit, turn) => {
    const reason = diagnose(chart, visit, 'opioidUse', { onset: course.from - 700, onsetAs: 'year' });
    find(chart, visit, 'urineOpiates', turn === 0 ? 'positive' : 'negative');
    perform(chart, visit, 'addictionCounselling', reason);
    if (turn % 3 === 0) measure(chart, visit, 'drugScore');
    if (turn % 2 === 0) writeNote(chart, visit);
    if (turn > 0) return;
    prescribe(chart, visit, 'buprenorphine', { reason, fills: 3 });
    prescribe(chart, visit, 'naloxone', { reason });
    planCare(chart, visit, {
      title: 'Recovery plan',
      reason,
      activities: [
        ['snomed', '60112009', 'Addiction counselling'],
        ['snomed', '313071005', 'Weekly group'],
      ],
      team: colleagues(chart, 'addiction'),
    });
  });
}

/** An overdose that ends in an emergency department, which does not label what it writes. */
export function overdose(chart: Chart, day: Day): void {
  visitOn(chart, day, urgentVisit(chart), (visit) => {
    const reason = diagnose(chart, visit, 'opioidOverdose', { until: day + 1 });
    measure(chart, visit, 'oxygen', 'breathRate', 'heartRate');
    find(chart, visit, 'urineOpiates', 'positive');
    administer(chart, visit, 'naloxone', 2);
    prescribe(chart, visit, 'naloxone', { reason });
    fileDocument(chart, visit, 'emergency', {
      text: 'Found drowsy at home, breathing six a minute. Awake after naloxone. Watched for four hours. Wants help; given the number of a recovery programme.',
    });
  });
}

/**
 * One consent for treatment, payment and operations (42 CFR 2.31), to the other organisations of the person. A withdrawn
 * one would still be in its period: only its status ends it.
 */
export function partTwoConsent(chart: Chart, signed: Day, recipients: readonly string[], withdrawn = false): string {
  return consent(chart, {
    organization: 'copperleaf-health',
    signed,
    status: withdrawn ? 'inactive' : 'active',
    category: 'substance-use',
    provision: {
      type: 'permit',
      from: signed,
      to: signed + (withdrawn ? 3650 : 730),
      recipients,
      purposes: ['TREAT', 'HPAYMT', 'HOPERAT'],
      labels: SENSITIVITY_LABELS['substance-use'].slice(1),
    },
  });
}

export const opioidUse: Ailment = {
  name: 'opioid use',
  chance: (chart) =>
    byAge(chart, [
      [18, 0],
      [28, 0.055],
      [55, 0.04],
      [75, 0],
    ]),
  tell(chart) {
    const onset = Math.max(onsetOf(chart, 18, 4), chart.person.historyStart + 20);
    if (chart.random.chance(0.5)) overdose(chart, onset - 15);
    if (!canSee(chart, 'addiction')) {
      chart.atVisit(onset, (visit) => {
        const reason = diagnose(chart, visit, 'opioidUse', { onset: onset - 400, onsetAs: 'year' });
        prescribe(chart, visit, 'buprenorphine', { reason, fills: 2 });
      });
      return;
    }
    opioidRecovery(chart, { from: onset, every: 95 });
    const others = chart.person.organizations.filter((id) => id !== 'copperleaf-health');
    if (others.length > 0)
      partTwoConsent(
        chart,
        onset,
        others.map((id) => `Organization/${id}`),
        chart.random.chance(0.3),
      );
  },
};

export const alcoholUse: Ailment = {
  name: 'alcohol use',
  chance: (chart) =>
    byAge(chart, [
      [18, 0],
      [30, 0.06],
      [60, 0.08],
      [85, 0.02],
    ]),
  tell(chart, routine) {
    const onset = onsetOf(chart, 20, 5);
    chart.body.set(
      'alcoholScore',
      curve([
        [onset - 600, 5],
        [onset, 10],
        [chart.end, 4],
      ]),
    );
    chart.body.set(
      'liverEnzyme',
      curve([
        [onset - 600, 34],
        [onset, 88],
        [chart.end, 46],
      ]),
    );
    routine.follow({ from: onset, everyDays: 240, panels: [['liver', 240]] });
    chart.atVisit(onset, (visit) => {
      const reason = diagnose(chart, visit, 'alcoholUse', { onset: Math.min(onset, visit.day), onsetAs: 'year' });
      measure(chart, visit, 'alcoholScore');
      if (chart.random.chance(0.6)) prescribe(chart, visit, 'naltrexone', { reason, fills: 1 });
    });
    if (!canSee(chart, 'addiction')) return;
    const request = { kind: 'therapy', need: 'addiction', sensitivity: 'substance-use' } as const;
    visitsFrom(chart, { from: onset + 30, to: onset + 240, every: 70 }, request, (visit) => {
      const reason = diagnose(chart, visit, 'alcoholUse', { onset, onsetAs: 'year' });
      perform(chart, visit, 'addictionCounselling', reason);
    });
  },
};
