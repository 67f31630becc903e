import { bookAhead, referralAhead } from './appointments.js';
import { Chart, during } from './chart.js';
import { type ConsentPurpose, consent } from './consents.js';
import { writeCoverages } from './coverage.js';
import { type Day, instant } from './days.js';
import { coded, concept, type FhirResource, reference } from './fhir.js';
import { grow } from './growth.js';
import { takePanel } from './measuring.js';
import { patientResource, relatedPerson } from './patient.js';
import type { Person } from './people.js';
import { recordAllergy, recordNoAllergy } from './performing.js';
import { placeFor, placeOfPractitioner } from './places.js';
import { familyHistory, type Relative } from './planning.js';
import { urgentVisit } from './problems/ailment.js';
import { AILMENTS } from './problems/index.js';
import { screening } from './problems/screening.js';
import { illnessElsewhere, shortIllnesses } from './problems/short-illnesses.js';
import { Random } from './random.js';
import { Routine } from './routine.js';
import type { AllergenName } from './tables/allergies.js';
import type { DiagnosisName } from './tables/conditions.js';
import { SENSITIVITY_LABELS } from './tables/labels.js';
import { PROVIDERS } from './tables/organizations.js';
import { tellsTaking } from './treating.js';
import { holdVisit } from './visits.js';

/** A chart with who somebody is and what insures them, and the routine care that can be told more about. */
export function openChart(person: Person, seed: number, today: Day): { chart: Chart; routine: Routine } {
  const chart = new Chart(person, new Random(`${seed}/${person.id}/chart`), today);
  chart.resources.push(patientResource(person));
  writeCoverages(chart);
  grow(chart);
  return { chart, routine: new Routine(chart) };
}

/** Lets everything on the agenda happen and returns the records. */
export function closeChart(chart: Chart): FhirResource[] {
  chart.agenda.run(chart.person.historyStart, chart.end);
  return chart.resources;
}

/** The whole chart of a numbered person. */
export function liveLife(person: Person, seed: number, today: Day): FhirResource[] {
  const { chart, routine } = openChart(person, seed, today);
  family(chart);
  sharing(chart);
  for (const ailment of AILMENTS) {
    if (chart.random.chance(ailment.chance(chart))) ailment.tell(chart, routine);
  }
  screening(chart);
  shortIllnesses(chart, chart.age(chart.end) < 6 ? 0.8 : 0.36);
  for (const organization of person.organizations.slice(1)) {
    if (person.traits.has('three-organizations') || chart.random.chance(0.7)) illnessElsewhere(chart, organization);
  }
  background(chart);
  if (person.death !== null) lastDays(chart, person.death);
  routine.start(person.historyStart + chart.random.integer(0, 60));
  const records = closeChart(chart);
  if (person.referenceForm === 'urn') provenance(chart);
  ahead(chart);
  return records;
}

const ALLERGENS: readonly (readonly [AllergenName, number])[] = [
  ['penicillin', 8],
  ['sulfonamide', 4],
  ['aspirin', 2],
  ['peanut', 3],
  ['egg', 2],
  ['shellfish', 4],
  ['latex', 2],
  ['animalHair', 6],
  ['beeSting', 3],
  ['pollen', 7],
];

const RUNS_IN_FAMILIES: readonly (readonly [DiagnosisName, number])[] = [
  ['hypertension', 40],
  ['typeTwoDiabetes', 45],
  ['breastCancer', 48],
  ['colonCancer', 58],
  ['coronaryDisease', 55],
  ['depression', 30],
  ['stroke', 66],
];

/** Allergies, family history and what people take on their own, asked at the first visits. */
function background(chart: Chart): void {
  const { random } = chart;
  const { historyStart } = chart.person;
  chart.atVisit(historyStart, (visit) => {
    if (random.chance(0.27)) {
      recordAllergy(chart, visit, random.weighted(ALLERGENS));
      if (random.chance(0.25)) recordAllergy(chart, visit, 'animalHair');
    } else if (random.chance(0.45)) recordNoAllergy(chart, visit);
    if (chart.age(visit.day) < 18 || !random.chance(0.3)) return;
    const relative = random.pick<Relative>(['mother', 'father', 'brother', 'sister']);
    const [name, age] = random.pick(RUNS_IN_FAMILIES);
    if (name === 'breastCancer' && (relative === 'father' || relative === 'brother')) return;
    familyHistory(chart, visit, relative, name, age + random.integer(-6, 8));
  });
  chart.atVisit(historyStart + 300, (visit) => {
    if (chart.age(visit.day) < 16 || !random.chance(0.3)) return;
    tellsTaking(chart, visit, random.pick(['ibuprofen', 'loratadine', 'acetaminophen', 'omeprazole'] as const));
  });
}

