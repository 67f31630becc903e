/** Medicines: what is ordered, when and why it is stopped, and whether it is taken. */
import { Field, ID, InputType } from 'type-graphql';
import { annotation, concept, dateTime, dosage, each, oneOf, optional, period } from '../../shared/writing/elements.js';
import { type ExactValue, isExactObject } from '../../shared/writing/exact-json.js';
import { CodeableConceptInput, DosageInput } from '../../shared/writing/inputs.js';
import { aboutPatient, aboutRecord } from '../../shared/writing/mutation.js';
import { badRecord, refused } from '../../shared/writing/refusals.js';
import { MedicationStatement } from '../medication-statement/medication-statement.type.js';
import { MedicationRequest } from './medication-request.type.js';

@InputType({ description: 'A medicine that is ordered (FHIR MedicationRequest): the pharmacy’s order.' })
class MedicationStartInput {
  @Field(() => ID, { description: 'The id of the visit, of your organisation.' }) encounter!: string;
  @Field(() => CodeableConceptInput) medication!: CodeableConceptInput;
  @Field(() => [DosageInput], { nullable: true }) dosage?: DosageInput[] | null;
  @Field(() => CodeableConceptInput, { nullable: true }) reasonCode?: CodeableConceptInput | null;
  @Field(() => ID, { nullable: true, description: 'The id of the condition it is for.' }) condition?: string | null;
  @Field(() => String, { nullable: true, description: 'When it begins; now when left out.' }) start?: string | null;
  @Field(() => String, { nullable: true }) end?: string | null;
  @Field(() => String, { nullable: true }) note?: string | null;
}

@InputType({ description: 'That a medicine is no longer ordered.' })
class MedicationStopInput {
  @Field(() => String, { nullable: true, description: 'stopped when left out; on-hold, completed or cancelled.' })
  status?: string | null;
  @Field(() => CodeableConceptInput, { description: 'Why (FHIR MedicationRequest.statusReason).' })
  statusReason!: CodeableConceptInput;
  @Field(() => String, { nullable: true, description: 'When it ends; now when left out.' }) end?: string | null;
}

@InputType({ description: 'Whether and how a medicine is taken (FHIR MedicationStatement): adherence.' })
class MedicationUseInput {
  @Field(() => ID, { description: 'The id of the visit, of your organisation.' }) encounter!: string;
  @Field(() => ID, { nullable: true, description: 'The id of the order; or `medication`.' }) order?: string | null;
  @Field(() => CodeableConceptInput, { nullable: true }) medication?: CodeableConceptInput | null;
  @Field(() => String, {
    description: 'active (taken), completed, intended, stopped, on-hold, unknown or not-taken.',
  })
  status!: string;
  @Field(() => [CodeableConceptInput], { nullable: true, description: 'Why it is not taken, or not as ordered.' })
  statusReason?: CodeableConceptInput[] | null;
  @Field(() => Boolean, { nullable: true, description: 'The patient says so.' }) toldByPatient?: boolean | null;
  @Field(() => String, { nullable: true }) start?: string | null;
  @Field(() => String, { nullable: true }) end?: string | null;
  @Field(() => [DosageInput], { nullable: true, description: 'How it is taken indeed.' })
  dosage?: DosageInput[] | null;
  @Field(() => String, { nullable: true }) note?: string | null;
}

const startMedication = aboutPatient<MedicationStartInput>({
  name: 'startMedication',
  facet: 'medication',
  record: MedicationRequest,
  input: MedicationStartInput,
  description: 'Orders a medicine.',
  reason: 'a medicine was ordered',
  async prepare(desk, patient, input) {
    const encounter = await desk.ownVisit(input.encounter, patient, 'input.encounter');
    const now = desk.now();
    const start = dateTime(input.start ?? now, 'input.start');
    const end = optional(input.end, 'input.end', dateTime);
    const reasonCode = optional(input.reasonCode, 'input.reasonCode', concept);
    const { condition } = input;
    const reason = condition && (await desk.reference('Condition', condition, patient, 'input.condition'));
    const order = desk.create('MedicationRequest', {
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: concept(input.medication, 'input.medication'),
      subject: { reference: `Patient/${patient}` },
      encounter,
      authoredOn: now,
      requester: desk.authorReference(),
      reasonCode: reasonCode && [reasonCode],
      reasonReference: reason ? [reason] : undefined,
      note: optional(input.note, 'input.note', annotation(now, desk.authorReference())),
      dosageInstruction: each(input.dosage, 'input.dosage', dosage),
      dispenseRequest: { validityPeriod: period(start, end, 'input.end') },
    });
    return { patient, versions: [order] };
  },
});

