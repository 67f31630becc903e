/** Recording a problem or diagnosis, and how it goes on. */
import { Field, ID, InputType } from 'type-graphql';
import { annotation, coded, concept, date, dateTime, oneOf, optional, period } from '../../shared/writing/elements.js';
import { CodeableConceptInput } from '../../shared/writing/inputs.js';
import { aboutPatient, aboutRecord } from '../../shared/writing/mutation.js';
import { Condition } from './condition.type.js';

const CLINICAL = 'http://terminology.hl7.org/CodeSystem/condition-clinical';
const VERIFICATION = 'http://terminology.hl7.org/CodeSystem/condition-ver-status';
const CATEGORY = 'http://terminology.hl7.org/CodeSystem/condition-category';
const clinicalCode = oneOf('active', 'recurrence', 'relapse', 'inactive', 'remission', 'resolved');
const verificationCode = oneOf('unconfirmed', 'provisional', 'differential', 'confirmed', 'refuted');
const categoryCode = oneOf('problem-list-item', 'encounter-diagnosis');

@InputType({ description: 'A problem or diagnosis (FHIR Condition).' })
class ConditionInput {
  @Field(() => ID, { description: 'The id of the visit, of your organisation.' }) encounter!: string;
  @Field(() => CodeableConceptInput) code!: CodeableConceptInput;
  @Field(() => String, { nullable: true, description: 'active when left out; recurrence, relapse, inactive, ...' })
  clinicalStatus?: string | null;
  @Field(() => String, { nullable: true, description: 'confirmed when left out; provisional, differential, ...' })
  verificationStatus?: string | null;
  @Field(() => String, { nullable: true, description: 'encounter-diagnosis when left out, or problem-list-item.' })
  category?: string | null;
  @Field(() => String, { nullable: true }) onsetDateTime?: string | null;
  @Field(() => String, { nullable: true }) abatementDateTime?: string | null;
  @Field(() => String, { nullable: true }) note?: string | null;
}

@InputType({ description: 'How a condition goes on. What is left out stays.' })
class ConditionChangeInput {
  @Field(() => String, { nullable: true, description: 'active, recurrence, relapse, inactive, remission, resolved.' })
  clinicalStatus?: string | null;
  @Field(() => String, { nullable: true, description: 'unconfirmed, provisional, differential, confirmed, refuted.' })
  verificationStatus?: string | null;
  @Field(() => String, { nullable: true }) abatementDateTime?: string | null;
}

const recordCondition = aboutPatient<ConditionInput>({
  name: 'recordCondition',
  facet: 'diagnosis',
  record: Condition,
  input: ConditionInput,
  description: 'Records a problem or diagnosis.',
  reason: 'a condition was recorded',
  async prepare(desk, patient, input) {
    const encounter = await desk.ownVisit(input.encounter, patient, 'input.encounter');
    const now = desk.now();
    const onset = optional(input.onsetDateTime, 'input.onsetDateTime', dateTime);
    const abatement = optional(input.abatementDateTime, 'input.abatementDateTime', dateTime);
    period(onset, abatement, 'input.abatementDateTime');
    const condition = desk.create('Condition', {
      clinicalStatus: coded(CLINICAL, clinicalCode(input.clinicalStatus ?? 'active', 'input.clinicalStatus')),
      verificationStatus: coded(
        VERIFICATION,
        verificationCode(input.verificationStatus ?? 'confirmed', 'input.verificationStatus'),
      ),
      category: [coded(CATEGORY, categoryCode(input.category ?? 'encounter-diagnosis', 'input.category'))],
      code: concept(input.code, 'input.code'),
      subject: { reference: `Patient/${patient}` },
      encounter,
      onsetDateTime: onset,
      abatementDateTime: abatement,
      recordedDate: now,
      recorder: desk.authorReference(),
      note: optional(input.note, 'input.note', annotation(now, desk.authorReference())),
    });
    return { patient, versions: [condition] };
  },
});

const updateCondition = aboutRecord<ConditionChangeInput>({
  name: 'updateCondition',
  facet: 'diagnosis',
  record: Condition,
  input: ConditionChangeInput,
  description: 'Says how a condition goes on.',
  reason: 'a condition went on',
  async prepare(desk, stored, input) {
    const clinical = optional(input.clinicalStatus, 'input.clinicalStatus', clinicalCode);
    const verification = optional(input.verificationStatus, 'input.verificationStatus', verificationCode);
    const abatement = optional(input.abatementDateTime, 'input.abatementDateTime', date);
    const next = desk.change(stored, {
      ...(clinical && { clinicalStatus: coded(CLINICAL, clinical) }),
      ...(verification && { verificationStatus: coded(VERIFICATION, verification) }),
      ...(abatement && { abatementDateTime: abatement }),
    });
    return { patient: stored.patient, versions: [next] };
  },
});

export const conditionMutations = [recordCondition, updateCondition];
