/** By what a cohort can be broken down, as expressions over a row. */
import { registerEnumType } from 'type-graphql';
import { CONDITION_CATEGORIES } from '../../shared/condition-category.js';
import type { Stage } from '../../shared/record-store.js';
import { CONDITION_GROUPS } from '../groups/condition-group.js';
import { MEDICATION_CLASSES } from '../groups/medication-class.js';
import { SEXES } from '../row/population-row.js';

export enum PersonSex {
  FEMALE = 'female',
  MALE = 'male',
  OTHER = 'other',
  UNKNOWN = 'unknown',
}
registerEnumType(PersonSex, { name: 'PersonSex', description: 'Administrative sex.' });

export enum EncounterClass {
  AMBULATORY = 'AMB',
  EMERGENCY = 'EMER',
  INPATIENT = 'IMP',
  INPATIENT_ACUTE = 'ACUTE',
  INPATIENT_OTHER = 'NONAC',
  OBSERVATION = 'OBSENC',
  PRE_ADMISSION = 'PRENC',
  SHORT_STAY = 'SS',
  HOME = 'HH',
  FIELD = 'FLD',
  VIRTUAL = 'VR',
  OTHER = 'OTHER',
}
registerEnumType(EncounterClass, { name: 'EncounterClass', description: 'Classes of visits (HL7 v3 ActCode).' });

export enum CohortDimension {
  SEX = 'SEX',
  AGE_BAND = 'AGE_BAND',
  ZIP3 = 'ZIP3',
  CONDITION_CATEGORY = 'CONDITION_CATEGORY',
  CONDITION_GROUP = 'CONDITION_GROUP',
  MEDICATION_CLASS = 'MEDICATION_CLASS',
  ENCOUNTER_CLASS = 'ENCOUNTER_CLASS',
  PAYER = 'PAYER',
}
registerEnumType(CohortDimension, {
  name: 'CohortDimension',
  description:
    'By what people are told apart. Sex, age band and area part a cohort; of the others a person may have several values, and counts for each.',
});

export const AGE_BANDS = ['0-17', '18-34', '35-49', '50-64', '65-74', '75-89', '90+', 'unknown'] as const;

/** The last age of each closed band. */
const BANDS: readonly (readonly [last: number, band: (typeof AGE_BANDS)[number]])[] = [
  [17, '0-17'],
  [34, '18-34'],
  [49, '35-49'],
  [64, '50-64'],
  [74, '65-74'],
  [89, '75-89'],
];

/** Nested conditions over a row; `year` is the one at whose end the age counts. */
export function ageBandAt(year: unknown): Stage {
  const age = { $subtract: [year, '$birthYear'] };
  const known = BANDS.reduceRight<unknown>(
    (older, [last, band]) => ({ $cond: [{ $lte: [age, last] }, band, older] }),
    '90+',
  );
  return { $cond: ['$over89', '90+', { $cond: [{ $isNumber: '$birthYear' }, known, 'unknown'] }] };
}

export interface Dimension {
  /** The value, or the list of values, of a row. */
  readonly value: (thisYear: number) => unknown;
  readonly many: boolean;
  /**
   * All values there can be. A row is shown for each, told or withheld. Null where values come from the record: of those
   * only the ones that are told are shown, since a value says by itself that somebody has it.
   */
  readonly values: readonly string[] | null;
}

const NAMED_GROUPS = CONDITION_GROUPS as readonly string[];

export const DIMENSIONS: Readonly<Record<CohortDimension, Dimension>> = {
  SEX: { value: () => '$sex', many: false, values: SEXES },
  AGE_BAND: { value: (thisYear) => ageBandAt(thisYear), many: false, values: AGE_BANDS },
  ZIP3: { value: () => '$zip3', many: false, values: null },
  CONDITION_CATEGORY: { value: () => '$conditions.category', many: true, values: CONDITION_CATEGORIES },
  CONDITION_GROUP: { value: () => '$conditions.group', many: true, values: NAMED_GROUPS },
  MEDICATION_CLASS: { value: () => '$medications.class', many: true, values: MEDICATION_CLASSES },
  ENCOUNTER_CLASS: { value: () => '$encounters.class', many: true, values: Object.values(EncounterClass) },
  PAYER: { value: () => '$costs.payer', many: true, values: null },
};

/** Stages that leave one document for each person and combination of values, with the values as the list `key`. */
export function keyedBy(dimensions: readonly CohortDimension[], thisYear: number): Stage[] {
  const fields = dimensions.map((_, place) => `d${place}`);
  const values = dimensions.map((dimension, place) => {
    const { value, many } = DIMENSIONS[dimension];
    // Each value once for a person; a value that is missing is none.
    return [`d${place}`, many ? { $setUnion: [value(thisYear), []] } : { $ifNull: [value(thisYear), null] }] as const;
  });
  const unwound = dimensions.flatMap((dimension, place) =>
    DIMENSIONS[dimension].many ? [{ $unwind: `$d${place}` }] : [],
  );
  return [
    { $project: { _id: 0, bucket: 1, p0: 1, p1: 1, amount: 1, ...Object.fromEntries(values) } },
    ...unwound,
    { $set: { key: fields.map((field) => `$${field}`) } },
  ];
}

/** All combinations of values there can be; null where one dimension is open. */
export function combinations(dimensions: readonly CohortDimension[]): string[][] | null {
  return dimensions.reduce<string[][] | null>(
    (found, dimension) => {
      const { values } = DIMENSIONS[dimension];
      return found && values && found.flatMap((head) => values.map((value) => [...head, value]));
    },
    [[]],
  );
}
