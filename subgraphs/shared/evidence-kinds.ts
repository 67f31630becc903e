import type { Inheritance } from './record-kind.js';

/** Kinds of records that a measure may look at. */
const EVIDENCE_KINDS = [
  'AllergyIntolerance',
  'CarePlan',
  'CareTeam',
  'Condition',
  'Coverage',
  'Device',
  'DiagnosticReport',
  'DocumentReference',
  'Encounter',
  'FamilyMemberHistory',
  'Goal',
  'ImagingStudy',
  'Immunization',
  'MedicationAdministration',
  'MedicationDispense',
  'MedicationRequest',
  'MedicationStatement',
  'Observation',
  'Procedure',
  'ServiceRequest',
] as const;

/** What rests on records is as sensitive as the most sensitive of them: also when one is labelled later. */
export const LABELS_OF_EVIDENCE: readonly Inheritance[] = EVIDENCE_KINDS.map((kind) => ({
  element: 'evaluatedResource',
  kind,
  keys: ['labels'],
}));
