/** What the rows of the population are read from (row/*.ts), as the fields that show it to those who may read records. */

export const PERSON_SOURCES = ['Patient.gender', 'Patient.birthDate', 'Patient.address'] as const;

export const CONDITION_SOURCES = [
  'Condition.code',
  'Condition.verificationStatus',
  'Condition.onsetDateTime',
  'Condition.onsetPeriod',
  'Condition.recordedDate',
] as const;

export const VISIT_SOURCES = ['Encounter.class', 'Encounter.period', 'Encounter.status'] as const;

export const IMMUNIZATION_SOURCES = [
  'Immunization.vaccineCode',
  'Immunization.occurrenceDateTime',
  'Immunization.status',
] as const;

export const MEASUREMENT_SOURCES = [
  'Observation.code',
  'Observation.effectiveDateTime',
  'Observation.status',
  'Observation.valueQuantity',
  'Observation.component',
] as const;

export const PROCEDURE_SOURCES = [
  'Procedure.code',
  'Procedure.performedDateTime',
  'Procedure.performedPeriod',
  'Procedure.status',
] as const;

const MEDICATION_SOURCES = [
  'MedicationRequest.medicationCodeableConcept',
  'MedicationRequest.medicationReference',
  'MedicationRequest.authoredOn',
  'MedicationStatement.medicationCodeableConcept',
  'MedicationAdministration.medicationCodeableConcept',
  'MedicationDispense.medicationCodeableConcept',
] as const;

export const COST_SOURCES = [
  'Claim.total',
  'Claim.billablePeriod',
  'Claim.serviceCategory',
  'ExplanationOfBenefit.total',
  'ExplanationOfBenefit.payment',
] as const;

export const MEASURE_SOURCES = ['MeasureReport.measure', 'MeasureReport.period', 'MeasureReport.outcome'] as const;

/** A cohort is described by anything that a row holds. */
export const ROW_SOURCES = [
  ...PERSON_SOURCES,
  ...CONDITION_SOURCES,
  ...VISIT_SOURCES,
  ...IMMUNIZATION_SOURCES,
  ...MEASUREMENT_SOURCES,
  ...PROCEDURE_SOURCES,
  ...MEDICATION_SOURCES,
  ...COST_SOURCES,
];

/** Why the counts are open to those who may not read what they count. */
export const COUNTED =
  'Tells numbers of people only, in steps and from 11 on: no number of 1 to 10 is shown or can be derived.';
export const SUMMED =
  'Tells sums over many people, blurred: none over few people, and none that one of them dominates.';
