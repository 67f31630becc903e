/** Recording a vaccination, or that it was not given. */
import { Field, ID, InputType, Int } from 'type-graphql';
import {
  annotation,
  concept,
  date,
  dateTime,
  oneOf,
  optional,
  quantity,
  text,
  wholeNumber,
} from '../../shared/writing/elements.js';
import { CodeableConceptInput, QuantityInput } from '../../shared/writing/inputs.js';
import { aboutPatient } from '../../shared/writing/mutation.js';
import { badRecord } from '../../shared/writing/refusals.js';
import { Immunization } from './immunization.type.js';

const statusCode = oneOf('completed', 'not-done');

@InputType({ description: 'A vaccination (FHIR Immunization).' })
class ImmunizationInput {
  @Field(() => ID, { description: 'The id of the visit, of your organisation.' }) encounter!: string;
  @Field(() => CodeableConceptInput) vaccineCode!: CodeableConceptInput;
  @Field(() => String, { nullable: true, description: 'completed when left out, or not-done.' }) status?: string | null;
  @Field(() => CodeableConceptInput, { nullable: true, description: 'Why it was not given; only with not-done.' })
  statusReason?: CodeableConceptInput | null;
  @Field(() => String) occurrenceDateTime!: string;
  @Field(() => String, { nullable: true }) lotNumber?: string | null;
  @Field(() => String, { nullable: true }) expirationDate?: string | null;
  @Field(() => CodeableConceptInput, { nullable: true }) site?: CodeableConceptInput | null;
  @Field(() => CodeableConceptInput, { nullable: true }) route?: CodeableConceptInput | null;
  @Field(() => QuantityInput, { nullable: true }) doseQuantity?: QuantityInput | null;
  @Field(() => Int, { nullable: true, description: 'Which dose of the series it is.' }) doseNumber?: number | null;
  @Field(() => String, { nullable: true }) note?: string | null;
}

const recordImmunization = aboutPatient<ImmunizationInput>({
  name: 'recordImmunization',
  facet: 'immunization',
  record: Immunization,
  input: ImmunizationInput,
  description: 'Records a vaccination that was given here, or that it was not given.',
  reason: 'a vaccination was recorded',
  async prepare(desk, patient, input) {
    const encounter = await desk.ownVisit(input.encounter, patient, 'input.encounter');
    const now = desk.now();
    const status = statusCode(input.status ?? 'completed', 'input.status');
    if (input.statusReason && status !== 'not-done') throw badRecord('input.statusReason');
    const dose = optional(input.doseNumber, 'input.doseNumber', wholeNumber);
    const vaccination = desk.create('Immunization', {
      status,
      statusReason: optional(input.statusReason, 'input.statusReason', concept),
      vaccineCode: concept(input.vaccineCode, 'input.vaccineCode'),
      patient: { reference: `Patient/${patient}` },
      encounter,
      occurrenceDateTime: dateTime(input.occurrenceDateTime, 'input.occurrenceDateTime'),
      recorded: now,
      primarySource: true,
      lotNumber: optional(input.lotNumber, 'input.lotNumber', text),
      expirationDate: optional(input.expirationDate, 'input.expirationDate', date),
      site: optional(input.site, 'input.site', concept),
      route: optional(input.route, 'input.route', concept),
      doseQuantity: optional(input.doseQuantity, 'input.doseQuantity', quantity),
      performer: [{ actor: desk.authorReference() }, { actor: desk.organizationReference() }],
      note: optional(input.note, 'input.note', annotation(now, desk.authorReference())),
      protocolApplied: dose && [{ doseNumberPositiveInt: dose }],
    });
    return { patient, versions: [vaccination] };
  },
});

export const immunizationMutations = [recordImmunization];
