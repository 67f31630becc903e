import { type Chart, dateOfVisit, during, type Problem } from './chart.js';
import { pharmacyBill } from './claims.js';
import { type Clock, type Day, dateOf, instant, yearOf } from './days.js';
import { type Code, coded, concept, reference } from './fhir.js';
import { practitionerName } from './places.js';
import { DIAGNOSES, type Diagnosis, type DiagnosisName } from './tables/conditions.js';
import { DRUGS, type Drug, type DrugName, ROUTES } from './tables/medications.js';
import { PROVIDERS } from './tables/organizations.js';
import type { Visit } from './visits.js';

export interface DiagnosisDetails {
  /** When it began; the visit's day if not said. */
  readonly onset?: Day;
  /** How exactly the beginning is known. */
  readonly onsetAs?: 'instant' | 'date' | 'year';
  /** When it ended, for what is over. */
  readonly until?: Day;
  readonly id?: string;
}

/** Records a diagnosis at a visit; a second time it only becomes a reason of that visit. */
export function diagnose(chart: Chart, visit: Visit, name: DiagnosisName, details: DiagnosisDetails = {}): Problem {
  const diagnosis: Diagnosis = DIAGNOSES[name];
  const known = chart.problemsKnownTo(visit.organization).find((problem) => problem.diagnosis === diagnosis);
  if (known !== undefined && details.until === undefined) return attend(visit, known);
  const origin = { visit, sensitivity: diagnosis.sensitivity, id: details.id };
  const resource = chart.write('Condition', conditionBody(visit, diagnosis, details), origin);
  const problem = { diagnosis, resource, organization: visit.organization, reference: `Condition/${resource.id}` };
  chart.problems.push(problem);
  return attend(visit, problem);
}

/** Makes a problem one of those that were seen to at the visit. */
export function attend(visit: Visit, problem: Problem): Problem {
  if (!visit.problems.includes(problem)) visit.problems.push(problem);
  return problem;
}

function conditionBody(visit: Visit, diagnosis: Diagnosis, details: DiagnosisDetails): Record<string, unknown> {
  const over = details.until !== undefined;
  const { practitioner } = visit.place;
  return {
    clinicalStatus: coded(['conditionClinical', over ? 'resolved' : 'active', over ? 'Resolved' : 'Active']),
    verificationStatus: coded(['conditionVerification', 'confirmed', 'Confirmed']),
    category: [
      over
        ? coded(['conditionCategory', 'encounter-diagnosis', 'Encounter Diagnosis'])
        : coded(['conditionCategory', 'problem-list-item', 'Problem List Item']),
    ],
    code: concept(['snomed', diagnosis.snomed, diagnosis.display], ['icd10', diagnosis.icd10, diagnosis.display]),
    onsetDateTime: onsetOf(visit, details),
    abatementDateTime: details.until === undefined ? undefined : dateOf(details.until),
    recordedDate: during(visit, 12),
    recorder: reference(`Practitioner/${practitioner.id}`, practitionerName(practitioner)),
  };
}

function onsetOf(visit: Visit, { onset, onsetAs, until }: DiagnosisDetails): string {
  const began = onset ?? visit.day;
  if (until !== undefined && until <= visit.day + 1) return dateOf(began);
  if (onsetAs === 'year') return String(yearOf(began));
  return onsetAs === 'date' || onset !== undefined ? dateOf(began) : during(visit);
}

export interface PrescriptionDetails {
  readonly reason?: Problem | undefined;
  /** Last day it is taken; open if not said. */
  readonly until?: Day;
  /** How often the pharmacy of the organisation hands it out, thirty days each. */
  readonly fills?: number;
  readonly id?: string;
}

/** Prescribes a drug; each fill gives a MedicationDispense and a pharmacy claim. */
export function prescribe(chart: Chart, visit: Visit, name: DrugName, details: PrescriptionDetails = {}): string {
  const drug: Drug = DRUGS[name];
  const origin = { visit, sensitivity: drug.sensitivity, id: details.id };
  const prescription = chart.record('MedicationRequest', requestBody(chart, visit, drug, details), origin);
  for (let fill = 0; fill < (details.fills ?? 0); fill += 1) {
    const day = visit.day + 1 + fill * 30;
    if (day <= Math.min(chart.end, details.until ?? day)) {
      chart.agenda.add(day, () => dispense(chart, visit, drug, prescription, day, details.reason));
    }
  }
  return prescription;
}

