/** Recording what a patient does not tolerate. */
import { Field, ID, InputType } from 'type-graphql';
import { annotation, coded, concept, dateTime, each, oneOf, optional } from '../../shared/writing/elements.js';
import type { ExactObject } from '../../shared/writing/exact-json.js';
import { CodeableConceptInput } from '../../shared/writing/inputs.js';
import { aboutPatient, aboutRecord } from '../../shared/writing/mutation.js';
import { badRecord } from '../../shared/writing/refusals.js';
import { AllergyIntolerance } from './allergy-intolerance.type.js';

const CLINICAL = 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical';
const VERIFICATION = 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification';
const clinicalCode = oneOf('active', 'inactive', 'resolved');
const verificationCode = oneOf('unconfirmed', 'confirmed', 'refuted');
const typeCode = oneOf('allergy', 'intolerance');
const categoryCode = oneOf('food', 'medication', 'environment', 'biologic');
const criticalityCode = oneOf('low', 'high', 'unable-to-assess');
const severityCode = oneOf('mild', 'moderate', 'severe');

@InputType({ description: 'How the patient reacted (FHIR AllergyIntolerance.reaction).' })
class AllergyReactionInput {
  @Field(() => [CodeableConceptInput]) manifestation!: CodeableConceptInput[];
  @Field(() => String, { nullable: true, description: 'mild, moderate or severe.' }) severity?: string | null;
  @Field(() => String, { nullable: true }) onset?: string | null;
}

@InputType({ description: 'What a patient does not tolerate (FHIR AllergyIntolerance).' })
class AllergyIntoleranceInput {
  @Field(() => ID, { description: 'The id of the visit, of your organisation.' }) encounter!: string;
  @Field(() => CodeableConceptInput) code!: CodeableConceptInput;
  @Field(() => String, { nullable: true, description: 'confirmed when left out; unconfirmed or refuted.' })
  verificationStatus?: string | null;
  @Field(() => String, { nullable: true, description: 'allergy or intolerance.' }) type?: string | null;
  @Field(() => [String], { nullable: true, description: 'food, medication, environment, biologic.' })
  category?: string[] | null;
  @Field(() => String, { nullable: true, description: 'low, high or unable-to-assess.' }) criticality?: string | null;
  @Field(() => String, { nullable: true }) onsetDateTime?: string | null;
  @Field(() => [AllergyReactionInput], { nullable: true }) reaction?: AllergyReactionInput[] | null;
  @Field(() => String, { nullable: true }) note?: string | null;
}

@InputType({ description: 'How an allergy goes on. What is left out stays.' })
class AllergyIntoleranceChangeInput {
  @Field(() => String, { nullable: true, description: 'active, inactive or resolved.' }) clinicalStatus?: string | null;
  @Field(() => String, { nullable: true, description: 'unconfirmed, confirmed or refuted.' })
  verificationStatus?: string | null;
  @Field(() => String, { nullable: true, description: 'low, high or unable-to-assess.' }) criticality?: string | null;
}

function reaction(value: AllergyReactionInput, input: string): ExactObject {
  const manifestation = each(value.manifestation, `${input}.manifestation`, concept);
  if (!manifestation) throw badRecord(`${input}.manifestation`);
  return {
    manifestation,
    onset: optional(value.onset, `${input}.onset`, dateTime),
    severity: optional(value.severity, `${input}.severity`, severityCode),
  };
}

const recordAllergyIntolerance = aboutPatient<AllergyIntoleranceInput>({
  name: 'recordAllergyIntolerance',
  facet: 'allergy',
  record: AllergyIntolerance,
  input: AllergyIntoleranceInput,
  description: 'Records what a patient does not tolerate.',
  reason: 'an allergy was recorded',
  async prepare(desk, patient, input) {
    const encounter = await desk.ownVisit(input.encounter, patient, 'input.encounter');
    const now = desk.now();
    const allergy = desk.create('AllergyIntolerance', {
      clinicalStatus: coded(CLINICAL, 'active'),
      verificationStatus: coded(
        VERIFICATION,
        verificationCode(input.verificationStatus ?? 'confirmed', 'input.verificationStatus'),
      ),
      type: optional(input.type, 'input.type', typeCode),
      category: each(input.category, 'input.category', categoryCode),
      criticality: optional(input.criticality, 'input.criticality', criticalityCode),
      code: concept(input.code, 'input.code'),
      patient: { reference: `Patient/${patient}` },
      encounter,
      onsetDateTime: optional(input.onsetDateTime, 'input.onsetDateTime', dateTime),
      recordedDate: now,
      recorder: desk.authorReference(),
      note: optional(input.note, 'input.note', annotation(now, desk.authorReference())),
      reaction: each(input.reaction, 'input.reaction', reaction),
    });
    return { patient, versions: [allergy] };
  },
});

const updateAllergyIntolerance = aboutRecord<AllergyIntoleranceChangeInput>({
  name: 'updateAllergyIntolerance',
  facet: 'allergy',
  record: AllergyIntolerance,
  input: AllergyIntoleranceChangeInput,
  description: 'Says how an allergy goes on.',
  reason: 'an allergy went on',
  async prepare(desk, stored, input) {
    const clinical = optional(input.clinicalStatus, 'input.clinicalStatus', clinicalCode);
    const verification = optional(input.verificationStatus, 'input.verificationStatus', verificationCode);
    const criticality = optional(input.criticality, 'input.criticality', criticalityCode);
    const next = desk.change(stored, {
      ...(clinical && { clinicalStatus: coded(CLINICAL, clinical) }),
      ...(verification && { verificationStatus: coded(VERIFICATION, verification) }),
      ...(criticality && { criticality }),
    });
    return { patient: stored.patient, versions: [next] };
  },
});

export const allergyIntoleranceMutations = [recordAllergyIntolerance, updateAllergyIntolerance];
