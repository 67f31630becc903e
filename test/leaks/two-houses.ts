/**
 * Two hospitals, two insurers, three patients. Ann is treated in the north and insured by red, Ben in the south and by
 * blue; Cyd goes to both and pays herself in the north, where red never hears of it. Each value names whose it is.
 */
import type { Resource, Who } from '../support/world.js';

const coded = (system: string, code: string, text: string) => ({ coding: [{ system, code, display: text }], text });
const snomed = (code: string, text: string) => coded('http://snomed.info/sct', code, text);
const to = (reference: string) => ({ reference });

const organization = (id: string): Resource => ({ resourceType: 'Organization', id, name: `House of ${id}` });

const person = (id: string, managedBy: string): Resource => ({
  resourceType: 'Patient',
  id,
  name: [{ family: `Family-of-${id}`, given: [id] }],
  birthDate: '1970-01-01',
  gender: 'female',
  managingOrganization: to(`Organization/${managedBy}`),
});

/** A visit of a patient to a house; it is what puts the patient into the care of the house. */
export const visit = (id: string, patient: string, house: string, status = 'finished'): Resource => ({
  resourceType: 'Encounter',
  id,
  status,
  class: { code: 'AMB' },
  subject: to(`Patient/${patient}`),
  serviceProvider: to(`Organization/${house}`),
  reasonCode: [snomed('38341003', `reason-of-${id}`)],
  period: { start: '2024-03-01T09:00:00Z', end: '2024-03-01T10:00:00Z' },
});

const problem = (id: string, patient: string, encounter: string): Resource => ({
  resourceType: 'Condition',
  id,
  code: snomed('38341003', `problem-of-${patient}`),
  subject: to(`Patient/${patient}`),
  encounter: to(`Encounter/${encounter}`),
  onsetDateTime: '2024-03-01',
  note: [{ text: `note-about-${patient}` }],
});

export const pressure = (id: string, patient: string, encounter: string, value: number): Resource => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: coded('http://loinc.org', '8480-6', `pressure-of-${patient}`),
  subject: to(`Patient/${patient}`),
  encounter: to(`Encounter/${encounter}`),
  effectiveDateTime: '2024-03-01T09:30:00Z',
  valueQuantity: { value, unit: 'mm[Hg]' },
});

const booking = (id: string, patient: string): Resource => ({
  resourceType: 'Appointment',
  id,
  status: 'booked',
  start: '2030-01-01T09:00:00Z',
  end: '2030-01-01T09:30:00Z',
  participant: [{ actor: to(`Patient/${patient}`), status: 'accepted' }],
});

const consent = (id: string, patient: string): Resource => ({
  resourceType: 'Consent',
  id,
  status: 'active',
  patient: to(`Patient/${patient}`),
  dateTime: '2024-01-01',
  category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
});

const coverage = (id: string, patient: string, payer: string): Resource => ({
  resourceType: 'Coverage',
  id,
  status: 'active',
  beneficiary: to(`Patient/${patient}`),
  payor: [to(`Organization/${payer}`)],
  subscriberId: `member-${patient}`,
});

export interface BillOptions {
  readonly coverage?: string;
  readonly total: number;
  readonly status?: string;
}

/** A bill; without a coverage nobody but the patient pays it. */
export const bill = (
  id: string,
  patient: string,
  house: string,
  encounter: string,
  { coverage: insured, total, status = 'active' }: BillOptions,
): Resource => ({
  resourceType: 'Claim',
  id,
  status,
  use: 'claim',
  type: coded('http://terminology.hl7.org/CodeSystem/claim-type', 'institutional', 'institutional'),
  patient: to(`Patient/${patient}`),
  provider: to(`Organization/${house}`),
  created: '2024-03-02',
  billablePeriod: { start: '2024-03-01T09:00:00Z', end: '2024-03-01T10:00:00Z' },
  ...(insured && { insurance: [{ sequence: 1, focal: true, coverage: to(`Coverage/${insured}`) }] }),
  diagnosis: [{ sequence: 1, diagnosisCodeableConcept: snomed('38341003', `diagnosis-billed-for-${patient}`) }],
  item: [
    {
      sequence: 1,
      productOrService: snomed('162673000', `service-billed-for-${patient}`),
      encounter: [to(`Encounter/${encounter}`)],
      net: { value: total, currency: 'USD' },
    },
  ],
  total: { value: total, currency: 'USD' },
});