const RUNNING: readonly ExactValue[] = ['active', 'on-hold'];
const stopCode = oneOf('stopped', 'on-hold', 'completed', 'cancelled');

const stopMedication = aboutRecord<MedicationStopInput>({
  name: 'stopMedication',
  facet: 'medication',
  record: MedicationRequest,
  input: MedicationStopInput,
  description: 'Stops a medicine that is ordered, or holds it, with the reason.',
  reason: 'a medicine was stopped',
  async prepare(desk, stored, input) {
    const { content, patient } = stored;
    if (!RUNNING.includes(content['status'] ?? null)) throw refused('WRONG_STATE', 'id');
    const supply = isExactObject(content['dispenseRequest']) ? content['dispenseRequest'] : {};
    const valid = isExactObject(supply['validityPeriod']) ? supply['validityPeriod'] : {};
    const start = typeof valid['start'] === 'string' ? valid['start'] : undefined;
    const end = dateTime(input.end ?? desk.now(), 'input.end');
    const stopped = desk.change(stored, {
      status: stopCode(input.status ?? 'stopped', 'input.status'),
      statusReason: concept(input.statusReason, 'input.statusReason'),
      dispenseRequest: { ...supply, validityPeriod: { ...valid, ...period(start, end, 'input.end') } },
    });
    return { patient, versions: [stopped] };
  },
});

const useCode = oneOf('active', 'completed', 'intended', 'stopped', 'on-hold', 'unknown', 'not-taken');

const recordMedicationUse = aboutPatient<MedicationUseInput>({
  name: 'recordMedicationUse',
  facet: 'medication',
  record: MedicationStatement,
  input: MedicationUseInput,
  description: 'Records whether a medicine is taken, and how.',
  reason: 'the use of a medicine was recorded',
  async prepare(desk, patient, input) {
    const context = await desk.ownVisit(input.encounter, patient, 'input.encounter');
    const now = desk.now();
    const { order } = input;
    const basedOn = order && (await desk.reference('MedicationRequest', order, patient, 'input.order'));
    const named = optional(input.medication, 'input.medication', concept);
    const ordered = order ? await desk.elementsOf('MedicationRequest', order, MEDICATION) : {};
    const medicine = named ? { medicationCodeableConcept: named } : ordered;
    if (Object.keys(medicine).length === 0) throw badRecord('input.medication');
    const start = optional(input.start, 'input.start', dateTime);
    const end = optional(input.end, 'input.end', dateTime);
    const statement = desk.create('MedicationStatement', {
      basedOn: basedOn ? [basedOn] : undefined,
      status: useCode(input.status, 'input.status'),
      statusReason: each(input.statusReason, 'input.statusReason', concept),
      ...medicine,
      subject: { reference: `Patient/${patient}` },
      context,
      effectivePeriod: start || end ? period(start, end, 'input.end') : undefined,
      dateAsserted: now,
      informationSource: input.toldByPatient ? { reference: `Patient/${patient}` } : desk.authorReference(),
      note: optional(input.note, 'input.note', annotation(now, desk.authorReference())),
      dosage: each(input.dosage, 'input.dosage', dosage),
    });
    return { patient, versions: [statement] };
  },
});

/** Where an order names its medicine. */
const MEDICATION = ['medicationCodeableConcept', 'medicationReference'] as const;

export const medicationMutations = [startMedication, stopMedication, recordMedicationUse];
