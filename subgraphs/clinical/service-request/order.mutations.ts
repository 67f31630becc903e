/** Orders for the laboratory, imaging and other services, and what came of them. Medicines: medication.mutations.ts. */
import { Field, ID, InputType } from 'type-graphql';
import { annotation, coded, concept, dateTime, each, oneOf, optional, text } from '../../shared/writing/elements.js';
import type { ExactObject, ExactValue } from '../../shared/writing/exact-json.js';
import { CodeableConceptInput } from '../../shared/writing/inputs.js';
import { aboutPatient, aboutRecord } from '../../shared/writing/mutation.js';
import { badRecord, refused } from '../../shared/writing/refusals.js';
import { DiagnosticReport } from '../diagnostic-report/diagnostic-report.type.js';
import { circumstances, measurement, PanelMemberInput } from '../observation/observation.inputs.js';
import { circumstancesAt } from '../observation/observation.mutations.js';
import { ServiceRequest } from './service-request.type.js';

const SNOMED = 'http://snomed.info/sct';
const DIAGNOSTIC_SERVICE = 'http://terminology.hl7.org/CodeSystem/v2-0074';

/** FHIR servicerequest-category, and HL7 v2 table 0074 for the report. */
const CATEGORIES = {
  laboratory: { order: '108252007', observation: 'laboratory', report: 'LAB' },
  imaging: { order: '363679005', observation: 'imaging', report: 'RAD' },
  consultation: { order: '11429006', observation: 'exam', report: 'OTH' },
  procedure: { order: '387713003', observation: 'procedure', report: 'OTH' },
} as const;
type Category = keyof typeof CATEGORIES;
const CATEGORY_NAMES = Object.keys(CATEGORIES) as Category[];
const categoryName = oneOf(...CATEGORY_NAMES);
const priorityCode = oneOf('routine', 'urgent', 'asap', 'stat');

@InputType({ description: 'An order or referral (FHIR ServiceRequest).' })
class OrderInput {
  @Field(() => ID, { description: 'The id of the visit, of your organisation.' }) encounter!: string;
  @Field(() => String, {
    description: 'laboratory, imaging, consultation or procedure. A pharmacy’s order is startMedication.',
  })
  category!: string;
  @Field(() => CodeableConceptInput) code!: CodeableConceptInput;
  @Field(() => String, { nullable: true, description: 'routine when left out; urgent, asap, stat.' })
  priority?: string | null;
  @Field(() => String, { nullable: true, description: 'When it is to be done.' }) occurrenceDateTime?: string | null;
  @Field(() => CodeableConceptInput, { nullable: true }) reasonCode?: CodeableConceptInput | null;
  @Field(() => ID, { nullable: true, description: 'The id of the condition it is for.' }) condition?: string | null;
  @Field(() => String, { nullable: true }) note?: string | null;
}

@InputType({ description: 'That an order is taken back.' })
class OrderRevocationInput {
  @Field(() => String, { description: 'Why, in words.' }) note!: string;
}

@InputType({ description: 'What came of an order: a report and its measurements.' })
class ResultInput {
  @Field(() => ID, { description: 'The id of the visit, of your organisation.' }) encounter!: string;
  @Field(() => String, { nullable: true, description: 'final when left out, or preliminary: the order stays open.' })
  status?: string | null;
  @Field(() => String) effectiveDateTime!: string;
  @Field(() => [PanelMemberInput], { nullable: true }) results?: PanelMemberInput[] | null;
  @Field(() => String, { nullable: true, description: 'What the report concludes.' }) conclusion?: string | null;
  @Field(() => [CodeableConceptInput], { nullable: true }) conclusionCode?: CodeableConceptInput[] | null;
}

