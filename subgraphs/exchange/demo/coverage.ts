import type { Chart } from './chart.js';
import type { CoveragePlan } from './coverage-plans.js';
import { type Day, dateOf } from './days.js';
import { type Code, compact, concept, type Reference, reference } from './fhir.js';
import { PAYERS, type PayerPlan } from './tables/organizations.js';

/** A plan that insures the person on a day, with the reference by which claims name it. */
export interface ActiveCoverage {
  readonly plan: CoveragePlan;
  readonly payer: PayerPlan;
  readonly index: number;
}

/** Writes the Coverage resources of a chart; people of senders who only contain them in claims have none. */
export function writeCoverages(chart: Chart): void {
  if (chart.person.referenceForm === 'contained') return;
  chart.person.coverages.forEach((plan) => {
    const { web } = PAYERS[plan.payer];
    const resource = chart.write('Coverage', coverageBody(chart, plan));
    resource['meta'] = { source: web };
  });
}

/** The insurance in force on the day, if any. */
export function coverageOn(chart: Chart, day: Day): ActiveCoverage | undefined {
  const index = chart.person.coverages.findIndex(({ from, to }) => from <= day && day <= (to ?? day));
  const plan = chart.person.coverages[index];
  return plan === undefined ? undefined : { plan, payer: PAYERS[plan.payer], index };
}

/** How a claim names its coverage: by reference, or by the insurer's name where the sender has no Coverage of its own. */
export function coverageReference(chart: Chart, { index, payer }: ActiveCoverage): Reference {
  if (chart.person.referenceForm === 'contained') return { display: payer.name };
  return reference(`Coverage/${chart.person.id}-cov-${String(index + 1).padStart(4, '0')}`, payer.name);
}

/** The Coverage that such a sender contains in each explanation of benefit: the insurer stands there by name only. */
export function containedCoverage(chart: Chart, { payer, plan }: ActiveCoverage): object {
  return {
    resourceType: 'Coverage',
    id: 'coverage',
    status: 'active',
    type: { text: payer.plans[plan.plan] },
    beneficiary: reference(chart.patient),
    payor: [{ display: payer.name }],
  };
}

/** Coverage of type `pay`: the person pays, no insurer hears of it (45 CFR 164.522(a)(1)(vi)). Written once. */
export function selfPayCoverage(chart: Chart): Reference {
  const id = `${chart.person.id}-self-pay`;
  if (!chart.resources.some((resource) => resource.id === id)) {
    const body = {
      status: 'active',
      type: concept(['coverageSelfPay', 'pay', 'Pay']),
      payor: [reference(chart.patient, chart.name)],
    };
    chart.write('Coverage', body, { id });
  }
  return reference(`Coverage/${id}`, 'Paid by the patient');
}

const SENIOR: Code = ['actCode', 'MCPOL', 'managed care policy'];
const STANDARD: Code = ['actCode', 'EHCPOL', 'extended healthcare'];

function coverageBody(chart: Chart, plan: CoveragePlan): Record<string, unknown> {
  const payer = PAYERS[plan.payer];
  const end = plan.to ?? chart.person.death;
  return {
    identifier: [{ system: `${payer.web}/member`, value: plan.memberNumber }],
    status: end === null ? 'active' : 'cancelled',
    type: concept(plan.plan === 'senior' ? SENIOR : STANDARD),
    subscriber: plan.subscriber === undefined ? undefined : reference(`Patient/${plan.subscriber}`),
    subscriberId: plan.memberNumber,
    relationship: concept(['subscriberRelationship', plan.relationship, capital(plan.relationship)]),
    period: compact({ start: dateOf(plan.from), end: end === null ? undefined : dateOf(end) }),
    payor: [reference(`Organization/${payer.id}`, payer.name)],
    class: [
      {
        type: concept(['coverageClass', 'plan', 'Plan']),
        value: `${payer.short}-${plan.plan}`,
        name: payer.plans[plan.plan],
      },
    ],
    order: 1,
  };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
