import { firstString } from '../../shared/fhir-json.js';
import { Location, Reference } from '../../shared/joined-entities.js';
import { PatientField, ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, RecordField } from '../../shared/record-field.js';
import { RecordKind } from '../../shared/record-kind.js';
import {
  Annotation,
  CodeableConcept,
  Identifier,
  Meta,
  Period,
  Quantity,
  Range,
  Ratio,
  Timing,
} from '../../shared/value-types.js';
import { Encounter } from '../encounter/encounter.type.js';
import { ClinicalReference } from '../parts/clinical-reference.js';
import { Narrative } from '../parts/narrative.js';
import { OF_REASON } from '../parts/reason.js';
import { Patient } from '../patient/patient.type.js';

@RecordKind(
  {
    kind: 'ServiceRequest',
    subgraph: 'clinical',
    writers: ['requester'],
    patient: 'subject',
    at: ['authoredOn', 'occurrenceDateTime', 'occurrencePeriod'],
    status: 'status',
    codes: ['code'],
    categories: ['category'],
    encounter: 'encounter',
    inherits: [OF_REASON],
    keys: (content) => ({ intent: firstString(content, 'intent'), priority: firstString(content, 'priority') }),
  },
  'An order or referral: a test, a procedure, a consultation (FHIR ServiceRequest).',
)
export class ServiceRequest {
  @KeyField() id!: string;
  @RecordField('order', () => Meta) meta?: Meta;
  @RecordField('narrative', () => Narrative) text?: Narrative;
  @PatientField(() => Patient) patient?: object;
  @ReferenceField('visit', () => Encounter, { to: 'Encounter' }) encounter?: object;
  @RecordField('order', () => [Identifier]) identifier?: Identifier[];
  @RecordField('order', () => [String]) instantiatesCanonical?: string[];
  @RecordField('order', () => [String]) instantiatesUri?: string[];
  @RecordField('order', () => [ClinicalReference]) basedOn?: object[];
  @ReferenceField('order', () => [ServiceRequest], { to: 'ServiceRequest', list: true }) replaces?: object[];
  @RecordField('order', () => Identifier) requisition?: Identifier;
  @RecordField('order', () => String) status?: string;
  @RecordField('order', () => String) intent?: string;
  @RecordField('order', () => [CodeableConcept]) category?: CodeableConcept[];
  @RecordField('order', () => String) priority?: string;
  @RecordField('order', () => Boolean) doNotPerform?: boolean;
  @RecordField('order', () => CodeableConcept) code?: CodeableConcept;
  @RecordField('order', () => [CodeableConcept]) orderDetail?: CodeableConcept[];
  @RecordField('order', () => Quantity) quantityQuantity?: Quantity;
  @RecordField('order', () => Ratio) quantityRatio?: Ratio;
  @RecordField('order', () => Range) quantityRange?: Range;
  @RecordField('order', () => String) occurrenceDateTime?: string;
  @RecordField('order', () => Period) occurrencePeriod?: Period;
  @RecordField('order', () => Timing) occurrenceTiming?: Timing;
  @RecordField('order', () => Boolean) asNeededBoolean?: boolean;
  @RecordField('order', () => CodeableConcept) asNeededCodeableConcept?: CodeableConcept;
  @RecordField('order', () => String) authoredOn?: string;
  @RecordField('order', () => Reference) requester?: object;
  @RecordField('order', () => CodeableConcept) performerType?: CodeableConcept;
  @RecordField('order', () => [Reference]) performer?: object[];
  @RecordField('order', () => [CodeableConcept]) locationCode?: CodeableConcept[];
  @ReferenceField('order', () => [Location], { to: 'Location', list: true }) locationReference?: object[];
  @RecordField('diagnosis', () => [CodeableConcept]) reasonCode?: CodeableConcept[];
  @RecordField('diagnosis', () => [ClinicalReference]) reasonReference?: object[];
  @RecordField('order', () => [Reference]) insurance?: object[];
  @RecordField('order', () => [ClinicalReference]) supportingInfo?: object[];
  @RecordField('order', () => [ClinicalReference]) specimen?: object[];
  @RecordField('order', () => [CodeableConcept]) bodySite?: CodeableConcept[];
  @RecordField('narrative', () => [Annotation]) note?: Annotation[];
  @RecordField('narrative', () => String) patientInstruction?: string;
  @RecordField('order', () => [ClinicalReference]) relevantHistory?: object[];
}
