import { codesAt, firstString } from '../../shared/fhir-json.js';
import { Reference } from '../../shared/joined-entities.js';
import { PatientField, ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind } from '../../shared/record-kind.js';
import { Annotation, CodeableConcept, Identifier, Meta, Period, Quantity, Range } from '../../shared/value-types.js';
import { Encounter } from '../encounter/encounter.type.js';
import { Narrative } from '../parts/narrative.js';
import { Patient } from '../patient/patient.type.js';

@PartType('One time the patient reacted (FHIR AllergyIntolerance.reaction).')
export class AllergyIntoleranceReaction {
  @RecordField('allergy', () => CodeableConcept) substance?: CodeableConcept;
  @RecordField('allergy', () => [CodeableConcept]) manifestation?: CodeableConcept[];
  @RecordField('narrative', () => String) description?: string;
  @RecordField('allergy', () => String) onset?: string;
  @RecordField('allergy', () => String) severity?: string;
  @RecordField('allergy', () => CodeableConcept) exposureRoute?: CodeableConcept;
  @RecordField('narrative', () => [Annotation]) note?: Annotation[];
}

@RecordKind(
  {
    kind: 'AllergyIntolerance',
    subgraph: 'clinical',
    writers: [],
    patient: 'patient',
    at: ['onsetDateTime', 'onsetPeriod', 'recordedDate'],
    status: 'clinicalStatus',
    codes: ['code', 'reaction.substance'],
    categories: ['category'],
    encounter: 'encounter',
    keys: (content) => ({
      criticality: firstString(content, 'criticality'),
      verificationStatus: codesAt(content, 'verificationStatus')[0] ?? null,
    }),
  },
  'What a patient does not tolerate, or that nothing is known (FHIR AllergyIntolerance).',
)
export class AllergyIntolerance {
  @KeyField() id!: string;
  @RecordField('allergy', () => Meta) meta?: Meta;
  @RecordField('narrative', () => Narrative) text?: Narrative;
  @PatientField(() => Patient) patient?: object;
  @ReferenceField('visit', () => Encounter, { to: 'Encounter' }) encounter?: object;
  @RecordField('allergy', () => [Identifier]) identifier?: Identifier[];
  @RecordField('allergy', () => CodeableConcept) clinicalStatus?: CodeableConcept;
  @RecordField('allergy', () => CodeableConcept) verificationStatus?: CodeableConcept;
  @RecordField('allergy', () => String) type?: string;
  @RecordField('allergy', () => [String]) category?: string[];
  @RecordField('allergy', () => String) criticality?: string;
  @RecordField('allergy', () => CodeableConcept) code?: CodeableConcept;
  @RecordField('allergy', () => String) onsetDateTime?: string;
  @RecordField('allergy', () => Quantity) onsetAge?: Quantity;
  @RecordField('allergy', () => Period) onsetPeriod?: Period;
  @RecordField('allergy', () => Range) onsetRange?: Range;
  @RecordField('allergy', () => String) onsetString?: string;
  @RecordField('allergy', () => String) recordedDate?: string;
  @RecordField('allergy', () => Reference) recorder?: object;
  @RecordField('allergy', () => Reference) asserter?: object;
  @RecordField('allergy', () => String) lastOccurrence?: string;
  @RecordField('narrative', () => [Annotation]) note?: Annotation[];
  @RecordField('allergy', () => [AllergyIntoleranceReaction]) reaction?: AllergyIntoleranceReaction[];
}
