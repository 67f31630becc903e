import { describe, expect, it } from 'vitest';
import { conditionCounts } from '../../../subgraphs/clinical/population-counts/condition-counts.js';
import { ConditionCountDimension } from '../../../subgraphs/clinical/population-counts/population-counts.type.js';
import type { PeopleRow, PeopleRows } from '../../../subgraphs/clinical/population-counts/population-pipeline.js';
import { CONDITION_CATEGORIES, ConditionCategory } from '../../../subgraphs/shared/condition-category.js';

const row = (category: ConditionCategory, value: string | number | null, people: number): PeopleRow => ({
  category,
  value,
  people,
});

const { CIRCULATORY, EYE, SKIN } = ConditionCategory;

/** 60 people with a circulatory condition, 5 with one of the eye, none with one of the skin. */
const rows: PeopleRows = {
  total: [row(CIRCULATORY, null, 60), row(EYE, null, 5)],
  sex: [
    row(CIRCULATORY, 'female', 33),
    row(CIRCULATORY, 'male', 24),
    row(CIRCULATORY, 'unknown', 3),
    row(EYE, 'male', 5),
  ],
  ageBand: [row(CIRCULATORY, '50-64', 20), row(CIRCULATORY, '65-74', 40), row(EYE, '0-17', 5)],
  year: [row(CIRCULATORY, 2021, 30), row(CIRCULATORY, 2019, 30), row(EYE, 2020, 3), row(EYE, 2021, 2)],
};

const of = (category: ConditionCategory, by: ConditionCountDimension) =>
  conditionCounts(rows, by).filter((count) => count.category === category);

describe('counts of people by condition category', () => {
  it('has one row for each category, the empty ones with 0', () => {
    const counts = conditionCounts(rows, ConditionCountDimension.NONE);
    expect(counts.map(({ category }) => category)).toEqual(CONDITION_CATEGORIES);
    expect(of(CIRCULATORY, ConditionCountDimension.NONE)).toEqual([
      { category: CIRCULATORY, people: 60, suppressed: false },
    ]);
    expect(of(SKIN, ConditionCountDimension.NONE)).toEqual([{ category: SKIN, people: 0, suppressed: false }]);
    expect(of(EYE, ConditionCountDimension.NONE)).toEqual([{ category: EYE, people: null, suppressed: true }]);
  });

  it('suppresses a second cell where one would follow from the total', () => {
    expect(of(CIRCULATORY, ConditionCountDimension.SEX)).toEqual([
      { category: CIRCULATORY, sex: 'female', people: 33, suppressed: false },
      { category: CIRCULATORY, sex: 'male', people: null, suppressed: true },
      { category: CIRCULATORY, sex: 'other', people: 0, suppressed: false },
      { category: CIRCULATORY, sex: 'unknown', people: null, suppressed: true },
    ]);
  });

  it('lists the years that have people in their order, and all age bands', () => {
    expect(of(CIRCULATORY, ConditionCountDimension.YEAR)).toEqual([
      { category: CIRCULATORY, year: 2019, people: 30, suppressed: false },
      { category: CIRCULATORY, year: 2021, people: 30, suppressed: false },
    ]);
    expect(of(CIRCULATORY, ConditionCountDimension.AGE_BAND).map(({ ageBand }) => ageBand)).toEqual([
      '0-17',
      '18-34',
      '35-49',
      '50-64',
      '65-74',
      '75-89',
      '90+',
      'unknown',
    ]);
  });

  it('does not even tell which years a withheld category has', () => {
    expect(of(EYE, ConditionCountDimension.YEAR)).toEqual([{ category: EYE, people: null, suppressed: true }]);
    expect(of(EYE, ConditionCountDimension.SEX).every(({ people, suppressed }) => people === null && suppressed)).toBe(
      true,
    );
  });

  it('answers an empty record with zeros', () => {
    expect(conditionCounts(undefined, ConditionCountDimension.NONE).every(({ people }) => people === 0)).toBe(true);
  });
});
