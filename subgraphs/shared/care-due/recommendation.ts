/** A recommendation of preventive care, as data: for whom, how often, and what counts as done. */
import type { CareFacts } from './care-facts.js';
import type { CodeSet } from './code-set.js';

export type Grade = 'A' | 'B';

/** Broad groups of services, which say nothing of a person by themselves. */
export const CARE_CATEGORIES = [
  'CANCER_SCREENING',
  'CARDIOVASCULAR_SCREENING',
  'METABOLIC_SCREENING',
  'INFECTION_SCREENING',
  'BEHAVIORAL_SCREENING',
  'BONE_SCREENING',
  'PREVENTIVE_MEDICATION',
] as const;
export type CareCategory = (typeof CARE_CATEGORIES)[number];

/** Why something is as it is said to be, and the record that shows it. */
export interface CareReason {
  readonly text: string;
  /** `Type/id`; null where it is the lack of a record, or the age. */
  readonly record: string | null;
}

/** Whether a person is among those at risk; null where the records do not say. */
export type Risk = (
  facts: CareFacts,
  on: Date,
) => { readonly since: Date | null; readonly because: CareReason[] } | null;

export interface AgeBand {
  /** Whole years, both included; no upper end is null. */
  readonly from: number;
  readonly to: number | null;
  readonly grade: Grade;
}

/** A service that fulfils the recommendation, and for how long. */
export interface Service {
  readonly name: string;
  readonly codes: CodeSet;
  /** Months for which it counts; null for good. */
  readonly months: number | null | ((facts: CareFacts, on: Date) => number);
  /** It counts only from this age on. */
  readonly fromAge?: number;
}

export interface Recommendation {
  readonly id: string;
  readonly title: string;
  /** The month in which the task force published it. */
  readonly released: string;
  readonly source: string;
  readonly category: CareCategory;
  readonly gender?: 'female' | 'male';
  /** In order of age, without gaps. */
  readonly ages: readonly [AgeBand, ...AgeBand[]];
  readonly risk?: Risk;
  readonly doneBy: readonly Service[];
  /** Whoever has or had this is not meant. */
  readonly notFor: readonly { readonly text: string; readonly codes: CodeSet }[];
}

export interface RecommendationTable {
  readonly name: string;
  /** The state of the recommendations that the table follows. */
  readonly version: string;
  readonly recommendations: readonly Recommendation[];
}
