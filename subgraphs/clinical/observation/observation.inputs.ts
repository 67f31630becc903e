/** What is measured, as input, and the elements it becomes. */
import { Field, ID, InputType } from 'type-graphql';
import { coded, concept, dateTime, each, oneOf, optional, quantity, text } from '../../shared/writing/elements.js';
import type { ExactObject } from '../../shared/writing/exact-json.js';
import { CodeableConceptInput, QuantityInput } from '../../shared/writing/inputs.js';
import { badRecord } from '../../shared/writing/refusals.js';
import { implausible, type PlausibleRange } from './plausible-range.js';

const CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category';
const categoryCode = oneOf(
  'vital-signs',
  'laboratory',
  'survey',
  'social-history',
  'exam',
  'imaging',
  'procedure',
  'therapy',
  'activity',
);

@InputType({ description: 'What was measured and what came out: one value, or why there is none.' })
export class MeasuredInput {
  @Field(() => CodeableConceptInput) code!: CodeableConceptInput;
  @Field(() => QuantityInput, { nullable: true }) valueQuantity?: QuantityInput | null;
  @Field(() => CodeableConceptInput, { nullable: true }) valueCodeableConcept?: CodeableConceptInput | null;
  @Field(() => String, { nullable: true }) valueString?: string | null;
  @Field(() => Boolean, { nullable: true }) valueBoolean?: boolean | null;
  @Field(() => CodeableConceptInput, { nullable: true }) dataAbsentReason?: CodeableConceptInput | null;
  @Field(() => [CodeableConceptInput], { nullable: true, description: 'High, low, normal, ...' })
  interpretation?: CodeableConceptInput[] | null;
}

@InputType({ description: 'One of several measurements that belong together.' })
export class PanelMemberInput extends MeasuredInput {
  @Field(() => [MeasuredInput], { nullable: true, description: 'Values measured together: systolic and diastolic.' })
  component?: MeasuredInput[] | null;
}

@InputType({ description: 'A measurement (FHIR Observation).' })
export class ObservationInput extends PanelMemberInput {
  @Field(() => ID, { description: 'The id of the visit, of your organisation.' }) encounter!: string;
  @Field(() => String, { description: 'vital-signs, laboratory, survey, social-history, exam, imaging, ...' })
  category!: string;
  @Field(() => String) effectiveDateTime!: string;
}

@InputType({ description: 'Measurements that were made together (a panel): an Observation with members.' })
export class PanelInput {
  @Field(() => ID, { description: 'The id of the visit, of your organisation.' }) encounter!: string;
  @Field(() => String, { description: 'vital-signs, laboratory, survey, social-history, exam, imaging, ...' })
  category!: string;
  @Field(() => CodeableConceptInput, { description: 'What the panel is.' }) code!: CodeableConceptInput;
  @Field(() => String) effectiveDateTime!: string;
  @Field(() => [PanelMemberInput]) members!: PanelMemberInput[];
}

const VALUES = ['valueQuantity', 'valueCodeableConcept', 'valueString', 'valueBoolean'] as const;

function measured(value: MeasuredInput, input: string): ExactObject {
  return {
    code: concept(value.code, `${input}.code`),
    valueQuantity: optional(value.valueQuantity, `${input}.valueQuantity`, quantity),
    valueCodeableConcept: optional(value.valueCodeableConcept, `${input}.valueCodeableConcept`, concept),
    valueString: optional(value.valueString, `${input}.valueString`, text),
    valueBoolean: value.valueBoolean ?? undefined,
    dataAbsentReason: optional(value.dataAbsentReason, `${input}.dataAbsentReason`, concept),
    interpretation: each(value.interpretation, `${input}.interpretation`, concept),
  };
}

/** One value or none, and a reason only where there is none (FHIR obs-6). Throws BAD_RECORD. */
function hasValue(value: MeasuredInput, input: string): boolean {
  const values = VALUES.filter((name) => value[name] !== null && value[name] !== undefined);
  if (values.length > 1) throw badRecord(`${input}.${values[1]}`);
  if (values.length === 1 && value.dataAbsentReason) throw badRecord(`${input}.dataAbsentReason`);
  return values.length === 1 || Boolean(value.dataAbsentReason);
}

/** A measurement with a value, components or both. Throws BAD_RECORD. */
export function measurement(value: PanelMemberInput, input: string): ExactObject {
  const component = each(value.component, `${input}.component`, (part, place) => {
    if (!hasValue(part, place)) throw badRecord(place);
    return measured(part, place);
  });
  if (!hasValue(value, input) && !component) throw badRecord(input);
  return { ...measured(value, input), component };
}

export interface Circumstances {
  readonly status: string;
  readonly patient: string;
  readonly encounter: ExactObject;
  readonly performer: ExactObject[];
  readonly now: string;
}

/** What measurements that were made together have in common. */
export function circumstances(
  { category, effectiveDateTime }: Pick<ObservationInput, 'category' | 'effectiveDateTime'>,
  { status, patient, encounter, performer, now }: Circumstances,
): ExactObject {
  return {
    status,
    category: [coded(CATEGORY, categoryCode(category, 'input.category'))],
    subject: { reference: `Patient/${patient}` },
    encounter,
    effectiveDateTime: dateTime(effectiveDateTime, 'input.effectiveDateTime'),
    issued: now,
    performer,
  };
}

export interface Warning extends PlausibleRange {
  readonly input: string;
}

/** Values that are likelier a slip than a patient, with their place. */
export function warningsOf(value: PanelMemberInput, input: string): Warning[] {
  const parts = (value.component ?? []).flatMap((part, index) => warningsOf(part, `${input}.component.${index}`));
  if (!value.valueQuantity) return parts;
  const codes = (value.code.coding ?? []).map(({ code }) => code);
  const range = implausible(codes, value.valueQuantity.value, value.valueQuantity.unit);
  return range ? [{ input: `${input}.valueQuantity`, ...range }, ...parts] : parts;
}
