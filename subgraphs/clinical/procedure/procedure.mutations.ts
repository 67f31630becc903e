/** Recording what was done. */
import { Field, ID, InputType } from 'type-graphql';
import { annotation, concept, dateTime, each, oneOf, optional, period } from '../../shared/writing/elements.js';
import { CodeableConceptInput } from '../../shared/writing/inputs.js';
import { aboutPatient } from '../../shared/writing/mutation.js';
import { Procedure } from './procedure.type.js';

const statusCode = oneOf('preparation', 'in-progress', 'not-done', 'on-hold', 'stopped', 'completed');

@InputType({ description: 'Something done on or for a patient (FHIR Procedure).' })
class ProcedureInput {
  @Field(() => ID, { description: 'The id of the visit, of your organisation.' }) encounter!: string;
  @Field(() => CodeableConceptInput) code!: CodeableConceptInput;
  @Field(() => String, { nullable: true, description: 'completed when left out; in-progress, not-done, stopped, ...' })
  status?: string | null;
  @Field(() => CodeableConceptInput, { nullable: true, description: 'Why it was not done, or stopped.' })
  statusReason?: CodeableConceptInput | null;
  @Field(() => String) start!: string;
  @Field(() => String, { nullable: true }) end?: string | null;
  @Field(() => CodeableConceptInput, { nullable: true }) reasonCode?: CodeableConceptInput | null;
  @Field(() => ID, { nullable: true, description: 'The id of the condition it was for.' }) condition?: string | null;
  @Field(() => ID, { nullable: true, description: 'The id of the order.' }) order?: string | null;
  @Field(() => [CodeableConceptInput], { nullable: true }) bodySite?: CodeableConceptInput[] | null;
  @Field(() => CodeableConceptInput, { nullable: true }) outcome?: CodeableConceptInput | null;
  @Field(() => String, { nullable: true }) note?: string | null;
}

const recordProcedure = aboutPatient<ProcedureInput>({
  name: 'recordProcedure',
  facet: 'procedure',
  record: Procedure,
  input: ProcedureInput,
  description: 'Records what was done.',
  reason: 'a procedure was recorded',
  async prepare(desk, patient, input) {
    const encounter = await desk.ownVisit(input.encounter, patient, 'input.encounter');
    const { condition, order } = input;
    const reason = condition && (await desk.reference('Condition', condition, patient, 'input.condition'));
    const basedOn = order && (await desk.reference('ServiceRequest', order, patient, 'input.order'));
    const reasonCode = optional(input.reasonCode, 'input.reasonCode', concept);
    const procedure = desk.create('Procedure', {
      basedOn: basedOn ? [basedOn] : undefined,
      status: statusCode(input.status ?? 'completed', 'input.status'),
      statusReason: optional(input.statusReason, 'input.statusReason', concept),
      code: concept(input.code, 'input.code'),
      subject: { reference: `Patient/${patient}` },
      encounter,
      performedPeriod: period(
        dateTime(input.start, 'input.start'),
        optional(input.end, 'input.end', dateTime),
        'input.end',
      ),
      recorder: desk.authorReference(),
      performer: [{ actor: desk.authorReference(), onBehalfOf: desk.organizationReference() }],
      reasonCode: reasonCode && [reasonCode],
      reasonReference: reason ? [reason] : undefined,
      bodySite: each(input.bodySite, 'input.bodySite', concept),
      outcome: optional(input.outcome, 'input.outcome', concept),
      note: optional(input.note, 'input.note', annotation(desk.now(), desk.authorReference())),
    });
    return { patient, versions: [procedure] };
  },
});

export const procedureMutations = [recordProcedure];
