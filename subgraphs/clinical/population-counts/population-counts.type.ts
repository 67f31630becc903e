import { Int, registerEnumType } from 'type-graphql';
import { ConditionCategory } from '../../shared/condition-category.js';
import { PartType, RecordField } from '../../shared/record-field.js';

export enum ConditionCountDimension {
  NONE = 'NONE',
  SEX = 'SEX',
  AGE_BAND = 'AGE_BAND',
  YEAR = 'YEAR',
}
registerEnumType(ConditionCountDimension, {
  name: 'ConditionCountDimension',
  description: 'By what people are counted within a category: by one thing at a time, so that small cells stay hidden.',
  valuesConfig: {
    NONE: { description: 'One row for each category.' },
    SEX: { description: 'By administrative sex.' },
    AGE_BAND: {
      description: 'By the age at the end of the year in which the category was first recorded of the person.',
    },
    YEAR: { description: 'By the year in which the category was first recorded of the person.' },
  },
});

@PartType('How many people have or had a condition of a category.')
export class ConditionCount {
  @RecordField('population-count', () => ConditionCategory, { nullable: false })
  category!: ConditionCategory;

  @RecordField('population-count', () => String, { description: 'male, female, other or unknown; by SEX only.' })
  sex?: string;

  @RecordField('population-count', () => String, {
    description: '0-17, 18-34, 35-49, 50-64, 65-74, 75-89, 90+ or unknown; by AGE_BAND only.',
  })
  ageBand?: string;

  @RecordField('population-count', () => Int, {
    description:
      'By YEAR only, and null where a category is withheld as a whole. 1950 stands for earlier years too. Years without people have no row.',
  })
  year?: number;

  @RecordField('population-count', () => Int, {
    description: 'Null when suppressed: 1 to 10 people, or a number that would give such a one away.',
  })
  people?: number | null;

  @RecordField('population-count', () => Boolean, { nullable: false })
  suppressed!: boolean;
}
