import { ConditionCategory, conditionCategory } from '../../shared/condition-category.js';
import { codesAt, type FhirObject, idsAt } from '../../shared/fhir-json.js';
import { Reference } from '../../shared/joined-entities.js';
import { ComputedField, PatientField, ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind, type SideFact } from '../../shared/record-kind.js';
import { Annotation, CodeableConcept, Identifier, Meta, Period, Quantity, Range } from '../../shared/value-types.js';
import { Encounter } from '../encounter/encounter.type.js';
import { ClinicalReference } from '../parts/clinical-reference.js';
import { Narrative } from '../parts/narrative.js';
import { Patient } from '../patient/patient.type.js';

@PartType('How far a condition has come (FHIR Condition.stage).')
export class ConditionStage {
  @RecordField('diagnosis', () => CodeableConcept) summary?: CodeableConcept;
  @RecordField('diagnosis', () => [ClinicalReference]) assessment?: object[];
  @RecordField('diagnosis', () => CodeableConcept) type?: CodeableConcept;
}

@PartType('What speaks for a condition (FHIR Condition.evidence).')
export class ConditionEvidence {
  @RecordField('diagnosis', () => [CodeableConcept]) code?: CodeableConcept[];
  @RecordField('diagnosis', () => [ClinicalReference]) detail?: object[];
}

/** The broad category of a condition; a condition without a code has one too, so that every condition is counted. */
export function categoryOf(content: FhirObject): ConditionCategory {
  return conditionCategory(content['code']) ?? ConditionCategory.OTHER;
}

/** What the financial subgraph may know of a condition that a claim names: its category, nothing else. */
function billedCategory(content: FhirObject): SideFact[] {
  const id = content['id'];
  const patient = idsAt(content, 'subject', 'Patient')[0] ?? null;
  if (typeof id !== 'string') return [];
  const set = { category: categoryOf(content), patient };
  return [{ database: 'financial', collection: 'condition_categories', id, set }];
}

@RecordKind(
  {
    kind: 'Condition',
    subgraph: 'clinical',
    writers: [],
    patient: 'subject',
    at: ['onsetDateTime', 'onsetPeriod', 'recordedDate'],
    status: 'clinicalStatus',
    codes: ['code'],
    categories: ['category'],
    encounter: 'encounter',
    keys: (content) => ({
      conditionCategory: categoryOf(content),
      verificationStatus: codesAt(content, 'verificationStatus')[0] ?? null,
    }),
    sideFacts: billedCategory,
  },
  'A problem, diagnosis or other matter of health (FHIR Condition).',
)
export class Condition {
  @KeyField() id!: string;
  @RecordField('diagnosis', () => Meta) meta?: Meta;
  @RecordField('narrative', () => Narrative) text?: Narrative;
  @PatientField(() => Patient) patient?: object;
  @ReferenceField('visit', () => Encounter, { to: 'Encounter' }) encounter?: object;
  @RecordField('diagnosis', () => [Identifier]) identifier?: Identifier[];
  @RecordField('diagnosis', () => CodeableConcept) clinicalStatus?: CodeableConcept;
  @RecordField('diagnosis', () => CodeableConcept) verificationStatus?: CodeableConcept;
  @RecordField('diagnosis', () => [CodeableConcept]) category?: CodeableConcept[];
  @RecordField('diagnosis', () => CodeableConcept) severity?: CodeableConcept;
  @RecordField('diagnosis', () => CodeableConcept) code?: CodeableConcept;
  @ComputedField('diagnosis', () => ConditionCategory, categoryOf, {
    needs: ['code'],
    sources: ['Condition.code'],
    description: 'The broad group that the code belongs to.',
  })
  conditionCategory?: ConditionCategory;
  @RecordField('diagnosis', () => [CodeableConcept]) bodySite?: CodeableConcept[];
  @RecordField('diagnosis', () => String) onsetDateTime?: string;
  @RecordField('diagnosis', () => Quantity) onsetAge?: Quantity;
  @RecordField('diagnosis', () => Period) onsetPeriod?: Period;
  @RecordField('diagnosis', () => Range) onsetRange?: Range;
  @RecordField('diagnosis', () => String) onsetString?: string;
  @RecordField('diagnosis', () => String) abatementDateTime?: string;
  @RecordField('diagnosis', () => Quantity) abatementAge?: Quantity;
  @RecordField('diagnosis', () => Period) abatementPeriod?: Period;
  @RecordField('diagnosis', () => Range) abatementRange?: Range;
  @RecordField('diagnosis', () => String) abatementString?: string;
  @RecordField('diagnosis', () => String) recordedDate?: string;
  @RecordField('diagnosis', () => Reference) recorder?: object;
  @RecordField('diagnosis', () => Reference) asserter?: object;
  @RecordField('diagnosis', () => [ConditionStage]) stage?: ConditionStage[];
  @RecordField('diagnosis', () => [ConditionEvidence]) evidence?: ConditionEvidence[];
  @RecordField('narrative', () => [Annotation]) note?: Annotation[];
}
