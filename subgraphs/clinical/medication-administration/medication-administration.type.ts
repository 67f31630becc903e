import { Reference } from '../../shared/joined-entities.js';
import { PatientField, ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind } from '../../shared/record-kind.js';
import { Annotation, CodeableConcept, Identifier, Meta, Period, Quantity, Ratio } from '../../shared/value-types.js';
import { Device } from '../device/device.type.js';
import { Encounter } from '../encounter/encounter.type.js';
import { MEDICATION_INHERITANCE, MedicationConceptField, medicationCodes } from '../medication/medication-concept.js';
import { MedicationRequest } from '../medication-request/medication-request.type.js';
import { ClinicalReference } from '../parts/clinical-reference.js';
import { Narrative } from '../parts/narrative.js';
import { OF_REASON, ofOrder } from '../parts/reason.js';
import { Patient } from '../patient/patient.type.js';

@PartType('Someone who gave a medicine (FHIR MedicationAdministration.performer).')
export class MedicationAdministrationPerformer {
  @RecordField('medication', () => CodeableConcept) function?: CodeableConcept;
  @RecordField('medication', () => Reference) actor?: object;
}

@PartType('How much of a medicine was given, and how (FHIR MedicationAdministration.dosage).')
export class MedicationAdministrationDosage {
  @RecordField('medication', () => String) text?: string;
  @RecordField('medication', () => CodeableConcept) site?: CodeableConcept;
  @RecordField('medication', () => CodeableConcept) route?: CodeableConcept;
  @RecordField('medication', () => CodeableConcept) method?: CodeableConcept;
  @RecordField('medication', () => Quantity) dose?: Quantity;
  @RecordField('medication', () => Ratio) rateRatio?: Ratio;
  @RecordField('medication', () => Quantity) rateQuantity?: Quantity;
}

@RecordKind(
  {
    kind: 'MedicationAdministration',
    subgraph: 'clinical',
    writers: ['performer.actor'],
    patient: 'subject',
    at: ['effectiveDateTime', 'effectivePeriod'],
    status: 'status',
    categories: ['category'],
    encounter: 'context',
    keys: (content) => ({ codes: medicationCodes(content) }),
    inherits: [...MEDICATION_INHERITANCE, OF_REASON, ofOrder('request')],
  },
  'That a medicine was given (FHIR MedicationAdministration).',
)
export class MedicationAdministration {
  @KeyField() id!: string;
  @RecordField('medication', () => Meta) meta?: Meta;
  @RecordField('narrative', () => Narrative) text?: Narrative;
  @PatientField(() => Patient) patient?: object;
  @ReferenceField('visit', () => Encounter, { to: 'Encounter' }) context?: object;
  @RecordField('medication', () => [Identifier]) identifier?: Identifier[];
  @RecordField('medication', () => [String]) instantiates?: string[];
  @RecordField('medication', () => [ClinicalReference]) partOf?: object[];
  @RecordField('medication', () => String) status?: string;
  @RecordField('medication', () => [CodeableConcept]) statusReason?: CodeableConcept[];
  @RecordField('medication', () => CodeableConcept) category?: CodeableConcept;
  @MedicationConceptField() medication?: CodeableConcept;
  @RecordField('medication', () => CodeableConcept) medicationCodeableConcept?: CodeableConcept;
  @RecordField('medication', () => ClinicalReference) medicationReference?: object;
  @RecordField('medication', () => [ClinicalReference]) supportingInformation?: object[];
  @RecordField('medication', () => String) effectiveDateTime?: string;
  @RecordField('medication', () => Period) effectivePeriod?: Period;
  @RecordField('medication', () => [MedicationAdministrationPerformer]) performer?: MedicationAdministrationPerformer[];
  @RecordField('diagnosis', () => [CodeableConcept]) reasonCode?: CodeableConcept[];
  @RecordField('diagnosis', () => [ClinicalReference]) reasonReference?: object[];
  @ReferenceField('medication', () => MedicationRequest, { to: 'MedicationRequest' }) request?: object;
  @ReferenceField('device', () => [Device], { to: 'Device', list: true }) device?: object[];
  @RecordField('narrative', () => [Annotation]) note?: Annotation[];
  @RecordField('medication', () => MedicationAdministrationDosage) dosage?: MedicationAdministrationDosage;
  @RecordField('medication', () => [ClinicalReference]) eventHistory?: object[];
}
