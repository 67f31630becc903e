import { type Chart, during, type Problem } from './chart.js';
import { type Bill, type Charge, diagnosesOf, itemsOf } from './claim-lines.js';
import { type ActiveCoverage, coverageOn, coverageReference, selfPayCoverage } from './coverage.js';
import { type Day, dateOf, instant } from './days.js';
import { explainBenefit } from './explanations.js';
import { coded, money, reference } from './fhir.js';
import { practitionerName } from './places.js';
import type { Diagnosis } from './tables/conditions.js';
import type { Drug } from './tables/medications.js';
import { PROVIDERS } from './tables/organizations.js';
import type { Visit } from './visits.js';

/** Sends the bill of a visit to whoever pays for it. */
export function sendBill(chart: Chart, visit: Visit, reason: Diagnosis | undefined): void {
  const { kind } = visit;
  const nights = kind.encounterClass[1] === 'IMP' ? Math.max(1, Math.round(visit.lasts / kind.minutes)) : 1;
  const own: Charge = {
    code: kind.type,
    cents: kind.cents,
    category: kind.category,
    preventive: kind.preventive === true,
    quantity: nights,
  };
  const found = visit.problems.map(({ diagnosis }) => diagnosis);
  claim(chart, {
    visit,
    day: visit.day,
    type: kind.institutional === true ? 'institutional' : 'professional',
    charges: [own, ...visit.charges],
    opensWithVisit: true,
    diagnoses: [...new Set(reason === undefined ? found : [reason, ...found])].slice(0, 6),
  });
}

/** The pharmacy's bill for one fill of a prescription. */
export function pharmacyBill(
  chart: Chart,
  visit: Visit,
  drug: Drug,
  day: Day,
  prescription: string,
  reason: Problem | undefined,
): void {
  claim(chart, {
    visit,
    day,
    type: 'pharmacy',
    charges: [{ code: ['rxnorm', drug.rxnorm, drug.display], cents: drug.cents, category: '1' }],
    opensWithVisit: false,
    diagnoses: reason === undefined ? [] : [reason.diagnosis],
    prescription,
    drug,
  });
}

function claim(chart: Chart, bill: Bill): void {
  const coverage = bill.visit.payment === 'self' ? undefined : coverageOn(chart, bill.day);
  const cancelled = coverage !== undefined && chart.billing.chance(0.01);
  const body = claimBody(chart, bill, coverage, cancelled);
  const origin = {
    organization: bill.visit.organization,
    sensitivity:
      bill.drug?.sensitivity ??
      bill.visit.sensitivity ??
      bill.diagnoses.find((found) => found.sensitivity)?.sensitivity,
    id: bill.type === 'pharmacy' ? undefined : bill.visit.claimId,
  };
  const resource = chart.write('Claim', body, origin);
  if (coverage !== undefined && !cancelled) explainBenefit(chart, bill, coverage, resource);
}

function claimBody(chart: Chart, bill: Bill, coverage: ActiveCoverage | undefined, cancelled: boolean) {
  const { visit, day, type } = bill;
  const { practitioner, location } = visit.place;
  const provider = PROVIDERS[visit.organization];
  const payer = coverage?.payer;
  const contained = chart.person.referenceForm === 'contained';
  const net = bill.charges.reduce((sum, { cents, quantity }) => sum + cents * (quantity ?? 1), 0);
  return {
    status: cancelled ? 'cancelled' : 'active',
    type: coded(['claimType', type, type.charAt(0).toUpperCase() + type.slice(1)]),
    use: 'claim',
    billablePeriod: type === 'pharmacy' ? { start: dateOf(day), end: dateOf(day) } : periodOf(visit),
    created: instant(Math.min(day + 2, chart.today), 9 * 60, provider.clock),
    insurer: payer && (contained ? { display: payer.name } : reference(`Organization/${payer.id}`, payer.name)),
    provider: reference(`Organization/${provider.id}`, provider.name),
    priority: coded(['processPriority', 'normal', 'Normal']),
    prescription: bill.prescription === undefined ? undefined : reference(bill.prescription),
    payee: coverage === undefined ? undefined : { type: coded(['payeeType', 'provider', 'Provider']) },
    facility: reference(`Location/${location.id}`, location.name),
    careTeam: [
      {
        sequence: 1,
        provider: reference(`Practitioner/${practitioner.id}`, practitionerName(practitioner)),
        role: coded(['claimCareTeamRole', 'primary', 'Primary provider']),
      },
    ],
    diagnosis: diagnosesOf(bill),
    procedure: proceduresOf(bill),
    insurance: [
      { sequence: 1, focal: true, coverage: coverage ? coverageReference(chart, coverage) : selfPayCoverage(chart) },
    ],
    item: itemsOf(bill),
    total: money(net),
  };
}

function periodOf(visit: Visit): object {
  return { start: during(visit), end: during(visit, visit.lasts) };
}

function proceduresOf({ charges }: Bill): object[] | undefined {
  const done = charges.flatMap(({ procedure }) => (procedure === undefined ? [] : [procedure]));
  if (done.length === 0) return undefined;
  return done.map((procedure, index) => ({ sequence: index + 1, procedureReference: reference(procedure) }));
}
