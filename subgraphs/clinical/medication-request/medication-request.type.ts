import { Int } from 'type-graphql';
import { firstString } from '../../shared/fhir-json.js';
import { Organization, Reference } from '../../shared/joined-entities.js';
import { PatientField, ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind } from '../../shared/record-kind.js';
import { Annotation, CodeableConcept, Dosage, Identifier, Meta, Period, Quantity } from '../../shared/value-types.js';
import { Encounter } from '../encounter/encounter.type.js';
import { MEDICATION_INHERITANCE, MedicationConceptField, medicationCodes } from '../medication/medication-concept.js';
import { ClinicalReference } from '../parts/clinical-reference.js';
import { Narrative } from '../parts/narrative.js';
import { OF_REASON } from '../parts/reason.js';
import { Patient } from '../patient/patient.type.js';

@PartType('The first fill, where it differs (FHIR MedicationRequest.dispenseRequest.initialFill).')
export class MedicationRequestInitialFill {
  @RecordField('medication', () => Quantity) quantity?: Quantity;
  @RecordField('medication', () => Quantity) duration?: Quantity;
}

@PartType('How much may be handed out, and how often (FHIR MedicationRequest.dispenseRequest).')
export class MedicationRequestDispenseRequest {
  @RecordField('medication', () => MedicationRequestInitialFill) initialFill?: MedicationRequestInitialFill;
  @RecordField('medication', () => Quantity) dispenseInterval?: Quantity;
  @RecordField('medication', () => Period) validityPeriod?: Period;
  @RecordField('medication', () => Int) numberOfRepeatsAllowed?: number;
  @RecordField('medication', () => Quantity) quantity?: Quantity;
  @RecordField('medication', () => Quantity) expectedSupplyDuration?: Quantity;
  @ReferenceField('medication', () => Organization, { to: 'Organization' }) performer?: object;
}

@PartType('Whether another medicine may be handed out (FHIR MedicationRequest.substitution).')
export class MedicationRequestSubstitution {
  @RecordField('medication', () => Boolean) allowedBoolean?: boolean;
  @RecordField('medication', () => CodeableConcept) allowedCodeableConcept?: CodeableConcept;
  @RecordField('medication', () => CodeableConcept) reason?: CodeableConcept;
}

@RecordKind(
  {
    kind: 'MedicationRequest',
    subgraph: 'clinical',
    writers: ['requester'],
    patient: 'subject',
    at: ['authoredOn'],
    status: 'status',
    categories: ['category'],
    encounter: 'encounter',
    keys: (content) => ({ codes: medicationCodes(content), intent: firstString(content, 'intent') }),
    inherits: [...MEDICATION_INHERITANCE, OF_REASON],
  },
  'A prescription or order of a medicine (FHIR MedicationRequest).',
)
export class MedicationRequest {
  @KeyField() id!: string;
  @RecordField('medication', () => Meta) meta?: Meta;
  @RecordField('narrative', () => Narrative) text?: Narrative;
  @PatientField(() => Patient) patient?: object;
  @ReferenceField('visit', () => Encounter, { to: 'Encounter' }) encounter?: object;
  @RecordField('medication', () => [Identifier]) identifier?: Identifier[];
  @RecordField('medication', () => String) status?: string;
  @RecordField('medication', () => CodeableConcept) statusReason?: CodeableConcept;
  @RecordField('medication', () => String) intent?: string;
  @RecordField('medication', () => [CodeableConcept]) category?: CodeableConcept[];
  @RecordField('medication', () => String) priority?: string;
  @RecordField('medication', () => Boolean) doNotPerform?: boolean;
  @RecordField('medication', () => Boolean) reportedBoolean?: boolean;
  @RecordField('medication', () => Reference) reportedReference?: object;
  @MedicationConceptField() medication?: CodeableConcept;
  @RecordField('medication', () => CodeableConcept) medicationCodeableConcept?: CodeableConcept;
  @RecordField('medication', () => ClinicalReference) medicationReference?: object;
  @RecordField('medication', () => [ClinicalReference]) supportingInformation?: object[];
  @RecordField('medication', () => String) authoredOn?: string;
  @RecordField('medication', () => Reference) requester?: object;
  @RecordField('medication', () => Reference) performer?: object;
  @RecordField('medication', () => CodeableConcept) performerType?: CodeableConcept;
  @RecordField('medication', () => Reference) recorder?: object;
  @RecordField('diagnosis', () => [CodeableConcept]) reasonCode?: CodeableConcept[];
  @RecordField('diagnosis', () => [ClinicalReference]) reasonReference?: object[];
  @RecordField('medication', () => [String]) instantiatesCanonical?: string[];
  @RecordField('medication', () => [String]) instantiatesUri?: string[];
  @RecordField('order', () => [ClinicalReference]) basedOn?: object[];
  @RecordField('medication', () => Identifier) groupIdentifier?: Identifier;
  @RecordField('medication', () => CodeableConcept) courseOfTherapyType?: CodeableConcept;
  @RecordField('medication', () => [Reference]) insurance?: object[];
  @RecordField('narrative', () => [Annotation]) note?: Annotation[];
  @RecordField('medication', () => [Dosage]) dosageInstruction?: Dosage[];
  @RecordField('medication', () => MedicationRequestDispenseRequest) dispenseRequest?: MedicationRequestDispenseRequest;
  @RecordField('medication', () => MedicationRequestSubstitution) substitution?: MedicationRequestSubstitution;
  @ReferenceField('medication', () => MedicationRequest, { to: 'MedicationRequest' }) priorPrescription?: object;
  @RecordField('medication', () => [ClinicalReference]) detectedIssue?: object[];
  @RecordField('medication', () => [ClinicalReference]) eventHistory?: object[];
}
