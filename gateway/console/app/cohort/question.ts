/** What is asked of the population, and by what it can be told apart. */
export const COHORT = `query Cohort($where: CohortInput, $by: [CohortDimension!]!) {
  cohort(where: $where) { size { people suppressed } breakdown(by: $by) { values people suppressed } }
}`;

/** Condition groups of which the demo population has people. */
export const CONDITIONS = [
  'HYPERTENSION',
  'DIABETES_TYPE_2',
  'LIPID_DISORDER',
  'ASTHMA',
  'DEPRESSION',
  'OBESITY',
  'CHRONIC_KIDNEY_DISEASE',
  'HEART_FAILURE',
];

export const DIMENSIONS = [
  'AGE_BAND',
  'SEX',
  'ZIP3',
  'CONDITION_CATEGORY',
  'MEDICATION_CLASS',
  'ENCOUNTER_CLASS',
  'PAYER',
];
