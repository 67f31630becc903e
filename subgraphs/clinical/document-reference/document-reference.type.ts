import { firstString } from '../../shared/fhir-json.js';
import { Reference } from '../../shared/joined-entities.js';
import { PatientField, ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind } from '../../shared/record-kind.js';
import { Attachment, CodeableConcept, Coding, Identifier, Meta, Period } from '../../shared/value-types.js';
import { Encounter } from '../encounter/encounter.type.js';
import { ClinicalReference } from '../parts/clinical-reference.js';
import { Narrative } from '../parts/narrative.js';
import { Patient } from '../patient/patient.type.js';

@PartType('The document itself, in one format (FHIR DocumentReference.content).')
export class DocumentReferenceContent {
  @RecordField('narrative', () => Attachment) attachment?: Attachment;
  @RecordField('narrative', () => Coding) format?: Coding;
}

@PartType('How a document relates to another (FHIR DocumentReference.relatesTo).')
export class DocumentReferenceRelatesTo {
  @RecordField('narrative', () => String) code?: string;
  @ReferenceField('narrative', () => DocumentReference, { to: 'DocumentReference' }) target?: object;
}

@PartType('What a document was written about (FHIR DocumentReference.context).')
export class DocumentReferenceContext {
  @ReferenceField('visit', () => [Encounter], { to: 'Encounter', list: true }) encounter?: object[];
  @RecordField('narrative', () => [CodeableConcept]) event?: CodeableConcept[];
  @RecordField('narrative', () => Period) period?: Period;
  @RecordField('narrative', () => CodeableConcept) facilityType?: CodeableConcept;
  @RecordField('narrative', () => CodeableConcept) practiceSetting?: CodeableConcept;
  @RecordField('narrative', () => [ClinicalReference]) related?: object[];
}

@RecordKind(
  {
    kind: 'DocumentReference',
    subgraph: 'clinical',
    writers: ['custodian', 'author'],
    patient: 'subject',
    at: ['date', 'context.period'],
    status: 'status',
    codes: ['type'],
    categories: ['category'],
    encounter: 'context.encounter',
    keys: (content) => ({ docStatus: firstString(content, 'docStatus') }),
  },
  'A document of the chart: a note, a letter, a summary (FHIR DocumentReference).',
)
export class DocumentReference {
  @KeyField() id!: string;
  @RecordField('narrative', () => Meta) meta?: Meta;
  @RecordField('narrative', () => Narrative) text?: Narrative;
  @PatientField(() => Patient) patient?: object;
  @RecordField('narrative', () => Identifier) masterIdentifier?: Identifier;
  @RecordField('narrative', () => [Identifier]) identifier?: Identifier[];
  @RecordField('narrative', () => String) status?: string;
  @RecordField('narrative', () => String) docStatus?: string;
  @RecordField('narrative', () => CodeableConcept) type?: CodeableConcept;
  @RecordField('narrative', () => [CodeableConcept]) category?: CodeableConcept[];
  @RecordField('narrative', () => String) date?: string;
  @RecordField('narrative', () => [Reference]) author?: object[];
  @RecordField('narrative', () => Reference) authenticator?: object;
  @RecordField('narrative', () => Reference) custodian?: object;
  @RecordField('narrative', () => [DocumentReferenceRelatesTo]) relatesTo?: DocumentReferenceRelatesTo[];
  @RecordField('narrative', () => String) description?: string;
  @RecordField('narrative', () => [CodeableConcept]) securityLabel?: CodeableConcept[];
  @RecordField('narrative', () => [DocumentReferenceContent]) content?: DocumentReferenceContent[];
  @RecordField('narrative', () => DocumentReferenceContext) context?: DocumentReferenceContext;
}
