/** Goals of care. */
import { Field, ID, InputType } from 'type-graphql';
import { coded, concept, date, each, oneOf, optional, quantity, text } from '../../shared/writing/elements.js';
import type { ExactObject } from '../../shared/writing/exact-json.js';
import { CodeableConceptInput, QuantityInput } from '../../shared/writing/inputs.js';
import { aboutPatient, aboutRecord } from '../../shared/writing/mutation.js';
import { associatedVisit } from '../parts/associated-visit.js';
import { Goal } from './goal.type.js';

const ACHIEVEMENT = 'http://terminology.hl7.org/CodeSystem/goal-achievement';
const lifecycleCode = oneOf(
  'proposed',
  'planned',
  'accepted',
  'active',
  'on-hold',
  'completed',
  'cancelled',
  'rejected',
);
const achievementCode = oneOf(
  'in-progress',
  'improving',
  'worsening',
  'no-change',
  'achieved',
  'sustaining',
  'not-achieved',
  'no-progress',
  'not-attainable',
);

@InputType({ description: 'What is to be reached by when (FHIR Goal.target).' })
class GoalTargetInput {
  @Field(() => CodeableConceptInput) measure!: CodeableConceptInput;
  @Field(() => QuantityInput) detailQuantity!: QuantityInput;
  @Field(() => String, { nullable: true }) dueDate?: string | null;
}

@InputType({ description: 'What a patient and those who care for them want to reach (FHIR Goal).' })
class GoalInput {
  @Field(() => ID, { description: 'The id of the visit, of your organisation.' }) encounter!: string;
  @Field(() => CodeableConceptInput) description!: CodeableConceptInput;
  @Field(() => String, { nullable: true, description: 'active when left out; proposed, planned, accepted.' })
  lifecycleStatus?: string | null;
  @Field(() => String, { nullable: true }) startDate?: string | null;
  @Field(() => [GoalTargetInput], { nullable: true }) target?: GoalTargetInput[] | null;
  @Field(() => [ID], { nullable: true, description: 'The ids of the conditions.' }) addresses?: string[] | null;
  @Field(() => Boolean, { nullable: true, description: 'The patient set it.' }) expressedByPatient?: boolean | null;
}

@InputType({ description: 'How far a goal has come. What is left out stays.' })
class GoalChangeInput {
  @Field(() => String, { nullable: true, description: 'accepted, active, on-hold, completed, cancelled, ...' })
  lifecycleStatus?: string | null;
  @Field(() => String, { nullable: true, description: 'in-progress, improving, achieved, not-achieved, ...' })
  achievementStatus?: string | null;
  @Field(() => String, { nullable: true, description: 'Why, in words.' }) statusReason?: string | null;
}

function target(value: GoalTargetInput, input: string): ExactObject {
  return {
    measure: concept(value.measure, `${input}.measure`),
    detailQuantity: quantity(value.detailQuantity, `${input}.detailQuantity`),
    dueDate: optional(value.dueDate, `${input}.dueDate`, date),
  };
}

const setGoal = aboutPatient<GoalInput>({
  name: 'setGoal',
  facet: 'care-plan',
  record: Goal,
  input: GoalInput,
  description: 'Records a goal of care.',
  reason: 'a goal was set',
  async prepare(desk, patient, input) {
    const encounter = await desk.ownVisit(input.encounter, patient, 'input.encounter');
    const goal = desk.create('Goal', {
      extension: associatedVisit(encounter),
      lifecycleStatus: lifecycleCode(input.lifecycleStatus ?? 'active', 'input.lifecycleStatus'),
      description: concept(input.description, 'input.description'),
      subject: { reference: `Patient/${patient}` },
      startDate: optional(input.startDate, 'input.startDate', date),
      target: each(input.target, 'input.target', target),
      statusDate: desk.now().slice(0, 10),
      expressedBy: input.expressedByPatient ? { reference: `Patient/${patient}` } : desk.authorReference(),
      addresses: await desk.references('Condition', input.addresses, patient, 'input.addresses'),
    });
    return { patient, versions: [goal] };
  },
});

const updateGoal = aboutRecord<GoalChangeInput>({
  name: 'updateGoal',
  facet: 'care-plan',
  record: Goal,
  input: GoalChangeInput,
  description: 'Says how far a goal has come.',
  reason: 'a goal went on',
  async prepare(desk, stored, input) {
    const lifecycle = optional(input.lifecycleStatus, 'input.lifecycleStatus', lifecycleCode);
    const achievement = optional(input.achievementStatus, 'input.achievementStatus', achievementCode);
    const statusReason = optional(input.statusReason, 'input.statusReason', text);
    const next = desk.change(stored, {
      ...(lifecycle && { lifecycleStatus: lifecycle }),
      ...(achievement && { achievementStatus: coded(ACHIEVEMENT, achievement) }),
      ...(statusReason && { statusReason }),
      statusDate: desk.now().slice(0, 10),
    });
    return { patient: stored.patient, versions: [next] };
  },
});

export const goalMutations = [setGoal, updateGoal];