function family(chart: Chart): void {
  const years = chart.age(chart.end);
  if (years < 18)
    relatedPerson(chart, chart.random.chance(0.6) ? 'mother' : 'father', chart.random, { since: chart.person.birth });
  else if (years > 78 || chart.random.chance(0.08))
    relatedPerson(chart, years > 60 ? 'daughter' : 'spouse', chart.random);
}

const SHARING: readonly ConsentPurpose[] = ['TREAT', 'HPAYMT', 'HOPERAT'];

/** What people said about who may see their records. Most said nothing. */
function sharing(chart: Chart): void {
  const { traits, organizations, historyStart, number } = chart.person;
  const organization = organizations[0] ?? 'tamarack-family-practice';
  const signed = Math.min(historyStart + 15, chart.end - 30);
  const write = (provision: Parameters<typeof consent>[1]['provision'], more = {}) =>
    consent(chart, { organization, signed, provision, ...more });
  if (traits.has('denies-sharing')) write({ type: 'deny', from: signed, purposes: ['TREAT'] });
  if (traits.has('withdrew-sharing')) {
    write({ type: 'permit', from: signed, to: chart.end - 90, purposes: SHARING }, { status: 'inactive' });
  }
  if (traits.has('expired-sharing')) write({ type: 'permit', from: signed, to: chart.end - 45, purposes: SHARING });
  if (traits.has('denies-research')) {
    write({ type: 'deny', from: signed, purposes: ['HRESCH', 'PUBHLTH'] }, { category: 'research' });
  }
  if (traits.has('denies-one-practitioner')) {
    const { practitioner } = placeFor(organizations, 'primary', number + 1);
    const except = [{ type: 'deny', recipients: [`Practitioner/${practitioner.id}`] } as const];
    write({ type: 'permit', from: signed, purposes: SHARING, except });
  }
  if (traits.has('shares-except-mental-health')) {
    const except = [{ type: 'deny', labels: SENSITIVITY_LABELS['mental-health'].slice(1) } as const];
    write({ type: 'permit', from: signed, purposes: SHARING, except });
  }
  const said = ['denies-sharing', 'withdrew-sharing', 'expired-sharing', 'denies-one-practitioner'] as const;
  if (said.some((trait) => traits.has(trait)) || !chart.random.chance(0.3)) return;
  const recipients = organizations.map((id) => `Organization/${id}`);
  write({ type: 'permit', from: signed, purposes: SHARING, recipients });
}

/** The last week in hospital, and one result which came in the day after. */
function lastDays(chart: Chart, death: Day): void {
  chart.agenda.add(death - 6, (day) => {
    holdVisit(chart, day, { kind: 'home', need: 'primary' }, (visit) => {
      takePanel(chart, visit, 'metabolic');
    });
  });
  chart.agenda.add(death, (day) => {
    const visit = holdVisit(chart, day, urgentVisit(chart), () => undefined);
    const { clock } = PROVIDERS[visit.organization];
    chart.write(
      'Observation',
      {
        status: 'final',
        category: [coded(['observationCategory', 'laboratory', 'Laboratory'])],
        code: concept(['loinc', '600-7', 'Bacteria in blood by culture']),
        effectiveDateTime: during(visit, 20),
        issued: instant(death + 2, 15 * 60, clock),
        valueString: 'No growth',
      },
      { visit },
    );
  });
}

/** Who sent the chart: a kind of record which no subgraph maps, as real bundles have them. */
function provenance(chart: Chart): void {
  const organization = chart.person.organizations[0] ?? 'tamarack-family-practice';
  const who = reference(`Organization/${organization}`, PROVIDERS[organization].name);
  const type = coded(['provenanceParticipant', 'transmitter', 'Transmitter']);
  const body = {
    target: [reference(chart.patient)],
    recorded: instant(chart.today, 8 * 60, PROVIDERS[organization].clock),
    agent: [{ type, who }],
  };
  chart.write('Provenance', body, { organization });
}

/** What is booked after today: a slot at home, or a first visit where the person was never seen. */
function ahead(chart: Chart): void {
  const { person, random } = chart;
  const home = person.organizations[0] ?? 'tamarack-family-practice';
  if (person.death !== null || person.traits.has('moved-away')) return;
  if (random.chance(0.35)) bookAhead(chart, home);
  if (random.chance(0.04) && !person.organizations.includes('copperleaf-health')) {
    referralAhead(chart, random.integer(5, 60), placeOfPractitioner('seung-ho-lovelace'));
  }
}
