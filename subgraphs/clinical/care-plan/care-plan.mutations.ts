/** Plans of care. */
import { Field, ID, InputType } from 'type-graphql';
import { concept, dateTime, each, oneOf, optional, period, text } from '../../shared/writing/elements.js';
import { type ExactObject, isExactObject } from '../../shared/writing/exact-json.js';
import { CodeableConceptInput } from '../../shared/writing/inputs.js';
import { aboutPatient, aboutRecord } from '../../shared/writing/mutation.js';
import { CarePlan } from './care-plan.type.js';

const statusCode = oneOf('draft', 'active', 'on-hold', 'revoked', 'completed');
const activityCode = oneOf('not-started', 'scheduled', 'in-progress', 'on-hold', 'completed', 'cancelled', 'stopped');

@InputType({ description: 'Something the plan says to do (FHIR CarePlan.activity.detail).' })
class CarePlanActivityInput {
  @Field(() => CodeableConceptInput) code!: CodeableConceptInput;
  @Field(() => String, { nullable: true, description: 'not-started when left out; scheduled, in-progress, ...' })
  status?: string | null;
  @Field(() => String, { nullable: true }) description?: string | null;
}

@InputType({ description: 'A plan of care (FHIR CarePlan).' })
class CarePlanInput {
  @Field(() => ID, { description: 'The id of the visit, of your organisation.' }) encounter!: string;
  @Field(() => String) title!: string;
  @Field(() => CodeableConceptInput, { nullable: true }) category?: CodeableConceptInput | null;
  @Field(() => String, { nullable: true }) description?: string | null;
  @Field(() => String) start!: string;
  @Field(() => String, { nullable: true }) end?: string | null;
  @Field(() => [ID], { nullable: true, description: 'The ids of the conditions.' }) addresses?: string[] | null;
  @Field(() => [ID], { nullable: true, description: 'The ids of the goals.' }) goal?: string[] | null;
  @Field(() => [CarePlanActivityInput], { nullable: true }) activity?: CarePlanActivityInput[] | null;
}

@InputType({ description: 'How a plan goes on. What is left out stays.' })
class CarePlanChangeInput {
  @Field(() => String, { nullable: true, description: 'draft, active, on-hold, revoked or completed.' })
  status?: string | null;
  @Field(() => String, { nullable: true }) end?: string | null;
  @Field(() => [CarePlanActivityInput], {
    nullable: true,
    description: 'All activities, in place of the earlier ones.',
  })
  activity?: CarePlanActivityInput[] | null;
}

function activity(value: CarePlanActivityInput, input: string): ExactObject {
  return {
    detail: {
      code: concept(value.code, `${input}.code`),
      status: activityCode(value.status ?? 'not-started', `${input}.status`),
      description: optional(value.description, `${input}.description`, text),
    },
  };
}

const createCarePlan = aboutPatient<CarePlanInput>({
  name: 'createCarePlan',
  facet: 'care-plan',
  record: CarePlan,
  input: CarePlanInput,
  description: 'Records a plan of care.',
  reason: 'a plan of care was made',
  async prepare(desk, patient, input) {
    const encounter = await desk.ownVisit(input.encounter, patient, 'input.encounter');
    const addresses = await desk.references('Condition', input.addresses, patient, 'input.addresses');
    const goal = await desk.references('Goal', input.goal, patient, 'input.goal');
    const start = dateTime(input.start, 'input.start');
    const category = optional(input.category, 'input.category', concept);
    const plan = desk.create('CarePlan', {
      status: 'active',
      intent: 'plan',
      category: category && [category],
      title: text(input.title, 'input.title'),
      description: optional(input.description, 'input.description', text),
      subject: { reference: `Patient/${patient}` },
      encounter,
      period: period(start, optional(input.end, 'input.end', dateTime), 'input.end'),
      created: desk.now(),
      author: desk.authorReference(),
      addresses,
      goal,
      activity: each(input.activity, 'input.activity', activity),
    });
    return { patient, versions: [plan] };
  },
});

const updateCarePlan = aboutRecord<CarePlanChangeInput>({
  name: 'updateCarePlan',
  facet: 'care-plan',
  record: CarePlan,
  input: CarePlanChangeInput,
  description: 'Says how a plan of care goes on.',
  reason: 'a plan of care went on',
  async prepare(desk, stored, input) {
    const status = optional(input.status, 'input.status', statusCode);
    const end = optional(input.end, 'input.end', dateTime);
    const activities = each(input.activity, 'input.activity', activity);
    const { period: earlier } = stored.content;
    const next = desk.change(stored, {
      ...(status && { status }),
      ...(end && { period: { ...(isExactObject(earlier) && earlier), end } }),
      ...(activities && { activity: activities }),
    });
    return { patient: stored.patient, versions: [next] };
  },
});

export const carePlanMutations = [createCarePlan, updateCarePlan];
