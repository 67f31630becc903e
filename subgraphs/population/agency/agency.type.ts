import { Float, Int, registerEnumType } from 'type-graphql';
import { ConditionCategory } from '../../shared/condition-category.js';
import { PartType, RecordField } from '../../shared/record-field.js';
import { EncounterClass } from '../cohort/dimensions.js';
import { Screening } from './screenings.js';

const PEOPLE = 'About how many: a multiple of 11. Null where they are few.';

export enum ConditionCountDimension {
  NONE = 'NONE',
  SEX = 'SEX',
  AGE_BAND = 'AGE_BAND',
  YEAR = 'YEAR',
}
registerEnumType(ConditionCountDimension, {
  name: 'ConditionCountDimension',
  description: 'By what people are counted within a category.',
  valuesConfig: {
    NONE: { description: 'One row for each category.' },
    SEX: { description: 'By administrative sex.' },
    AGE_BAND: { description: 'By the age at the end of this year.' },
    YEAR: { description: 'By the year in which the category was first recorded of the person.' },
  },
});

@PartType('How many people have or had a condition of a category.')
export class ConditionCount {
  @RecordField('population-count', () => ConditionCategory, { nullable: false }) category!: ConditionCategory;
  @RecordField('population-count', () => String, { description: 'female, male, other or unknown; by SEX only.' })
  sex?: string;
  @RecordField('population-count', () => String, {
    description: '0-17, 18-34, 35-49, 50-64, 65-74, 75-89, 90+ or unknown; by AGE_BAND only.',
  })
  ageBand?: string;
  @RecordField('population-count', () => Int, { description: 'By YEAR only. Years that are not told have no row.' })
  year?: number;
  @RecordField('population-count', () => Int, { description: PEOPLE }) people!: number | null;
  @RecordField('population-count', () => Boolean, { nullable: false }) suppressed!: boolean;
}

@PartType('People who visited in a year.')
export class VisitCount {
  @RecordField('population-count', () => EncounterClass, { nullable: false }) class!: EncounterClass;
  @RecordField('population-count', () => Int, { nullable: false }) year!: number;
  @RecordField('population-count', () => Int, { nullable: false, description: PEOPLE }) people!: number;
}

@PartType('People who were ever vaccinated with a vaccine.')
export class ImmunizationCount {
  @RecordField('population-count', () => String, { nullable: false, description: 'CVX code.' }) vaccine!: string;
  @RecordField('population-count', () => String, { nullable: false, description: 'Age at the end of this year.' })
  ageBand!: string;
  @RecordField('population-count', () => Int, { nullable: false, description: PEOPLE }) people!: number;
  @RecordField('population-count', () => Float, {
    description: 'Their part of all people of the age, from the two numbers told; 1 at most.',
  })
  share!: number | null;
}

@PartType('People who are due for a screening, and those who had it in time.')
export class ScreeningCount {
  @RecordField('population-count', () => Screening, { nullable: false }) screening!: Screening;
  @RecordField('population-count', () => Int, { description: PEOPLE }) due!: number | null;
  @RecordField('population-count', () => Int, { description: PEOPLE }) done!: number | null;
  @RecordField('population-count', () => Float, { description: 'From the two numbers told; 1 at most.' })
  share!: number | null;
  @RecordField('population-count', () => Boolean, { nullable: false }) suppressed!: boolean;
}

@PartType('How often a quality measure is met, of the people it counts (MET and NOT_MET; see MeasureResult).')
export class QualityRate {
  @RecordField('population-count', () => String, {
    nullable: false,
    description: 'The last part of the canonical address of the measure.',
  })
  measure!: string;
  @RecordField('population-count', () => String, { nullable: false, description: 'The group of the measure.' })
  group!: string;
  @RecordField('population-count', () => Int, { nullable: false, description: 'In which its period ends.' })
  year!: number;
  @RecordField('population-count', () => String, {
    description: 'What the measure calls better: `increase` or `decrease` of its rate.',
  })
  improvementNotation!: string | null;
  @RecordField('population-count', () => Int, { nullable: false, description: PEOPLE }) counted!: number;
  @RecordField('population-count', () => Int, { description: PEOPLE }) met!: number | null;
  @RecordField('population-count', () => Float, { description: 'From the two numbers told; 1 at most.' })
  rate!: number | null;
  @RecordField('population-count', () => Boolean, { nullable: false, description: 'The rate is withheld.' })
  suppressed!: boolean;
}
