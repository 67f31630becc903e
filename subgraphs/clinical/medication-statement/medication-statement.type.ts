import { Reference } from '../../shared/joined-entities.js';
import { PatientField, ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, RecordField } from '../../shared/record-field.js';
import { RecordKind } from '../../shared/record-kind.js';
import { Annotation, CodeableConcept, Dosage, Identifier, Meta, Period } from '../../shared/value-types.js';
import { Encounter } from '../encounter/encounter.type.js';
import { MEDICATION_INHERITANCE, MedicationConceptField, medicationCodes } from '../medication/medication-concept.js';
import { ClinicalReference } from '../parts/clinical-reference.js';
import { Narrative } from '../parts/narrative.js';
import { OF_REASON, ofOrder } from '../parts/reason.js';
import { Patient } from '../patient/patient.type.js';

@RecordKind(
  {
    kind: 'MedicationStatement',
    subgraph: 'clinical',
    writers: ['informationSource'],
    patient: 'subject',
    at: ['effectiveDateTime', 'effectivePeriod', 'dateAsserted'],
    status: 'status',
    categories: ['category'],
    encounter: 'context',
    keys: (content) => ({ codes: medicationCodes(content) }),
    inherits: [...MEDICATION_INHERITANCE, OF_REASON, ofOrder('basedOn')],
  },
  'That a medicine is, was or will be taken (FHIR MedicationStatement).',
)
export class MedicationStatement {
  @KeyField() id!: string;
  @RecordField('medication', () => Meta) meta?: Meta;
  @RecordField('narrative', () => Narrative) text?: Narrative;
  @PatientField(() => Patient) patient?: object;
  @ReferenceField('visit', () => Encounter, { to: 'Encounter' }) context?: object;
  @RecordField('medication', () => [Identifier]) identifier?: Identifier[];
  @RecordField('order', () => [ClinicalReference]) basedOn?: object[];
  @RecordField('medication', () => [ClinicalReference]) partOf?: object[];
  @RecordField('medication', () => String) status?: string;
  @RecordField('medication', () => [CodeableConcept]) statusReason?: CodeableConcept[];
  @RecordField('medication', () => CodeableConcept) category?: CodeableConcept;
  @MedicationConceptField() medication?: CodeableConcept;
  @RecordField('medication', () => CodeableConcept) medicationCodeableConcept?: CodeableConcept;
  @RecordField('medication', () => ClinicalReference) medicationReference?: object;
  @RecordField('medication', () => String) effectiveDateTime?: string;
  @RecordField('medication', () => Period) effectivePeriod?: Period;
  @RecordField('medication', () => String) dateAsserted?: string;
  @RecordField('medication', () => Reference) informationSource?: object;
  @RecordField('medication', () => [ClinicalReference]) derivedFrom?: object[];
  @RecordField('diagnosis', () => [CodeableConcept]) reasonCode?: CodeableConcept[];
  @RecordField('diagnosis', () => [ClinicalReference]) reasonReference?: object[];
  @RecordField('narrative', () => [Annotation]) note?: Annotation[];
  @RecordField('medication', () => [Dosage]) dosage?: Dosage[];
}
