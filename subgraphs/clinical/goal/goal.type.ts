import { Int } from 'type-graphql';
import { codesAt } from '../../shared/fhir-json.js';
import { Reference } from '../../shared/joined-entities.js';
import { PatientField, ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind } from '../../shared/record-kind.js';
import { Annotation, CodeableConcept, Identifier, Meta, Quantity, Range, Ratio } from '../../shared/value-types.js';
import { Observation } from '../observation/observation.type.js';
import { OF_ASSOCIATED_VISIT } from '../parts/associated-visit.js';
import { ClinicalReference } from '../parts/clinical-reference.js';
import { Narrative } from '../parts/narrative.js';
import { OF_ADDRESSED } from '../parts/reason.js';
import { Patient } from '../patient/patient.type.js';

@PartType('What is to be reached, and by when (FHIR Goal.target).')
export class GoalTarget {
  @RecordField('care-plan', () => CodeableConcept) measure?: CodeableConcept;
  @RecordField('care-plan', () => Quantity) detailQuantity?: Quantity;
  @RecordField('care-plan', () => Range) detailRange?: Range;
  @RecordField('care-plan', () => CodeableConcept) detailCodeableConcept?: CodeableConcept;
  @RecordField('care-plan', () => String) detailString?: string;
  @RecordField('care-plan', () => Boolean) detailBoolean?: boolean;
  @RecordField('care-plan', () => Int) detailInteger?: number;
  @RecordField('care-plan', () => Ratio) detailRatio?: Ratio;
  @RecordField('care-plan', () => String) dueDate?: string;
  @RecordField('care-plan', () => Quantity) dueDuration?: Quantity;
}

@RecordKind(
  {
    kind: 'Goal',
    subgraph: 'clinical',
    writers: [],
    inherits: [OF_ADDRESSED, OF_ASSOCIATED_VISIT],
    patient: 'subject',
    at: ['startDate', 'statusDate'],
    status: 'lifecycleStatus',
    codes: ['description', 'target.measure'],
    categories: ['category'],
    keys: (content) => ({ achievementStatus: codesAt(content, 'achievementStatus')[0] ?? null }),
  },
  'What a patient and those who care for them want to reach (FHIR Goal).',
)
export class Goal {
  @KeyField() id!: string;
  @RecordField('care-plan', () => Meta) meta?: Meta;
  @RecordField('narrative', () => Narrative) text?: Narrative;
  @PatientField(() => Patient) patient?: object;
  @RecordField('care-plan', () => [Identifier]) identifier?: Identifier[];
  @RecordField('care-plan', () => String) lifecycleStatus?: string;
  @RecordField('care-plan', () => CodeableConcept) achievementStatus?: CodeableConcept;
  @RecordField('care-plan', () => [CodeableConcept]) category?: CodeableConcept[];
  @RecordField('care-plan', () => CodeableConcept) priority?: CodeableConcept;
  @RecordField('care-plan', () => CodeableConcept) description?: CodeableConcept;
  @RecordField('care-plan', () => String) startDate?: string;
  @RecordField('care-plan', () => CodeableConcept) startCodeableConcept?: CodeableConcept;
  @RecordField('care-plan', () => [GoalTarget]) target?: GoalTarget[];
  @RecordField('care-plan', () => String) statusDate?: string;
  @RecordField('narrative', () => String) statusReason?: string;
  @RecordField('care-plan', () => Reference) expressedBy?: object;
  @RecordField('diagnosis', () => [ClinicalReference]) addresses?: object[];
  @RecordField('narrative', () => [Annotation]) note?: Annotation[];
  @RecordField('care-plan', () => [CodeableConcept]) outcomeCode?: CodeableConcept[];
  @ReferenceField('care-plan', () => [Observation], { to: 'Observation', list: true }) outcomeReference?: object[];
}
