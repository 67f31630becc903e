import { firstString } from '../../shared/fhir-json.js';
import { Reference } from '../../shared/joined-entities.js';
import { PatientField, ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind } from '../../shared/record-kind.js';
import { Annotation, CodeableConcept, Identifier, Meta, Period, Quantity, Timing } from '../../shared/value-types.js';
import { CareTeam } from '../care-team/care-team.type.js';
import { Condition } from '../condition/condition.type.js';
import { Encounter } from '../encounter/encounter.type.js';
import { Goal } from '../goal/goal.type.js';
import { ClinicalReference } from '../parts/clinical-reference.js';
import { Narrative } from '../parts/narrative.js';
import { OF_ADDRESSED } from '../parts/reason.js';
import { Patient } from '../patient/patient.type.js';

@PartType('An activity described in the plan itself (FHIR CarePlan.activity.detail).')
export class CarePlanActivityDetail {
  @RecordField('care-plan', () => String) kind?: string;
  @RecordField('care-plan', () => [String]) instantiatesCanonical?: string[];
  @RecordField('care-plan', () => [String]) instantiatesUri?: string[];
  @RecordField('care-plan', () => CodeableConcept) code?: CodeableConcept;
  @RecordField('diagnosis', () => [CodeableConcept]) reasonCode?: CodeableConcept[];
  @RecordField('diagnosis', () => [ClinicalReference]) reasonReference?: object[];
  @ReferenceField('care-plan', () => [Goal], { to: 'Goal', list: true }) goal?: object[];
  @RecordField('care-plan', () => String) status?: string;
  @RecordField('care-plan', () => CodeableConcept) statusReason?: CodeableConcept;
  @RecordField('care-plan', () => Boolean) doNotPerform?: boolean;
  @RecordField('care-plan', () => Timing) scheduledTiming?: Timing;
  @RecordField('care-plan', () => Period) scheduledPeriod?: Period;
  @RecordField('care-plan', () => String) scheduledString?: string;
  // A Reference and no Location: plans often name a place by its display only.
  @RecordField('care-plan', () => Reference) location?: object;
  @RecordField('care-plan', () => [Reference]) performer?: object[];
  @RecordField('care-plan', () => CodeableConcept) productCodeableConcept?: CodeableConcept;
  @RecordField('care-plan', () => ClinicalReference) productReference?: object;
  @RecordField('care-plan', () => Quantity) dailyAmount?: Quantity;
  @RecordField('care-plan', () => Quantity) quantity?: Quantity;
  @RecordField('narrative', () => String) description?: string;
}

@PartType('Something the plan says to do (FHIR CarePlan.activity).')
export class CarePlanActivity {
  @RecordField('care-plan', () => [CodeableConcept]) outcomeCodeableConcept?: CodeableConcept[];
  @RecordField('care-plan', () => [ClinicalReference]) outcomeReference?: object[];
  @RecordField('narrative', () => [Annotation]) progress?: Annotation[];
  @RecordField('care-plan', () => ClinicalReference) reference?: object;
  @RecordField('care-plan', () => CarePlanActivityDetail) detail?: CarePlanActivityDetail;
}

@RecordKind(
  {
    kind: 'CarePlan',
    subgraph: 'clinical',
    writers: ['author'],
    inherits: [OF_ADDRESSED],
    patient: 'subject',
    at: ['period', 'created'],
    status: 'status',
    codes: ['activity.detail.code'],
    categories: ['category'],
    encounter: 'encounter',
    keys: (content) => ({ intent: firstString(content, 'intent') }),
  },
  'What is planned for a patient (FHIR CarePlan).',
)
export class CarePlan {
  @KeyField() id!: string;
  @RecordField('care-plan', () => Meta) meta?: Meta;
  @RecordField('narrative', () => Narrative) text?: Narrative;
  @PatientField(() => Patient) patient?: object;
  @ReferenceField('visit', () => Encounter, { to: 'Encounter' }) encounter?: object;
  @RecordField('care-plan', () => [Identifier]) identifier?: Identifier[];
  @RecordField('care-plan', () => [String]) instantiatesCanonical?: string[];
  @RecordField('care-plan', () => [String]) instantiatesUri?: string[];
  @ReferenceField('care-plan', () => [CarePlan], { to: 'CarePlan', list: true }) basedOn?: object[];
  @ReferenceField('care-plan', () => [CarePlan], { to: 'CarePlan', list: true }) replaces?: object[];
  @ReferenceField('care-plan', () => [CarePlan], { to: 'CarePlan', list: true }) partOf?: object[];
  @RecordField('care-plan', () => String) status?: string;
  @RecordField('care-plan', () => String) intent?: string;
  @RecordField('care-plan', () => [CodeableConcept]) category?: CodeableConcept[];
  @RecordField('care-plan', () => String) title?: string;
  @RecordField('narrative', () => String) description?: string;
  @RecordField('care-plan', () => Period) period?: Period;
  @RecordField('care-plan', () => String) created?: string;
  @RecordField('care-plan', () => Reference) author?: object;
  @RecordField('care-plan', () => [Reference]) contributor?: object[];
  @ReferenceField('care-plan', () => [CareTeam], { to: 'CareTeam', list: true }) careTeam?: object[];
  @ReferenceField('diagnosis', () => [Condition], { to: 'Condition', list: true }) addresses?: object[];
  @RecordField('care-plan', () => [ClinicalReference]) supportingInfo?: object[];
  @ReferenceField('care-plan', () => [Goal], { to: 'Goal', list: true }) goal?: object[];
  @RecordField('care-plan', () => [CarePlanActivity]) activity?: CarePlanActivity[];
  @RecordField('narrative', () => [Annotation]) note?: Annotation[];
}
