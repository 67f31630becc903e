/** Opening and closing a visit. */
import { Field, ID, InputType, Int } from 'type-graphql';
import { concept, each, instant, oneOf, optional, period, wholeNumber } from '../../shared/writing/elements.js';
import { type ExactObject, type ExactValue, isExactObject } from '../../shared/writing/exact-json.js';
import { CodeableConceptInput } from '../../shared/writing/inputs.js';
import { aboutPatient, aboutRecord } from '../../shared/writing/mutation.js';
import { refused } from '../../shared/writing/refusals.js';
import { Encounter } from './encounter.type.js';

const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
const classCode = oneOf('AMB', 'EMER', 'FLD', 'HH', 'IMP', 'ACUTE', 'NONAC', 'OBSENC', 'PRENC', 'SS', 'VR');
const dispositions = oneOf(
  'home',
  'alt-home',
  'other-hcf',
  'hosp',
  'long',
  'aadvice',
  'exp',
  'psy',
  'rehab',
  'snf',
  'oth',
);

@InputType({ description: 'A visit that begins (FHIR Encounter).' })
class EncounterInput {
  @Field(() => String, { description: 'Its class, a v3 ActEncounterCode: AMB, EMER, IMP, VR, HH, ...' }) class!: string;
  @Field(() => CodeableConceptInput, { nullable: true }) type?: CodeableConceptInput | null;
  @Field(() => CodeableConceptInput, { nullable: true }) reasonCode?: CodeableConceptInput | null;
  @Field(() => String, { description: 'When it began: an instant.' }) start!: string;
  @Field(() => ID, { nullable: true, description: 'The id of the place.' }) location?: string | null;
  @Field(() => ID, { nullable: true, description: 'The id of the appointment.' }) appointment?: string | null;
}

@InputType({ description: 'What was found at a visit (FHIR Encounter.diagnosis).' })
class EncounterDiagnosisInput {
  @Field(() => ID, { description: 'The id of the condition.' }) condition!: string;
  @Field(() => Int, { nullable: true }) rank?: number | null;
}

@InputType({ description: 'How a visit ended.' })
class EncounterEndInput {
  @Field(() => String, { description: 'When: an instant.' }) end!: string;
  @Field(() => [EncounterDiagnosisInput], { nullable: true }) diagnosis?: EncounterDiagnosisInput[] | null;
  @Field(() => String, {
    nullable: true,
    description: 'Where to, a discharge-disposition code: home, other-hcf, snf, aadvice, exp, ...',
  })
  dischargeDisposition?: string | null;
}

const openEncounter = aboutPatient<EncounterInput>({
  name: 'openEncounter',
  facet: 'visit',
  record: Encounter,
  input: EncounterInput,
  description: 'Opens a visit of a patient to your organisation, with you as who takes part.',
  reason: 'a visit began',
  async prepare(desk, patient, input) {
    const start = instant(input.start, 'input.start');
    const type = optional(input.type, 'input.type', concept);
    const reasonCode = optional(input.reasonCode, 'input.reasonCode', concept);
    const { location, appointment } = input;
    const place = location && (await desk.reference('Location', location, null, 'input.location'));
    const booking = appointment && (await desk.reference('Appointment', appointment, patient, 'input.appointment'));
    const visit = desk.create('Encounter', {
      status: 'in-progress',
      class: { system: ACT_CODE, code: classCode(input.class, 'input.class') },
      type: type && [type],
      subject: { reference: `Patient/${patient}` },
      participant: [{ individual: desk.authorReference() }],
      appointment: booking ? [booking] : undefined,
      period: { start },
      reasonCode: reasonCode && [reasonCode],
      location: place ? [{ location: place }] : undefined,
      serviceProvider: desk.organizationReference(),
    });
    return { patient, versions: [visit] };
  },
});

const OPEN: readonly ExactValue[] = ['planned', 'arrived', 'triaged', 'in-progress', 'onleave'];

const closeEncounter = aboutRecord<EncounterEndInput>({
  name: 'closeEncounter',
  facet: 'visit',
  record: Encounter,
  input: EncounterEndInput,
  description: 'Closes a visit that is open.',
  reason: 'a visit ended',
  async prepare(desk, stored, input) {
    const { content, patient } = stored;
    const { status = null } = content;
    if (!OPEN.includes(status)) throw refused('WRONG_STATE', 'id');
    for (const [index, { condition }] of (input.diagnosis ?? []).entries())
      await desk.reach('Condition', condition, patient, `input.diagnosis.${index}.condition`);
    const began = isExactObject(content['period']) ? content['period'] : {};
    const start = typeof began['start'] === 'string' ? began['start'] : undefined;
    const diagnosis = each(
      input.diagnosis,
      'input.diagnosis',
      (found, place): ExactObject => ({
        condition: { reference: `Condition/${found.condition}` },
        rank: optional(found.rank, `${place}.rank`, wholeNumber),
      }),
    );
    const disposition = optional(input.dischargeDisposition, 'input.dischargeDisposition', dispositions);
    const earlier = Array.isArray(content['statusHistory']) ? content['statusHistory'] : [];
    const closed = desk.change(stored, {
      status: 'finished',
      statusHistory: [...earlier, { status, period: { start, end: input.end } }],
      period: { ...began, ...period(start, instant(input.end, 'input.end'), 'input.end') },
      ...(diagnosis && { diagnosis }),
      ...(disposition && { hospitalization: dischargedTo(content['hospitalization'], disposition) }),
    });
    return { patient, versions: [closed] };
  },
});

function dischargedTo(stay: ExactValue | undefined, code: string): ExactObject {
  const system = 'http://terminology.hl7.org/CodeSystem/discharge-disposition';
  return { ...(isExactObject(stay) && stay), dischargeDisposition: { coding: [{ system, code }] } };
}

export const encounterMutations = [openEncounter, closeEncounter];
