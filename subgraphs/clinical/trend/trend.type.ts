import { Float, Int, registerEnumType } from 'type-graphql';
import { PartType, RecordField } from '../../shared/record-field.js';

export enum TrendStep {
  DAY = 'DAY',
  WEEK = 'WEEK',
  MONTH = 'MONTH',
  QUARTER = 'QUARTER',
  YEAR = 'YEAR',
}
registerEnumType(TrendStep, {
  name: 'TrendStep',
  description: 'How long a step of a trend is. Steps begin in UTC; a week begins on Monday.',
});

@PartType('The values measured within one step.')
export class TrendPoint {
  @RecordField('measurement', () => String, { nullable: false, description: 'The first day of the step, in UTC.' })
  start!: string;

  @RecordField('measurement', () => Int, { nullable: false })
  count!: number;

  @RecordField('measurement', () => Float, { nullable: false, description: 'The earliest value of the step.' })
  first!: number;

  @RecordField('measurement', () => Float, { nullable: false, description: 'The latest value of the step.' })
  last!: number;

  @RecordField('measurement', () => Float, { nullable: false })
  min!: number;

  @RecordField('measurement', () => Float, { nullable: false })
  max!: number;

  @RecordField('measurement', () => Float, { nullable: false })
  mean!: number;
}

@PartType('The course of a measurement in one unit. Values in different units are never mixed.')
export class TrendSeries {
  @RecordField('measurement', () => String, { description: 'The unit as people write it; null for pure numbers.' })
  unit?: string | null;

  @RecordField('measurement', () => String, {
    description: 'The UCUM code of the unit; null where the sender gave none.',
  })
  code?: string | null;

  @RecordField('measurement', () => Int, { nullable: false, description: 'How many values there are in all points.' })
  count!: number;

  @RecordField('measurement', () => [TrendPoint], {
    nullable: false,
    description: 'The steps that hold a value, earliest first.',
  })
  points!: TrendPoint[];
}
