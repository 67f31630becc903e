import { type FhirObject, stringOf } from '../../shared/fhir-json.js';
import { Location, Organization, Reference } from '../../shared/joined-entities.js';
import { PatientField, ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind, type RelationClaim } from '../../shared/record-kind.js';
import { Annotation, CodeableConcept, Identifier, Meta, Period, Quantity, Range } from '../../shared/value-types.js';
import { Condition } from '../condition/condition.type.js';
import { Device } from '../device/device.type.js';
import { Encounter } from '../encounter/encounter.type.js';
import { performedPeriod, treatedBy } from '../parts/care-relations.js';
import { ClinicalReference } from '../parts/clinical-reference.js';
import { Narrative } from '../parts/narrative.js';
import { OF_REASON } from '../parts/reason.js';
import { Patient } from '../patient/patient.type.js';

@PartType('Someone who performed a procedure (FHIR Procedure.performer).')
export class ProcedurePerformer {
  @RecordField('procedure', () => CodeableConcept) function?: CodeableConcept;
  @RecordField('procedure', () => Reference) actor?: object;
  @ReferenceField('procedure', () => Organization, { to: 'Organization' }) onBehalfOf?: object;
}

@PartType('A device put in, changed or taken out (FHIR Procedure.focalDevice).')
export class ProcedureFocalDevice {
  @RecordField('device', () => CodeableConcept) action?: CodeableConcept;
  @ReferenceField('device', () => Device, { to: 'Device' }) manipulated?: object;
}

/** A procedure that was begun shows that care took place; one that is prepared, not done or an error does not. */
const BEGUN: ReadonlySet<string> = new Set(['in-progress', 'on-hold', 'stopped', 'completed']);

function careRelations(content: FhirObject): RelationClaim[] {
  if (!BEGUN.has(stringOf(content['status']) ?? '')) return [];
  return treatedBy(content, 'subject', ['performer.actor', 'performer.onBehalfOf'], performedPeriod(content));
}

@RecordKind(
  {
    kind: 'Procedure',
    subgraph: 'clinical',
    writers: ['performer.actor', 'performer.onBehalfOf'],
    patient: 'subject',
    at: ['performedDateTime', 'performedPeriod'],
    status: 'status',
    codes: ['code'],
    categories: ['category'],
    encounter: 'encounter',
    inherits: [OF_REASON],
    relations: careRelations,
  },
  'Something done on or for a patient (FHIR Procedure).',
)
export class Procedure {
  @KeyField() id!: string;
  @RecordField('procedure', () => Meta) meta?: Meta;
  @RecordField('narrative', () => Narrative) text?: Narrative;
  @PatientField(() => Patient) patient?: object;
  @ReferenceField('visit', () => Encounter, { to: 'Encounter' }) encounter?: object;
  @RecordField('procedure', () => [Identifier]) identifier?: Identifier[];
  @RecordField('procedure', () => [String]) instantiatesCanonical?: string[];
  @RecordField('procedure', () => [String]) instantiatesUri?: string[];
  @RecordField('order', () => [ClinicalReference]) basedOn?: object[];
  @RecordField('procedure', () => [ClinicalReference]) partOf?: object[];
  @RecordField('procedure', () => String) status?: string;
  @RecordField('procedure', () => CodeableConcept) statusReason?: CodeableConcept;
  @RecordField('procedure', () => CodeableConcept) category?: CodeableConcept;
  @RecordField('procedure', () => CodeableConcept) code?: CodeableConcept;
  @RecordField('procedure', () => String) performedDateTime?: string;
  @RecordField('procedure', () => Period) performedPeriod?: Period;
  @RecordField('procedure', () => String) performedString?: string;
  @RecordField('procedure', () => Quantity) performedAge?: Quantity;
  @RecordField('procedure', () => Range) performedRange?: Range;
  @RecordField('procedure', () => Reference) recorder?: object;
  @RecordField('procedure', () => Reference) asserter?: object;
  @RecordField('procedure', () => [ProcedurePerformer]) performer?: ProcedurePerformer[];
  @ReferenceField('procedure', () => Location, { to: 'Location' }) location?: object;
  @RecordField('diagnosis', () => [CodeableConcept]) reasonCode?: CodeableConcept[];
  @RecordField('diagnosis', () => [ClinicalReference]) reasonReference?: object[];
  @RecordField('procedure', () => [CodeableConcept]) bodySite?: CodeableConcept[];
  @RecordField('procedure', () => CodeableConcept) outcome?: CodeableConcept;
  @RecordField('measurement', () => [ClinicalReference]) report?: object[];
  @RecordField('diagnosis', () => [CodeableConcept]) complication?: CodeableConcept[];
  @ReferenceField('diagnosis', () => [Condition], { to: 'Condition', list: true }) complicationDetail?: object[];
  @RecordField('procedure', () => [CodeableConcept]) followUp?: CodeableConcept[];
  @RecordField('narrative', () => [Annotation]) note?: Annotation[];
  @RecordField('device', () => [ProcedureFocalDevice]) focalDevice?: ProcedureFocalDevice[];
  @RecordField('procedure', () => [ClinicalReference]) usedReference?: object[];
  @RecordField('procedure', () => [CodeableConcept]) usedCode?: CodeableConcept[];
}
