/** People by condition category, and within it by one dimension each, as one aggregate over conditions. */
import type { Stage } from '../../shared/record-store.js';

/** Conditions that turned out not to be (FHIR condition-ver-status). */
const NOT_THERE: readonly string[] = ['entered-in-error', 'refuted'];

export const SEXES = ['female', 'male', 'other', 'unknown'] as const;
export const AGE_BANDS = ['0-17', '18-34', '35-49', '50-64', '65-74', '75-89', '90+', 'unknown'] as const;

/** The last age of each band but the open one. Ages of 90 and more are one band (45 CFR 164.514(b)(2)(i)(C)). */
const BANDS: readonly (readonly [last: number, band: (typeof AGE_BANDS)[number]])[] = [
  [17, '0-17'],
  [34, '18-34'],
  [49, '35-49'],
  [64, '50-64'],
  [74, '65-74'],
  [89, '75-89'],
];

/**
 * The first year that is told; it stands for earlier ones too. A year so long ago would show an age over 89, which
 * Safe Harbor does not allow (45 CFR 164.514(b)(2)(i)(C)). To be raised before 2040.
 */
export const FIRST_YEAR = 1950;

/** How many people of a category share a value of one dimension; `total` rows have none. */
export interface PeopleRow {
  readonly category: string;
  readonly value: string | number | null;
  readonly people: number;
}

export interface PeopleRows {
  readonly total: readonly PeopleRow[];
  readonly sex: readonly PeopleRow[];
  readonly ageBand: readonly PeopleRow[];
  readonly year: readonly PeopleRow[];
}

const SEX = {
  $cond: [{ $in: ['$person.sex', ['female', 'male', 'other']] }, '$person.sex', 'unknown'],
};

/** Age at the end of the year in which the category was first recorded. Nothing about it changes as time goes by. */
const AGE = { $subtract: ['$year', '$person.birthYear'] };

/** Nested conditions, from the open band inwards. Recorded before the year of birth counts as the youngest. */
const KNOWN_BAND = BANDS.reduceRight<unknown>(
  (older, [last, band]) => ({ $cond: [{ $lte: [AGE, last] }, band, older] }),
  '90+',
);

const AGE_BAND = { $cond: [{ $isNumber: '$person.birthYear' }, KNOWN_BAND, 'unknown'] };

function countsBy(value: unknown): Stage[] {
  return [
    { $group: { _id: { category: '$category', value }, people: { $sum: 1 } } },
    { $project: { _id: 0, category: '$_id.category', value: '$_id.value', people: 1 } },
  ];
}

/**
 * One row of the result holds all tables. A person counts once in each category, with the conditions that have a date:
 * whoever has no year would have no age either, and two tables that share a row of the unknown tell of each other. Sex and birth year come from the
 * `people` collection, which the Patient records of the administrative subgraph keep as side facts.
 */
export function peoplePipeline(): Stage[] {
  return [
    { $match: { patient: { $ne: null }, at: { $ne: null }, verificationStatus: { $nin: NOT_THERE } } },
    { $group: { _id: { patient: '$patient', category: '$conditionCategory' }, first: { $min: '$at' } } },
    { $group: { _id: '$_id.patient', categories: { $push: { category: '$_id.category', first: '$first' } } } },
    { $lookup: { from: 'people', localField: '_id', foreignField: '_id', as: 'person' } },
    { $set: { person: { $first: '$person' } } },
    { $unwind: '$categories' },
    {
      $project: {
        category: { $ifNull: ['$categories.category', 'OTHER'] },
        year: { $year: '$categories.first' },
        'person.sex': 1,
        'person.birthYear': 1,
      },
    },
    {
      $facet: {
        total: countsBy(null),
        sex: countsBy(SEX),
        ageBand: countsBy(AGE_BAND),
        year: countsBy({ $max: ['$year', FIRST_YEAR] }),
      },
    },
  ];
}
