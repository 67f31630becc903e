import { Field, Float, InputType, Int, registerEnumType } from 'type-graphql';
import { PartType, RecordField } from '../../shared/record-field.js';
import type { Predicate } from '../../shared/record-store.js';

const PEOPLE =
  'About how many people: a multiple of 11, near the number. Null where they are few (10 or fewer, and sometimes a few more).';

@PartType('How many people there are, about.')
export class CohortSize {
  @RecordField('population-count', () => Int, { description: PEOPLE }) people!: number | null;
  @RecordField('population-count', () => Boolean, { nullable: false }) suppressed!: boolean;
}

@PartType('A part of a cohort.')
export class CohortCell {
  @RecordField('population-count', () => [String], {
    nullable: false,
    description: 'A value of each dimension, in the order in which they were asked for.',
  })
  values!: (string | null)[];

  @RecordField('population-count', () => Int, { description: PEOPLE }) people!: number | null;
  @RecordField('population-count', () => Boolean, { nullable: false }) suppressed!: boolean;
}

@PartType('People of a cohort in one year.')
export class CohortYear {
  @RecordField('population-count', () => Int, { nullable: false }) year!: number;
  @RecordField('population-count', () => Int, { description: PEOPLE }) people!: number | null;
  @RecordField('population-count', () => Boolean, { nullable: false }) suppressed!: boolean;
}

@PartType(
  'People whose latest value is in a bin. Bins are fixed for a code and unit; only those that are told are shown.',
)
export class CohortBin {
  @RecordField('population-count', () => Float, { nullable: false, description: 'The least value of the bin.' })
  from!: number;
  @RecordField('population-count', () => Float, { nullable: false, description: 'Values are below this.' }) to!: number;
  @RecordField('population-count', () => Int, { nullable: false }) people!: number;
}

@PartType('What is most common in a cohort.')
export class CohortTop {
  @RecordField('population-count', () => String, {
    nullable: false,
    description: 'A condition group, a medication class, or a procedure as `system|code`.',
  })
  value!: string;
  @RecordField('population-count', () => Int, { nullable: false }) people!: number;
}

@PartType('What services came to, in US dollars, for the people who had any.')
export class CohortCost {
  @RecordField('population-cost', () => [String], {
    nullable: false,
    description: 'A value of each dimension, in the order in which they were asked for.',
  })
  values!: (string | null)[];

  @RecordField('population-count', () => Int, { description: PEOPLE }) people!: number | null;
  @RecordField('population-cost', () => Float, {
    description: 'For each person, to three digits. Null where few share in it, or where one has more than 85% of it.',
  })
  mean!: number | null;
  @RecordField('population-cost', () => Float, { description: 'Mean times people, to three digits.' })
  total!: number | null;
  @RecordField('population-cost', () => Boolean, { nullable: false }) suppressed!: boolean;
}

/** A cohort as its fields are asked for. */
@PartType('A cohort: people who meet criteria. It has numbers and no person.')
export class Cohort {
  where!: Predicate;
  weight!: number;
}

@PartType('Two cohorts side by side.')
export class CohortComparison {
  @RecordField('population-cohort', () => Cohort, { nullable: false }) first!: Cohort;
  @RecordField('population-cohort', () => Cohort, { nullable: false }) second!: Cohort;
  @RecordField('population-cohort', () => Cohort, { nullable: false, description: 'Who is in both.' }) both!: Cohort;
}

export enum TopKind {
  CONDITION_GROUP = 'conditions.group',
  MEDICATION_CLASS = 'medications.class',
  PROCEDURE = 'procedures.code',
}
registerEnumType(TopKind, { name: 'TopKind', description: 'Of what the most common is asked.' });

export enum CostDimension {
  YEAR = 'year',
  SERVICE_CATEGORY = 'category',
  PAYER = 'payer',
  ZIP3 = 'zip3',
}
registerEnumType(CostDimension, { name: 'CostDimension', description: 'By what costs are told apart.' });

@InputType({ description: 'A measurement whose latest value is looked at.' })
export class DistributionInput {
  @Field(() => String, { description: 'LOINC, as `http://loinc.org|4548-4` or bare.' }) code!: string;
  @Field(() => String, { description: 'UCUM.' }) unit!: string;
}
