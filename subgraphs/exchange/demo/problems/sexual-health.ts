import { curve } from '../body.js';
import type { Chart } from '../chart.js';
import { consent } from '../consents.js';
import type { Day } from '../days.js';
import { writeNote } from '../documents.js';
import { find, takePanel } from '../measuring.js';
import { perform } from '../performing.js';
import { DIAGNOSES, type DiagnosisName, VISIT_REASONS } from '../tables/conditions.js';
import type { DrugName } from '../tables/medications.js';
import type { OrganizationId } from '../tables/organizations.js';
import { diagnose, prescribe, tellsTaking } from '../treating.js';
import type { VisitRequest } from '../visits.js';
import { type Ailment, byAge, canSee, onsetOf, visitOn, visitsFrom } from './ailment.js';

/** Infection clinic where there is one, which labels; else the practice, which does not. */
function clinic(kind: 'specialist' | 'problem'): VisitRequest {
  return { kind, need: 'infections', sensitivity: 'sexual-health' };
}

/** HIV under treatment: viral load that falls below what can be measured, twice a year. */
export function hivCare(chart: Chart, onset: Day): void {
  chart.body.set(
    'viralLoad',
    curve([
      [onset - 90, 20],
      [onset, 84_000],
      [onset + 170, 310],
      [onset + 330, 12],
      [chart.end, 9],
    ]),
  );
  chart.body.set(
    'helperCells',
    curve([
      [onset - 400, 720],
      [onset, 310],
      [onset + 700, 640],
      [chart.end, 720],
    ]),
  );
  const request = { ...clinic('specialist'), sensitivity: 'hiv' } as const;
  visitsFrom(chart, { from: onset, to: chart.end, every: 180 }, request, (visit, turn) => {
    const reason = diagnose(chart, visit, 'hiv', { onset, onsetAs: 'date' });
    if (turn === 0) find(chart, visit, 'hivAntibody', 'positive');
    takePanel(chart, visit, 'hivCare');
    if (turn === 0) prescribe(chart, visit, 'antiretroviral', { reason, fills: 3 });
    if (turn % 2 === 0) writeNote(chart, visit, 'consult');
  });
  chart.atVisit(onset + 200, (visit) => tellsTaking(chart, visit, 'antiretroviral', onset));
}

export const hiv: Ailment = {
  name: 'hiv',
  chance: (chart) =>
    byAge(chart, [
      [19, 0],
      [32, 0.022],
      [65, 0.018],
      [80, 0],
    ]),
  tell: (chart) => hivCare(chart, Math.max(onsetOf(chart, 20, 6), chart.person.historyStart)),
};

const INFECTIONS: readonly (readonly [DiagnosisName & ('chlamydia' | 'gonorrhea' | 'syphilis'), DrugName])[] = [
  ['chlamydia', 'doxycycline'],
  ['gonorrhea', 'azithromycin'],
  ['syphilis', 'doxycycline'],
];

/** A visit with tests for what is passed on by sex, and treatment of what is found. */
export function sexualHealthVisit(
  chart: Chart,
  day: Day,
  found: 'chlamydia' | 'gonorrhea' | 'syphilis' | null,
  more: Partial<VisitRequest> = {},
): void {
  const request = { ...clinic('problem'), reason: VISIT_REASONS.sexualHealthCheck, ...more };
  visitOn(chart, day, request, (visit) => {
    for (const test of ['chlamydia', 'gonorrhea', 'syphilis'] as const) {
      find(chart, visit, test, test === found ? 'positive' : 'negative');
    }
    find(
      chart,
      visit,
      'hivAntibody',
      chart.problems.some(({ diagnosis }) => diagnosis === DIAGNOSES.hiv) ? 'positive' : 'negative',
    );
    const drug = INFECTIONS.find(([name]) => name === found)?.[1];
    if (found === null || drug === undefined) return;
    const reason = diagnose(chart, visit, found, { until: visit.day + 14 });
    prescribe(chart, visit, drug, { reason, until: visit.day + 14 });
  });
}

export const sexualHealth: Ailment = {
  name: 'sexual health',
  chance: (chart) =>
    byAge(chart, [
      [16, 0],
      [22, 0.16],
      [40, 0.09],
      [60, 0],
    ]),
  tell(chart) {
    const day = Math.max(onsetOf(chart, 17, 4), chart.person.historyStart + 10);
    sexualHealthVisit(chart, day, chart.random.pick(['chlamydia', 'gonorrhea', 'syphilis', null] as const));
  },
};

/** Contraception, or a pregnancy that ended early: women of the age for it. */
export const reproductiveHealth: Ailment = {
  name: 'reproductive health',
  chance: (chart) =>
    chart.person.sex === 'female'
      ? byAge(chart, [
          [15, 0],
          [20, 0.3],
          [42, 0.2],
          [50, 0],
        ])
      : 0,
  tell(chart) {
    const day = Math.max(onsetOf(chart, 16, 4), chart.person.historyStart + 10);
    const lost = chart.random.chance(0.2);
    const request = { kind: 'procedure', need: 'obstetrics', sensitivity: 'sexual-health' } as const;
    visitOn(chart, day, request, (visit) => {
      const reason = diagnose(chart, visit, lost ? 'miscarriage' : 'contraception', { until: day + 30 });
      perform(chart, visit, lost ? 'uterineEvacuation' : 'contraceptiveDevice', reason);
    });
  },
};

/**
 * A service paid in full by the person, who asked that the plan should not hear of it: a claim without the plan, and
 * the restriction on file (45 CFR 164.522(a)(1)(vi)).
 */
export function paidByOneself(
  chart: Chart,
  day: Day,
  id?: { encounter: string; claim: string; consent: string },
): void {
  const payer = chart.person.coverages.at(-1)?.payer;
  const request: VisitRequest = {
    kind: 'problem',
    need: canSee(chart, 'infections') ? 'infections' : 'primary',
    reason: VISIT_REASONS.geneticTest,
    payment: 'self',
    ...(id === undefined ? {} : { id: id.encounter, claimId: id.claim }),
  };
  visitOn(chart, day, request, (visit) => {
    find(chart, visit, 'inheritedCancerRisk', chart.random.chance(0.3) ? 'positive' : 'negative');
    if (payer !== undefined) restrict(chart, visit.organization, visit.day, payer, visit.reference, id?.consent);
  });
}

/** The restriction that goes with a service paid by oneself. */
export function restrict(
  chart: Chart,
  organization: OrganizationId,
  day: Day,
  payer: string,
  encounter: string,
  id?: string,
): string {
  return consent(chart, {
    organization,
    signed: day,
    category: 'self-pay',
    ...(id === undefined ? {} : { id }),
    provision: {
      type: 'deny',
      from: day,
      recipients: [`Organization/${payer}`],
      purposes: ['HPAYMT', 'HOPERAT'],
      records: [encounter],
    },
  });
}

export const selfPay: Ailment = {
  name: 'self-pay',
  chance: (chart) => (chart.person.traits.has('self-pays-once') ? 1 : 0),
  tell: (chart) => paidByOneself(chart, chart.end - 200),
};
