import { Int } from 'type-graphql';
import { dateRange } from '../../exchange/normalise/dates.js';
import { codesAt, type FhirObject, objectsOf } from '../../shared/fhir-json.js';
import { Location, Organization, Reference } from '../../shared/joined-entities.js';
import { PatientField, ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind, type RelationClaim } from '../../shared/record-kind.js';
import { Annotation, CodeableConcept, Identifier, Meta, Quantity } from '../../shared/value-types.js';
import { Encounter } from '../encounter/encounter.type.js';
import { Observation } from '../observation/observation.type.js';
import { treatedBy } from '../parts/care-relations.js';
import { ClinicalReference } from '../parts/clinical-reference.js';
import { Narrative } from '../parts/narrative.js';
import { Patient } from '../patient/patient.type.js';

@PartType('Someone who ordered or gave a vaccine (FHIR Immunization.performer).')
export class ImmunizationPerformer {
  @RecordField('immunization', () => CodeableConcept) function?: CodeableConcept;
  @RecordField('immunization', () => Reference) actor?: object;
}

@PartType('What the patient was given to read (FHIR Immunization.education).')
export class ImmunizationEducation {
  @RecordField('immunization', () => String) documentType?: string;
  @RecordField('immunization', () => String) reference?: string;
  @RecordField('immunization', () => String) publicationDate?: string;
  @RecordField('immunization', () => String) presentationDate?: string;
}

@PartType('How the patient reacted (FHIR Immunization.reaction).')
export class ImmunizationReaction {
  @RecordField('immunization', () => String) date?: string;
  @ReferenceField('measurement', () => Observation, { to: 'Observation' }) detail?: object;
  @RecordField('immunization', () => Boolean) reported?: boolean;
}

@PartType('Where a dose stands in its series (FHIR Immunization.protocolApplied).')
export class ImmunizationProtocolApplied {
  @RecordField('immunization', () => String) series?: string;
  @ReferenceField('immunization', () => Organization, { to: 'Organization' }) authority?: object;
  @RecordField('immunization', () => [CodeableConcept]) targetDisease?: CodeableConcept[];
  @RecordField('immunization', () => Int) doseNumberPositiveInt?: number;
  @RecordField('immunization', () => String) doseNumberString?: string;
  @RecordField('immunization', () => Int) seriesDosesPositiveInt?: number;
  @RecordField('immunization', () => String) seriesDosesString?: string;
}

/** Performers who only ordered (HL7 v2 table 0443). */
const ORDERED = 'OP';

/** A vaccine that was given, by who says so themselves: hearsay about others (`primarySource` false) opens no chart. */
function careRelations(content: FhirObject): RelationClaim[] {
  if (content['status'] !== 'completed' || content['primarySource'] === false) return [];
  const { start, end } = dateRange(content['occurrenceDateTime']);
  const givers = objectsOf(content['performer']).filter(
    (performer) => !codesAt(performer, 'function').includes(ORDERED),
  );
  return treatedBy({ ...content, performer: givers }, 'patient', ['performer.actor'], { from: start, until: end });
}

@RecordKind(
  {
    kind: 'Immunization',
    subgraph: 'clinical',
    writers: ['performer.actor'],
    patient: 'patient',
    at: ['occurrenceDateTime', 'recorded'],
    status: 'status',
    codes: ['vaccineCode'],
    encounter: 'encounter',
    relations: careRelations,
  },
  'A vaccination, or that it was not given (FHIR Immunization).',
)
export class Immunization {
  @KeyField() id!: string;
  @RecordField('immunization', () => Meta) meta?: Meta;
  @RecordField('narrative', () => Narrative) text?: Narrative;
  @PatientField(() => Patient) patient?: object;
  @ReferenceField('visit', () => Encounter, { to: 'Encounter' }) encounter?: object;
  @RecordField('immunization', () => [Identifier]) identifier?: Identifier[];
  @RecordField('immunization', () => String) status?: string;
  @RecordField('immunization', () => CodeableConcept) statusReason?: CodeableConcept;
  @RecordField('immunization', () => CodeableConcept) vaccineCode?: CodeableConcept;
  @RecordField('immunization', () => String) occurrenceDateTime?: string;
  @RecordField('immunization', () => String) occurrenceString?: string;
  @RecordField('immunization', () => String) recorded?: string;
  @RecordField('immunization', () => Boolean) primarySource?: boolean;
  @RecordField('immunization', () => CodeableConcept) reportOrigin?: CodeableConcept;
  @ReferenceField('immunization', () => Location, { to: 'Location' }) location?: object;
  @RecordField('immunization', () => Reference) manufacturer?: object;
  @RecordField('immunization', () => String) lotNumber?: string;
  @RecordField('immunization', () => String) expirationDate?: string;
  @RecordField('immunization', () => CodeableConcept) site?: CodeableConcept;
  @RecordField('immunization', () => CodeableConcept) route?: CodeableConcept;
  @RecordField('immunization', () => Quantity) doseQuantity?: Quantity;
  @RecordField('immunization', () => [ImmunizationPerformer]) performer?: ImmunizationPerformer[];
  @RecordField('narrative', () => [Annotation]) note?: Annotation[];
  @RecordField('diagnosis', () => [CodeableConcept]) reasonCode?: CodeableConcept[];
  @RecordField('diagnosis', () => [ClinicalReference]) reasonReference?: object[];
  @RecordField('immunization', () => Boolean) isSubpotent?: boolean;
  @RecordField('immunization', () => [CodeableConcept]) subpotentReason?: CodeableConcept[];
  @RecordField('immunization', () => [ImmunizationEducation]) education?: ImmunizationEducation[];
  @RecordField('immunization', () => [CodeableConcept]) programEligibility?: CodeableConcept[];
  @RecordField('immunization', () => CodeableConcept) fundingSource?: CodeableConcept;
  @RecordField('immunization', () => [ImmunizationReaction]) reaction?: ImmunizationReaction[];
  @RecordField('immunization', () => [ImmunizationProtocolApplied]) protocolApplied?: ImmunizationProtocolApplied[];
}
