import { type Adjudicated, type AdjudicatedPart, adjudicate, total } from './adjudicate.js';
import type { Chart } from './chart.js';
import { type Bill, diagnosesOf, itemsOf } from './claim-lines.js';
import { type ActiveCoverage, containedCoverage, coverageReference } from './coverage.js';
import { dateOf, instant, yearOf } from './days.js';
import { type Code, coded, type FhirResource, money, reference } from './fhir.js';
import { practitionerName } from './places.js';
import { PROVIDERS } from './tables/organizations.js';

const PARTS: readonly (readonly [AdjudicatedPart, Code])[] = [
  ['submitted', ['adjudication', 'submitted', 'Submitted Amount']],
  ['discount', ['carinAdjudication', 'discount', 'Discount']],
  ['noncovered', ['carinAdjudication', 'noncovered', 'Noncovered']],
  ['eligible', ['adjudication', 'eligible', 'Eligible Amount']],
  ['deductible', ['adjudication', 'deductible', 'Deductible']],
  ['copay', ['adjudication', 'copay', 'CoPay']],
  ['coinsurance', ['carinAdjudication', 'coinsurance', 'Coinsurance']],
  ['benefit', ['adjudication', 'benefit', 'Benefit Amount']],
];

/** Always shown, be it zero; the other parts only where there is some. */
const ALWAYS: readonly AdjudicatedPart[] = ['submitted', 'eligible', 'benefit'];

/** The insurer's answer to a claim, two to five weeks later; a claim younger than that has none yet. */
export function explainBenefit(chart: Chart, bill: Bill, coverage: ActiveCoverage, claim: FhirResource): void {
  const decided = bill.day + chart.billing.integer(12, 36);
  const lines = adjudicateLines(chart, bill, coverage);
  if (decided > chart.today) return;
  const { payer } = coverage;
  const contained = chart.person.referenceForm === 'contained';
  const resource = chart.write('ExplanationOfBenefit', {
    contained: contained ? [containedCoverage(chart, coverage)] : undefined,
    identifier: [{ system: `${payer.web}/claim-number`, value: `${payer.short.toUpperCase()}-${claim.id}` }],
    status: 'active',
    type: claim['type'],
    use: 'claim',
    billablePeriod: claim['billablePeriod'],
    created: instant(decided, 11 * 60, 'utc'),
    insurer: contained ? { display: payer.name } : reference(`Organization/${payer.id}`, payer.name),
    provider: reference(`Organization/${bill.visit.organization}`, PROVIDERS[bill.visit.organization].name),
    claim: reference(`Claim/${claim.id}`),
    outcome: 'complete',
    disposition: lines.some(({ noncovered }) => noncovered > 0) ? 'Paid in part' : 'Paid as agreed',
    careTeam: careTeamOf(bill),
    diagnosis: diagnosesOf(bill),
    insurance: [{ focal: true, coverage: contained ? { reference: '#coverage' } : coverageReference(chart, coverage) }],
    item: itemsOf(bill).map((item, index) => ({
      ...answered(item),
      adjudication: partsOf(lines.slice(index, index + 1)),
    })),
    total: partsOf(lines),
    payment: {
      type: coded(['paymentType', 'complete', 'Complete']),
      date: dateOf(decided),
      amount: money(total(lines, 'benefit')),
    },
  });
  resource['meta'] = metaFrom(claim, payer.web);
}

/** What an answer repeats of a claim line. */
function answered({ careTeamSequence: _, locationCodeableConcept: __, ...item }: Record<string, unknown>): object {
  return item;
}

function adjudicateLines(chart: Chart, bill: Bill, { payer, index }: ActiveCoverage): Adjudicated[] {
  const year = `${index}/${yearOf(bill.day)}`;
  return bill.charges.map(({ cents, quantity, preventive }, position) => {
    const used = chart.deductibles.get(year) ?? 0;
    const line = {
      net: cents * (quantity ?? 1),
      preventive: preventive === true,
      isVisit: bill.opensWithVisit && position === 0,
      denied: preventive !== true && chart.billing.chance(0.02),
    };
    const adjudicated = adjudicate(line, payer, Math.max(0, payer.deductible - used));
    chart.deductibles.set(year, used + adjudicated.deductible);
    return adjudicated;
  });
}

function partsOf(lines: readonly Adjudicated[]): object[] {
  return PARTS.flatMap(([part, code]) => {
    const cents = total(lines, part);
    return cents > 0 || ALWAYS.includes(part) ? [{ category: coded(code), amount: money(cents) }] : [];
  });
}

function careTeamOf({ visit }: Bill): object[] {
  const { practitioner } = visit.place;
  return [{ sequence: 1, provider: reference(`Practitioner/${practitioner.id}`, practitionerName(practitioner)) }];
}

/** An insurer keeps the labels under which it got a claim. */
function metaFrom(claim: FhirResource, source: string): object {
  const { security } = (claim['meta'] ?? {}) as { security?: object[] };
  return security === undefined ? { source } : { source, security: security.map((label) => ({ ...label })) };
}
