/**
 * What a viewer may see of the twin worlds, said by hand and not by the code that is under proof: which records, and
 * which fields of them. Whatever is not visible by these words may differ between two twins.
 */
import type { Role } from '../../schema/policy/viewer.js';
import { shouldRead } from '../policy/expected-access.js';
import type { Who } from '../support/world.js';

/** A record as its world knows it. */
export interface Told {
  readonly kind: string;
  readonly id: string;
  /** Null for what concerns no person. */
  readonly patient: string | null;
  /** The house that wrote it. */
  readonly house: string;
  /** Who pays for it; null where the patient does. */
  readonly payer: string | null;
  /** The person who wrote it. */
  readonly author: string;
  readonly label?: 'SUD' | 'PSY' | 'PSYTHPN';
  readonly deniedTo?: 'north' | 'red';
}

/** Whose eyes: a role's, a clinician's being those at NETWORK width, or a clinician's at PRACTICE width. */
export type Eyes = Role | 'practice';

export function roleOf(eyes: Eyes): Role {
  return eyes === 'practice' ? 'clinician' : eyes;
}

/** Who asks in the name of each role. */
export const VIEWERS: Readonly<Record<Role, Who>> = {
  clinician: { organization: 'north', subject: 'doctor-north' },
  registrar: { organization: 'north', subject: 'desk-north' },
  biller: { organization: 'north', subject: 'bills-north' },
  insurer: { organization: 'red', subject: 'clerk-red' },
  agency: { organization: 'agency', subject: 'officer' },
  analyst: { organization: 'agency', subject: 'analyst' },
  patient: { patient: 'ann', subject: 'ann' },
  auditor: { organization: 'north', subject: 'auditor' },
};

/** Ann, Bea, Cyd and Dan are patients of the north and members of red; the others were never there. */
export const NORTHERN: ReadonlySet<string> = new Set(['ann', 'bea', 'cyd', 'dan']);

const DIRECTORY: ReadonlySet<string> = new Set([
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'Location',
  'Schedule',
  'Slot',
]);
const BILLS: ReadonlySet<string> = new Set(['Claim', 'ExplanationOfBenefit']);
/** What belongs to the person, whoever wrote it. */
const PERSONAL: ReadonlySet<string> = new Set(['Patient', 'RelatedPerson', 'Coverage', 'Consent', 'BreakGlass']);
/** Computed from many records, of whoever wrote them. Here nobody says who wrote the sensitive ones: so nobody did. */
const DERIVED: ReadonlySet<string> = new Set(['MeasureReport', 'MeasureOutcome']);
/** What is of a visit by naming it: what was denied about the visit takes these along. */
const OF_A_VISIT: ReadonlySet<string> = new Set([
  'Encounter',
  'Observation',
  'Condition',
  'Procedure',
  'MedicationRequest',
  'Immunization',
  'DiagnosticReport',
  'ServiceRequest',
]);
const REGISTERED: ReadonlySet<string> = new Set(['Patient', 'RelatedPerson', 'Appointment', 'Coverage']);

/** Whether the viewer may see the record at all. */
export function isVisible(eyes: Eyes, told: Told): boolean {
  if (eyes === 'practice') {
    if (!isVisible('clinician', told)) return false;
    return told.patient === null || PERSONAL.has(told.kind) || DERIVED.has(told.kind) || told.house === 'north';
  }
  return isInScope(eyes, told) && holdsLabels(eyes, told) && !isDenied(eyes, told);
}

/** Notes of others are nobody's; of other houses a clinician reads no sensitive record, a plan none of substance use. */
function holdsLabels(role: Role, { kind, house, label }: Told): boolean {
  if (label === undefined || PERSONAL.has(kind)) return true;
  if (label === 'PSYTHPN') return false;
  if (role === 'insurer') return label !== 'SUD';
  if (DERIVED.has(kind)) return role === 'patient';
  return role === 'patient' || role === 'biller' || house === 'north';
}

function isDenied(role: Role, { kind, deniedTo }: Told): boolean {
  if (deniedTo === 'red') return role === 'insurer' && BILLS.has(kind);
  return deniedTo === 'north' && role === 'clinician' && OF_A_VISIT.has(kind);
}

function isInScope(role: Role, told: Told): boolean {
  const { kind, patient, house, payer, author } = told;
  if (role === 'agency' || role === 'analyst') return false;
  if (DIRECTORY.has(kind)) return true;
  // A medicine is read through the orders that name it.
  if (kind === 'Medication') return role === 'clinician' || role === 'patient';
  if (patient === null) return false;
  switch (role) {
    case 'patient':
      return patient === 'ann';
    case 'clinician':
      // Of emergency openings a clinician sees their own.
      return kind === 'BreakGlass' ? author === 'doctor-north' : NORTHERN.has(patient);
    case 'registrar':
      return NORTHERN.has(patient) && REGISTERED.has(kind);
    case 'biller':
      if (BILLS.has(kind)) return house === 'north';
      return NORTHERN.has(patient) && (kind === 'Patient' || kind === 'Coverage');
    case 'insurer':
      if (BILLS.has(kind) || kind === 'Coverage') return payer === 'red';
      if (kind === 'MeasureOutcome') return payer === 'red' && NORTHERN.has(patient);
      return kind === 'Patient' && NORTHERN.has(patient);
    case 'auditor':
      return kind === 'Consent' || kind === 'BreakGlass';
  }
}

/**
 * What a summary is allowed to tell of values that the role may not read: they may differ where the summary does not
 * show it. All else that is hidden may differ in any way.
 */
const SUMMARISED: Readonly<Partial<Record<Role, readonly string[]>>> = {
  insurer: ['Claim.', 'ExplanationOfBenefit.', 'ClaimItem.', 'ExplanationOfBenefitItem.', 'ClaimDiagnosis.'],
  agency: ['Condition.', 'Patient.'],
  analyst: ['Condition.', 'Patient.'],
};

/** The codes that an insurer is told the broad categories of, and nothing else. */
export const BILLED_DIAGNOSIS = 'ClaimDiagnosis.diagnosisCodeableConcept';

/** Elements that no summary looks at, wherever they stand. */
const UNSUMMARISED: ReadonlySet<string> = new Set(['display', 'text', 'div', 'unit', 'url', 'title', 'line', 'city']);

/** Whether a value may differ between twins: the role may not read the field, and no summary of its tells the value. */
export function isHidden(eyes: Eyes, coordinate: string, element: string): boolean {
  const role = roleOf(eyes);
  if (shouldRead(role, coordinate)) return false;
  // Which diagnosis it was, within its broad category.
  if (coordinate === BILLED_DIAGNOSIS && element === 'code') return true;
  const summarised = SUMMARISED[role]?.some((prefix) => coordinate.startsWith(prefix)) ?? false;
  return !summarised || UNSUMMARISED.has(element);
}

/**
 * Whether records of a kind may come and go between twins: not where a population is counted by them, nor where a bill
 * that the plan sees refers to them, for it is told the broad category of what it paid for.
 */
export function mayComeAndGo(eyes: Eyes, { kind }: Told): boolean {
  if (eyes === 'insurer') return kind !== 'Condition';
  return !((eyes === 'agency' || eyes === 'analyst') && (kind === 'Condition' || kind === 'Patient'));
}