const placeOrder = aboutPatient<OrderInput>({
  name: 'placeOrder',
  facet: 'order',
  record: ServiceRequest,
  input: OrderInput,
  description: 'Orders a service: the laboratory, imaging, a consultation, a procedure.',
  reason: 'a service was ordered',
  async prepare(desk, patient, input) {
    const encounter = await desk.ownVisit(input.encounter, patient, 'input.encounter');
    const now = desk.now();
    const { condition } = input;
    const reason = condition && (await desk.reference('Condition', condition, patient, 'input.condition'));
    const reasonCode = optional(input.reasonCode, 'input.reasonCode', concept);
    const category = categoryName(input.category, 'input.category') as Category;
    const order = desk.create('ServiceRequest', {
      status: 'active',
      intent: 'order',
      category: [coded(SNOMED, CATEGORIES[category].order)],
      priority: priorityCode(input.priority ?? 'routine', 'input.priority'),
      code: concept(input.code, 'input.code'),
      subject: { reference: `Patient/${patient}` },
      encounter,
      occurrenceDateTime: optional(input.occurrenceDateTime, 'input.occurrenceDateTime', dateTime),
      authoredOn: now,
      requester: desk.authorReference(),
      reasonCode: reasonCode && [reasonCode],
      reasonReference: reason ? [reason] : undefined,
      note: optional(input.note, 'input.note', annotation(now, desk.authorReference())),
    });
    return { patient, versions: [order] };
  },
});

const OPEN: readonly ExactValue[] = ['active', 'on-hold'];

const revokeOrder = aboutRecord<OrderRevocationInput>({
  name: 'revokeOrder',
  facet: 'order',
  record: ServiceRequest,
  input: OrderRevocationInput,
  description: 'Takes an order back that is not done yet.',
  reason: 'an order was revoked',
  async prepare(desk, stored, input) {
    const { content, patient } = stored;
    if (!OPEN.includes(content['status'] ?? null)) throw refused('WRONG_STATE', 'id');
    const said = annotation(desk.now(), desk.authorReference())(input.note, 'input.note');
    const note = [...(Array.isArray(content['note']) ? content['note'] : []), ...said];
    return { patient, versions: [desk.change(stored, { status: 'revoked', note })] };
  },
});

const reportStatus = oneOf('final', 'preliminary');

const recordResult = aboutRecord<ResultInput>({
  name: 'recordResult',
  facet: 'measurement',
  record: DiagnosticReport,
  of: 'ServiceRequest',
  input: ResultInput,
  description:
    'Records what came of an order: the report, its measurements and that the order is done, all or none. `id` names the order.',
  reason: 'a result was recorded',
  async prepare(desk, order, input) {
    const { content, id } = order;
    const patient = order.patient ?? '';
    if (!OPEN.includes(content['status'] ?? null)) throw refused('WRONG_STATE', 'id');
    if (!input.results?.length && !input.conclusion && !input.conclusionCode?.length) throw badRecord('input.results');
    const status = reportStatus(input.status ?? 'final', 'input.status');
    const at = await circumstancesAt(desk, patient, input.encounter, status);
    const { observation, report: service } = categoryOf(content);
    const basedOn = [{ reference: `ServiceRequest/${id}` }];
    const measured = circumstances({ ...input, category: observation }, at);
    const results = (input.results ?? []).map((result, index) => {
      const elements = { basedOn, ...measured, ...measurement(result, `input.results.${index}`) };
      return desk.create('Observation', elements);
    });
    const { category: _, ...common } = measured;
    const report = desk.create('DiagnosticReport', {
      basedOn,
      ...common,
      category: [coded(DIAGNOSTIC_SERVICE, service)],
      code: content['code'],
      result: results.length > 0 ? results.map((made) => ({ reference: `Observation/${made.id}` })) : undefined,
      conclusion: optional(input.conclusion, 'input.conclusion', text),
      conclusionCode: each(input.conclusionCode, 'input.conclusionCode', concept),
    });
    const done = status === 'final' ? [desk.change(order, { status: 'completed' })] : [];
    return { patient, versions: [report, ...results, ...done] };
  },
});

/** An order that came from elsewhere may say its category otherwise: its results are the laboratory's, as most are. */
function categoryOf(order: ExactObject): (typeof CATEGORIES)[Category] {
  const said = JSON.stringify(order['category'] ?? null);
  const name = CATEGORY_NAMES.find((each) => said.includes(`"${CATEGORIES[each].order}"`));
  return CATEGORIES[name ?? 'laboratory'];
}

export const orderMutations = [placeOrder, revokeOrder, recordResult];
