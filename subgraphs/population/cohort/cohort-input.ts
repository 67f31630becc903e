/** How a cohort is described: criteria joined by and, or, not. All criteria of one input must hold. */
import { Field, Float, InputType, Int, registerEnumType } from 'type-graphql';
import { ServiceCategory } from '../../financial/service-category/service-category.js';
import { ConditionCategory } from '../../shared/condition-category.js';
import { ConditionGroup } from '../groups/condition-group.js';
import { MedicationClass } from '../groups/medication-class.js';
import { EncounterClass, PersonSex } from './dimensions.js';

@InputType({ description: 'Calendar years, both included. Left out, an end is open.' })
export class YearsInput {
  @Field(() => Int, { nullable: true }) from?: number;
  @Field(() => Int, { nullable: true }) to?: number;
}

@InputType({ description: 'Age at the end of this year, both ends included. 90 stands for 90 and more.' })
export class AgeInput {
  @Field(() => Int, { nullable: true }) from?: number;
  @Field(() => Int, { nullable: true }) to?: number;
}

@InputType({ description: 'A condition by group or category; `first` is when it was first recorded.' })
export class ConditionCriterion {
  @Field(() => ConditionGroup as object, { nullable: true }) group?: string;
  @Field(() => ConditionCategory, { nullable: true }) category?: ConditionCategory;
  @Field(() => YearsInput, { nullable: true }) first?: YearsInput;
}

@InputType({
  description:
    'A measurement by LOINC code (`http://loinc.org|4548-4`, or bare). Bounds need the UCUM unit, so that no two units are compared.',
})
export class MeasurementCriterion {
  @Field(() => String) code!: string;
  @Field(() => String, { nullable: true }) unit?: string;
  @Field(() => Float, { nullable: true, description: 'The value is at least this.' }) atLeast?: number;
  @Field(() => Float, { nullable: true, description: 'The value is below this.' }) below?: number;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Only the latest value counts (of the period); else any year’s latest.',
  })
  latest?: boolean;
  @Field(() => YearsInput, { nullable: true }) during?: YearsInput;
}

@InputType({ description: 'A medicine by class, ordered, given or taken.' })
export class MedicationCriterion {
  @Field(() => MedicationClass as object) class!: string;
  @Field(() => YearsInput, { nullable: true }) during?: YearsInput;
}

@InputType({ description: 'A procedure by `system|code`.' })
export class ProcedureCriterion {
  @Field(() => String) code!: string;
  @Field(() => YearsInput, { nullable: true }) during?: YearsInput;
}

@InputType({ description: 'A vaccination by CVX code.' })
export class ImmunizationCriterion {
  @Field(() => String) code!: string;
  @Field(() => YearsInput, { nullable: true }) during?: YearsInput;
}

@InputType({ description: 'Visits by class.' })
export class EncounterCriterion {
  @Field(() => EncounterClass) class!: EncounterClass;
  @Field(() => YearsInput, { nullable: true }) during?: YearsInput;
  @Field(() => Int, { nullable: true, description: 'So many visits in one year.' }) atLeast?: number;
}

export enum CostMeasure {
  BILLED = 'billed',
  PAID = 'paid',
  PATIENT_SHARE = 'patientShare',
}
registerEnumType(CostMeasure, {
  name: 'CostMeasure',
  description: 'What was charged, what insurers paid, what was left to the person.',
});

@InputType({ description: 'What the services of a person came to, in US dollars.' })
export class CostCriterion {
  @Field(() => CostMeasure) of!: CostMeasure;
  @Field(() => ServiceCategory, { nullable: true }) category?: ServiceCategory;
  @Field(() => String, { nullable: true, description: 'The Organization id of an insurer.' }) payer?: string;
  @Field(() => Float, { nullable: true }) atLeast?: number;
  @Field(() => Float, { nullable: true }) below?: number;
  @Field(() => YearsInput, { nullable: true }) during?: YearsInput;
}

@InputType({ description: 'One kind of event: exactly one of these.' })
export class EventCriterion {
  @Field(() => ConditionCriterion, { nullable: true }) condition?: ConditionCriterion;
  @Field(() => MedicationCriterion, { nullable: true }) medication?: MedicationCriterion;
  @Field(() => ProcedureCriterion, { nullable: true }) procedure?: ProcedureCriterion;
  @Field(() => ImmunizationCriterion, { nullable: true }) immunization?: ImmunizationCriterion;
  @Field(() => EncounterCriterion, { nullable: true }) encounter?: EncounterCriterion;
}

@InputType({ description: 'First one event, then the other within so many months, of any of their occurrences.' })
export class SequenceCriterion {
  @Field(() => EventCriterion) first!: EventCriterion;
  @Field(() => EventCriterion) next!: EventCriterion;
  @Field(() => Int) withinMonths!: number;
}

@InputType({ description: 'Who is in a cohort. Without criteria: everybody.' })
export class CohortInput {
  @Field(() => [CohortInput], { nullable: true }) and?: CohortInput[];
  @Field(() => [CohortInput], { nullable: true }) or?: CohortInput[];
  @Field(() => CohortInput, { nullable: true }) not?: CohortInput;
  @Field(() => AgeInput, { nullable: true }) age?: AgeInput;
  @Field(() => [PersonSex], { nullable: true }) sex?: PersonSex[];
  @Field(() => [String], { nullable: true, description: 'First three digits of ZIP codes; 000 for small areas.' })
  zip3?: string[];
  @Field(() => ConditionCriterion, { nullable: true }) condition?: ConditionCriterion;
  @Field(() => MeasurementCriterion, { nullable: true }) measurement?: MeasurementCriterion;
  @Field(() => MedicationCriterion, { nullable: true }) medication?: MedicationCriterion;
  @Field(() => ProcedureCriterion, { nullable: true }) procedure?: ProcedureCriterion;
  @Field(() => ImmunizationCriterion, { nullable: true }) immunization?: ImmunizationCriterion;
  @Field(() => EncounterCriterion, { nullable: true }) encounter?: EncounterCriterion;
  @Field(() => CostCriterion, { nullable: true }) cost?: CostCriterion;
  @Field(() => SequenceCriterion, { nullable: true }) sequence?: SequenceCriterion;
}