const answer = (id: string, claim: string, patient: string, payer: string, house: string, paid: number): Resource => ({
  resourceType: 'ExplanationOfBenefit',
  id,
  status: 'active',
  use: 'claim',
  outcome: 'complete',
  type: coded('http://terminology.hl7.org/CodeSystem/claim-type', 'institutional', 'institutional'),
  patient: to(`Patient/${patient}`),
  insurer: to(`Organization/${payer}`),
  provider: to(`Organization/${house}`),
  claim: to(`Claim/${claim}`),
  created: '2024-03-03',
  billablePeriod: { start: '2024-03-01T09:00:00Z', end: '2024-03-01T10:00:00Z' },
  total: [{ category: { coding: [{ code: 'submitted' }] }, amount: { value: paid, currency: 'USD' } }],
  payment: { amount: { value: paid, currency: 'USD' } },
});

/** What the north and red hold. */
export const NORTH: readonly Resource[] = [
  organization('north'),
  organization('red'),
  person('ann', 'north'),
  visit('visit-ann', 'ann', 'north'),
  problem('problem-ann', 'ann', 'visit-ann'),
  pressure('pressure-ann', 'ann', 'visit-ann', 121),
  booking('booking-ann', 'ann'),
  consent('consent-ann', 'ann'),
  coverage('cover-ann', 'ann', 'red'),
  bill('bill-ann', 'ann', 'north', 'visit-ann', { coverage: 'cover-ann', total: 100 }),
  answer('answer-ann', 'bill-ann', 'ann', 'red', 'north', 90),
  // Paid by herself: her insurer is told of neither.
  visit('visit-ann-2', 'ann', 'north'),
  bill('bill-ann-cash', 'ann', 'north', 'visit-ann-2', { total: 7777 }),
];

/** What the south and blue hold. */
export const SOUTH: readonly Resource[] = [
  organization('south'),
  organization('blue'),
  person('ben', 'south'),
  visit('visit-ben', 'ben', 'south'),
  problem('problem-ben', 'ben', 'visit-ben'),
  pressure('pressure-ben', 'ben', 'visit-ben', 155),
  booking('booking-ben', 'ben'),
  consent('consent-ben', 'ben'),
  coverage('cover-ben', 'ben', 'blue'),
  bill('bill-ben', 'ben', 'south', 'visit-ben', { coverage: 'cover-ben', total: 200 }),
  answer('answer-ben', 'bill-ben', 'ben', 'blue', 'south', 180),
];

/** Cyd is treated in both houses. */
export const BOTH: readonly Resource[] = [
  person('cyd', 'south'),
  visit('visit-cyd-north', 'cyd', 'north'),
  visit('visit-cyd-south', 'cyd', 'south'),
  pressure('pressure-cyd', 'cyd', 'visit-cyd-south', 133),
  coverage('cover-cyd', 'cyd', 'blue'),
  bill('bill-cyd', 'cyd', 'south', 'visit-cyd-south', { coverage: 'cover-cyd', total: 300 }),
  bill('bill-cyd-cash', 'cyd', 'north', 'visit-cyd-north', { total: 8888 }),
];

/** Those who stand in the north. */
export const NORTHERNERS = {
  clinician: { organization: 'north', subject: 'doctor-of-north' },
  registrar: { organization: 'north' },
  biller: { organization: 'north' },
  insurer: { organization: 'red' },
  patient: { patient: 'ann' },
} as const satisfies Record<string, Who>;

export type Northerner = keyof typeof NORTHERNERS;
