/** What summaries are computed from; the build checks that they exist and shows them beside each summary. */
export const COST_SOURCES: readonly string[] = [
  'Claim.total',
  'ClaimItem.net',
  'ExplanationOfBenefit.total',
  'ExplanationOfBenefit.payment',
  'ExplanationOfBenefitItem.adjudication',
  'ExplanationOfBenefitItem.net',
];

export const USE_SOURCES: readonly string[] = [
  'Claim.billablePeriod',
  'Claim.serviceCategory',
  'ClaimItem.encounter',
  'ExplanationOfBenefit.billablePeriod',
  'ExplanationOfBenefit.serviceCategory',
  'ExplanationOfBenefitItem.encounter',
];

export const CATEGORY_SOURCES: readonly string[] = [
  'ClaimDiagnosis.diagnosisCodeableConcept',
  'ClaimDiagnosis.diagnosisReference',
  'Claim.billablePeriod',
  'ExplanationOfBenefit.billablePeriod',
];

/** The fields that the period of a summary looks at. */
export const BILL_DATE_FIELDS: readonly string[] = ['Claim', 'ExplanationOfBenefit'].flatMap((bill) => [
  `${bill}.billablePeriod`,
  `${bill}Item.servicedPeriod`,
  `${bill}Item.servicedDate`,
  `${bill}.created`,
]);

export const GROUPING_FIELDS: readonly string[] = [
  ...BILL_DATE_FIELDS,
  'Claim.serviceCategory',
  'ExplanationOfBenefit.serviceCategory',
];
