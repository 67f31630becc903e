import { codesAt } from '../../shared/fhir-json.js';
import { PatientField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind } from '../../shared/record-kind.js';
import { Annotation, CodeableConcept, Identifier, Meta, Period, Quantity, Range } from '../../shared/value-types.js';
import { ClinicalReference } from '../parts/clinical-reference.js';
import { Narrative } from '../parts/narrative.js';
import { Patient } from '../patient/patient.type.js';

@PartType('What a relative had (FHIR FamilyMemberHistory.condition).')
export class FamilyMemberHistoryCondition {
  @RecordField('family-history', () => CodeableConcept) code?: CodeableConcept;
  @RecordField('family-history', () => CodeableConcept) outcome?: CodeableConcept;
  @RecordField('family-history', () => Boolean) contributedToDeath?: boolean;
  @RecordField('family-history', () => Quantity) onsetAge?: Quantity;
  @RecordField('family-history', () => Range) onsetRange?: Range;
  @RecordField('family-history', () => Period) onsetPeriod?: Period;
  @RecordField('family-history', () => String) onsetString?: string;
  @RecordField('narrative', () => [Annotation]) note?: Annotation[];
}

@RecordKind(
  {
    kind: 'FamilyMemberHistory',
    subgraph: 'clinical',
    writers: [],
    patient: 'patient',
    at: ['date'],
    status: 'status',
    codes: ['condition.code'],
    keys: (content) => ({ relationships: codesAt(content, 'relationship') }),
  },
  'The health of a relative, as far as it matters to the patient (FHIR FamilyMemberHistory).',
)
export class FamilyMemberHistory {
  @KeyField() id!: string;
  @RecordField('family-history', () => Meta) meta?: Meta;
  @RecordField('narrative', () => Narrative) text?: Narrative;
  @PatientField(() => Patient) patient?: object;
  @RecordField('family-history', () => [Identifier]) identifier?: Identifier[];
  @RecordField('family-history', () => [String]) instantiatesCanonical?: string[];
  @RecordField('family-history', () => [String]) instantiatesUri?: string[];
  @RecordField('family-history', () => String) status?: string;
  @RecordField('family-history', () => CodeableConcept) dataAbsentReason?: CodeableConcept;
  @RecordField('family-history', () => String) date?: string;
  @RecordField('family-history', () => String) name?: string;
  @RecordField('family-history', () => CodeableConcept) relationship?: CodeableConcept;
  @RecordField('family-history', () => CodeableConcept) sex?: CodeableConcept;
  @RecordField('family-history', () => Period) bornPeriod?: Period;
  @RecordField('family-history', () => String) bornDate?: string;
  @RecordField('family-history', () => String) bornString?: string;
  @RecordField('family-history', () => Quantity) ageAge?: Quantity;
  @RecordField('family-history', () => Range) ageRange?: Range;
  @RecordField('family-history', () => String) ageString?: string;
  @RecordField('family-history', () => Boolean) estimatedAge?: boolean;
  @RecordField('family-history', () => Boolean) deceasedBoolean?: boolean;
  @RecordField('family-history', () => Quantity) deceasedAge?: Quantity;
  @RecordField('family-history', () => Range) deceasedRange?: Range;
  @RecordField('family-history', () => String) deceasedDate?: string;
  @RecordField('family-history', () => String) deceasedString?: string;
  @RecordField('diagnosis', () => [CodeableConcept]) reasonCode?: CodeableConcept[];
  @RecordField('diagnosis', () => [ClinicalReference]) reasonReference?: object[];
  @RecordField('narrative', () => [Annotation]) note?: Annotation[];
  @RecordField('family-history', () => [FamilyMemberHistoryCondition]) condition?: FamilyMemberHistoryCondition[];
}
