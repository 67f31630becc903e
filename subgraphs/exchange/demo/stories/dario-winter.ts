import { consent } from '../consents.js';
import { day } from '../days.js';
import { closeChart, openChart } from '../life.js';
import { find } from '../measuring.js';
import { visitOn } from '../problems/ailment.js';
import { hivCare, restrict } from '../problems/sexual-health.js';
import { VISIT_REASONS } from '../tables/conditions.js';
import { SENSITIVITY_LABELS } from '../tables/labels.js';
import { diagnose, prescribe } from '../treating.js';
import { insured, type Story, storyPerson } from './story.js';

export const darioWinter: Story = {
  name: 'dario',
  patientId: 'dario-winter',
  title: 'Dario Winter, 33: what the plan must not know',
  tells:
    'HIV under treatment, viral load below what can be measured, labelled at Copperleaf; the same drug on the list of his family practice without a label; a sexual health visit which he paid himself (claim dario-winter-self-pay-claim) and which his insurer must never see, by any path.',
  tell(number, seed, today) {
    const { chart, routine } = openChart(person(number, today), seed, today);
    hivCare(chart, day('2022-09-14'));
    paidVisit(chart);
    chart.agenda.add(day('2022-09-14'), (signed) => {
      consent(chart, {
        organization: 'copperleaf-health',
        signed,
        provision: {
          type: 'permit',
          from: signed,
          purposes: ['TREAT', 'HPAYMT', 'HOPERAT'],
          except: [
            {
              type: 'deny',
              recipients: ['Organization/tamarack-family-practice'],
              labels: SENSITIVITY_LABELS['sexual-health'].slice(1),
            },
          ],
        },
      });
    });
    routine.start(day('2021-10-04'));
    return closeChart(chart);
  },
};

function paidVisit(chart: Parameters<typeof hivCare>[0]): void {
  visitOn(
    chart,
    day('2025-11-18'),
    {
      kind: 'problem',
      need: 'infections',
      sensitivity: 'sexual-health',
      reason: VISIT_REASONS.sexualHealthCheck,
      payment: 'self',
      id: 'dario-winter-self-pay-visit',
      claimId: 'dario-winter-self-pay-claim',
    },
    (visit) => {
      find(chart, visit, 'gonorrhea', 'positive');
      find(chart, visit, 'chlamydia', 'negative');
      find(chart, visit, 'syphilis', 'negative');
      const reason = diagnose(chart, visit, 'gonorrhea', { until: visit.day + 10 });
      prescribe(chart, visit, 'azithromycin', { reason, until: visit.day + 5, fills: 1 });
      const payer = 'payer-juniper-mutual';
      restrict(chart, visit.organization, visit.day, payer, visit.reference, 'dario-winter-restriction');
    },
  );
}

function person(number: number, today: number) {
  return storyPerson(
    {
      id: 'dario-winter',
      given: 'Dario',
      family: 'Winter',
      sex: 'male',
      birth: day('1993-04-30'),
      address: { line: '9 Vesper Street', city: 'Copperleaf', state: 'NH', zip: '03299-2204' },
      organizations: ['tamarack-family-practice', 'copperleaf-health'],
      historyStart: day('2021-10-01'),
      coverages: [insured('payer-juniper-mutual', 'JM15549027', '2021-01-01')],
    },
    number,
    today,
  );
}
