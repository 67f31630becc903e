import { Location, Reference } from '../../shared/joined-entities.js';
import { PatientField, ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind } from '../../shared/record-kind.js';
import { Annotation, CodeableConcept, Dosage, Identifier, Meta, Quantity } from '../../shared/value-types.js';
import { Encounter } from '../encounter/encounter.type.js';
import { MEDICATION_INHERITANCE, MedicationConceptField, medicationCodes } from '../medication/medication-concept.js';
import { MedicationRequest } from '../medication-request/medication-request.type.js';
import { ClinicalReference } from '../parts/clinical-reference.js';
import { Narrative } from '../parts/narrative.js';
import { ofOrder } from '../parts/reason.js';
import { Patient } from '../patient/patient.type.js';
import { Procedure } from '../procedure/procedure.type.js';

@PartType('Someone who handed out a medicine (FHIR MedicationDispense.performer).')
export class MedicationDispensePerformer {
  @RecordField('medication', () => CodeableConcept) function?: CodeableConcept;
  @RecordField('medication', () => Reference) actor?: object;
}

@PartType('Whether another medicine was handed out (FHIR MedicationDispense.substitution).')
export class MedicationDispenseSubstitution {
  @RecordField('medication', () => Boolean) wasSubstituted?: boolean;
  @RecordField('medication', () => CodeableConcept) type?: CodeableConcept;
  @RecordField('medication', () => [CodeableConcept]) reason?: CodeableConcept[];
  @RecordField('medication', () => [Reference]) responsibleParty?: object[];
}

@RecordKind(
  {
    kind: 'MedicationDispense',
    subgraph: 'clinical',
    writers: ['performer.actor'],
    patient: 'subject',
    at: ['whenHandedOver', 'whenPrepared'],
    status: 'status',
    categories: ['category'],
    encounter: 'context',
    keys: (content) => ({ codes: medicationCodes(content) }),
    inherits: [...MEDICATION_INHERITANCE, ofOrder('authorizingPrescription')],
  },
  'That a medicine was handed out (FHIR MedicationDispense).',
)
export class MedicationDispense {
  @KeyField() id!: string;
  @RecordField('medication', () => Meta) meta?: Meta;
  @RecordField('narrative', () => Narrative) text?: Narrative;
  @PatientField(() => Patient) patient?: object;
  @ReferenceField('visit', () => Encounter, { to: 'Encounter' }) context?: object;
  @RecordField('medication', () => [Identifier]) identifier?: Identifier[];
  @ReferenceField('procedure', () => [Procedure], { to: 'Procedure', list: true }) partOf?: object[];
  @RecordField('medication', () => String) status?: string;
  @RecordField('medication', () => CodeableConcept) statusReasonCodeableConcept?: CodeableConcept;
  @RecordField('medication', () => ClinicalReference) statusReasonReference?: object;
  @RecordField('medication', () => CodeableConcept) category?: CodeableConcept;
  @MedicationConceptField() medication?: CodeableConcept;
  @RecordField('medication', () => CodeableConcept) medicationCodeableConcept?: CodeableConcept;
  @RecordField('medication', () => ClinicalReference) medicationReference?: object;
  @RecordField('medication', () => [ClinicalReference]) supportingInformation?: object[];
  @RecordField('medication', () => [MedicationDispensePerformer]) performer?: MedicationDispensePerformer[];
  @ReferenceField('medication', () => Location, { to: 'Location' }) location?: object;
  @ReferenceField('medication', () => [MedicationRequest], { to: 'MedicationRequest', list: true })
  authorizingPrescription?: object[];
  @RecordField('medication', () => CodeableConcept) type?: CodeableConcept;
  @RecordField('medication', () => Quantity) quantity?: Quantity;
  @RecordField('medication', () => Quantity) daysSupply?: Quantity;
  @RecordField('medication', () => String) whenPrepared?: string;
  @RecordField('medication', () => String) whenHandedOver?: string;
  @ReferenceField('medication', () => Location, { to: 'Location' }) destination?: object;
  @RecordField('medication', () => [Reference]) receiver?: object[];
  @RecordField('narrative', () => [Annotation]) note?: Annotation[];
  @RecordField('medication', () => [Dosage]) dosageInstruction?: Dosage[];
  @RecordField('medication', () => MedicationDispenseSubstitution) substitution?: MedicationDispenseSubstitution;
  @RecordField('medication', () => [ClinicalReference]) detectedIssue?: object[];
  @RecordField('medication', () => [ClinicalReference]) eventHistory?: object[];
}
