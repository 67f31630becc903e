/**
 * A person as the population holds them: one document with all facts, so that and, or, not over facts is one `$match`.
 * Nothing in it is an identifier, no date is finer than a year, no text is a sender's (45 CFR 164.514(b)(2)).
 */
import type { ConditionCategory } from '../../shared/condition-category.js';

export const SEXES = ['female', 'male', 'other', 'unknown'] as const;
export type Sex = (typeof SEXES)[number];

/**
 * `month` counts from the first event of the person, which is no date: it says what came first and how long after. Of
 * events without a date neither year nor month is known.
 */
export interface Timed {
  readonly year: number | null;
  readonly month: number | null;
}

export interface ConditionFact extends Timed {
  readonly group: string;
  readonly category: ConditionCategory;
}

export interface MeasurementFact extends Timed {
  /** LOINC. */
  readonly code: string;
  /** UCUM. */
  readonly unit: string;
  readonly value: number;
}

export interface MedicationFact extends Timed {
  readonly class: string;
}

/** Procedures by `system|code`, immunisations by CVX code, tests by LOINC code. */
export interface CodedFact extends Timed {
  readonly code: string;
}

export interface EncounterFact extends Timed {
  readonly class: string;
  readonly visits: number;
}

/** Sums of bills in whole cents of US dollars. */
export interface CostFact {
  readonly year: number | null;
  readonly category: string;
  /** An Organization id; 'none' for what no insurer answers. */
  readonly payer: string;
  readonly claims: number;
  readonly billed: number;
  readonly paid: number;
  readonly patientShare: number;
}

/** What a quality measure says of the person; of those that count them. */
export interface MeasureRowFact {
  /** The last part of the measure's canonical address. */
  readonly measure: string;
  /** The group of the measure, which has a score of its own. */
  readonly group: string;
  /** The year in which the measurement period ends. */
  readonly year: number;
  readonly met: boolean;
  /** What the measure calls better: `increase` or `decrease` of its rate. */
  readonly notation: 'increase' | 'decrease' | null;
}

export interface PopulationRow {
  /** A keyed pseudonym: says nothing without the key. */
  readonly _id: string;
  /** The person's place in the secret image by which sets of people are compared (suppression/ledger). */
  readonly bucket: number;
  /** Two secret numbers: their sums tell equal sets from others. */
  readonly p0: number;
  readonly p1: number;
  readonly sex: Sex;
  /** Null where unknown, and for everybody who turns 90 this year or is older (164.514(b)(2)(i)(C)). */
  readonly birthYear: number | null;
  readonly over89: boolean;
  readonly zip3: string | null;
  /** Each group once, when it was first recorded. */
  readonly conditions: readonly ConditionFact[];
  /** The latest of each code and unit in each year, in order of time. */
  readonly measurements: readonly MeasurementFact[];
  /** Tests without a number (found, not found), by LOINC code, once in each year. */
  readonly tests: readonly CodedFact[];
  /** Each class once in each year, when it was first ordered or given in it. */
  readonly medications: readonly MedicationFact[];
  readonly procedures: readonly CodedFact[];
  readonly immunizations: readonly CodedFact[];
  readonly encounters: readonly EncounterFact[];
  readonly costs: readonly CostFact[];
  readonly measures: readonly MeasureRowFact[];
}

/** The collection of rows in the population database. */
export const PEOPLE = 'people';
