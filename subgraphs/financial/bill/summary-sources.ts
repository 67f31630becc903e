/** What summaries are computed from, and why they may be told to roles that may not read all of it. */

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

/** Which bills count, and which records are one bill. */
const COUNTED: readonly string[] = [
  'Claim.status',
  'Claim.use',
  'ExplanationOfBenefit.status',
  'ExplanationOfBenefit.use',
  'ExplanationOfBenefit.claim',
];

export const COST_SOURCES: readonly string[] = [
  ...COUNTED,
  ...GROUPING_FIELDS,
  'Claim.total',
  'ClaimItem.net',
  'ExplanationOfBenefit.insurer',
  'ExplanationOfBenefit.total',
  'ExplanationOfBenefit.payment',
  'ExplanationOfBenefitItem.adjudication',
  'ExplanationOfBenefitItem.net',
];

export const USE_SOURCES: readonly string[] = [
  ...COUNTED,
  ...GROUPING_FIELDS,
  'ClaimItem.encounter',
  'ExplanationOfBenefitItem.encounter',
];

export const CATEGORY_SOURCES: readonly string[] = [
  ...COUNTED,
  ...BILL_DATE_FIELDS,
  'ClaimDiagnosis.diagnosisCodeableConcept',
  'ClaimDiagnosis.diagnosisReference',
  // A diagnosis that a bill only refers to.
  'Condition.code',
];

export const SUMS =
  'Sums over many bills by year and broad category: no single line, code or date of one can be read from them.';

export const COUNTS = 'Counts bills, visits and members by year and broad category; which ones they are is not told.';

export const BROAD_GROUPS =
  'Tells in which of some twenty broad groups a diagnosis falls, never its code, its text or its day.';

export const BROAD_KIND =
  'Tells one of a few kinds of service, never the code, category or specialty that it follows from.';