function requestBody(chart: Chart, visit: Visit, drug: Drug, details: PrescriptionDetails): Record<string, unknown> {
  const { practitioner } = visit.place;
  const { until, reason } = details;
  const over = until !== undefined && until <= chart.end;
  const long = until === undefined || until - visit.day > 60;
  return {
    status: over ? (long ? 'stopped' : 'completed') : 'active',
    intent: 'order',
    ...medicationOf(chart, drug),
    authoredOn: during(visit, 15),
    requester: reference(`Practitioner/${practitioner.id}`, practitionerName(practitioner)),
    reasonReference: reason === undefined ? undefined : [reference(reason.reference, reason.diagnosis.display)],
    dosageInstruction: [dosageOf(drug)],
    dispenseRequest: {
      validityPeriod: { start: dateOfVisit(visit), ...(until === undefined ? {} : { end: dateOf(until) }) },
      numberOfRepeatsAllowed: long ? 11 : 0,
      quantity: { value: drug.timesPerDay * 30, unit: 'dose' },
      expectedSupplyDuration: { value: 30, unit: 'days', system: 'http://unitsofmeasure.org', code: 'd' },
    },
  };
}

/** A code; senders of the contained form put a whole Medication into the order. */
function medicationOf(chart: Chart, drug: Drug): Record<string, unknown> {
  const medicationCodeableConcept = concept(drugCode(drug));
  if (chart.person.referenceForm !== 'contained') return { medicationCodeableConcept };
  return {
    contained: [{ resourceType: 'Medication', id: 'drug', code: medicationCodeableConcept }],
    medicationReference: reference('#drug', drug.display),
  };
}

function dosageOf(drug: Drug): object {
  const [code, display] = ROUTES[drug.route];
  return {
    sequence: 1,
    text: drug.dosage,
    asNeededBoolean: drug.asNeeded === true,
    timing: { repeat: { frequency: drug.timesPerDay, period: 1, periodUnit: 'd' } },
    route: concept(['snomed', code, display]),
  };
}

export function drugCode(drug: Drug): Code {
  return ['rxnorm', drug.rxnorm, drug.display];
}

function dispense(chart: Chart, visit: Visit, drug: Drug, prescription: string, day: Day, reason?: Problem): void {
  const clock: Clock = PROVIDERS[visit.organization].clock;
  const handedOver = instant(day, 17 * 60 + (chart.person.number % 50), clock);
  chart.record(
    'MedicationDispense',
    {
      status: 'completed',
      medicationCodeableConcept: concept(drugCode(drug)),
      performer: [{ actor: reference(`Organization/${visit.organization}`, PROVIDERS[visit.organization].name) }],
      authorizingPrescription: [reference(prescription)],
      quantity: { value: drug.timesPerDay * 30, unit: 'dose' },
      daysSupply: { value: 30, unit: 'days', system: 'http://unitsofmeasure.org', code: 'd' },
      whenHandedOver: handedOver,
      dosageInstruction: [{ text: drug.dosage }],
    },
    { visit, sensitivity: drug.sensitivity },
  );
  pharmacyBill(chart, visit, drug, day, prescription, reason);
}

/** A drug given in the house, at the visit itself. */
export function administer(chart: Chart, visit: Visit, name: DrugName, minutesAfterStart = 60): string {
  const drug: Drug = DRUGS[name];
  const { practitioner } = visit.place;
  visit.charges.push({ code: drugCode(drug), cents: Math.round(drug.cents / 4), category: '1' });
  return chart.record(
    'MedicationAdministration',
    {
      status: 'completed',
      medicationCodeableConcept: concept(drugCode(drug)),
      effectiveDateTime: during(visit, minutesAfterStart),
      performer: [{ actor: reference(`Practitioner/${practitioner.id}`, practitionerName(practitioner)) }],
      dosage: { text: drug.dosage, route: concept(['snomed', ...ROUTES[drug.route]]) },
    },
    { visit, sensitivity: drug.sensitivity },
  );
}

/** What somebody says they take, without a prescription of ours. */
export function tellsTaking(chart: Chart, visit: Visit, name: DrugName, since?: Day): string {
  const drug: Drug = DRUGS[name];
  return chart.record(
    'MedicationStatement',
    {
      status: 'active',
      medicationCodeableConcept: concept(drugCode(drug)),
      effectivePeriod: { start: dateOf(since ?? visit.day - 90) },
      dateAsserted: during(visit, 8),
      informationSource: reference(chart.patient, chart.name),
      dosage: [{ text: drug.dosage, asNeededBoolean: drug.asNeeded === true }],
    },
    { visit, sensitivity: drug.sensitivity },
  );
}
