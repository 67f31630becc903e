import { Int } from 'type-graphql';
import { Reference } from '../../shared/joined-entities.js';
import { PatientField, ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind } from '../../shared/record-kind.js';
import {
  Annotation,
  CodeableConcept,
  Identifier,
  Meta,
  Period,
  Quantity,
  Range,
  Ratio,
  Timing,
} from '../../shared/value-types.js';
import { Encounter } from '../encounter/encounter.type.js';
import { ClinicalReference } from '../parts/clinical-reference.js';
import { Narrative } from '../parts/narrative.js';
import { SampledData } from '../parts/sampled-data.js';
import { Patient } from '../patient/patient.type.js';

@PartType('The usual values of a measurement (FHIR Observation.referenceRange).')
export class ObservationReferenceRange {
  @RecordField('measurement', () => Quantity) low?: Quantity;
  @RecordField('measurement', () => Quantity) high?: Quantity;
  @RecordField('measurement', () => CodeableConcept) type?: CodeableConcept;
  @RecordField('measurement', () => [CodeableConcept]) appliesTo?: CodeableConcept[];
  @RecordField('measurement', () => Range) age?: Range;
  @RecordField('measurement', () => String) text?: string;
}

@PartType('One of several values measured together (FHIR Observation.component): systolic and diastolic pressure.')
export class ObservationComponent {
  @RecordField('measurement', () => CodeableConcept) code?: CodeableConcept;
  @RecordField('measurement', () => Quantity) valueQuantity?: Quantity;
  @RecordField('measurement', () => CodeableConcept) valueCodeableConcept?: CodeableConcept;
  @RecordField('measurement', () => String) valueString?: string;
  @RecordField('measurement', () => Boolean) valueBoolean?: boolean;
  @RecordField('measurement', () => Int) valueInteger?: number;
  @RecordField('measurement', () => Range) valueRange?: Range;
  @RecordField('measurement', () => Ratio) valueRatio?: Ratio;
  @RecordField('measurement', () => SampledData) valueSampledData?: SampledData;
  @RecordField('measurement', () => String) valueTime?: string;
  @RecordField('measurement', () => String) valueDateTime?: string;
  @RecordField('measurement', () => Period) valuePeriod?: Period;
  @RecordField('measurement', () => CodeableConcept) dataAbsentReason?: CodeableConcept;
  @RecordField('measurement', () => [CodeableConcept]) interpretation?: CodeableConcept[];
  @RecordField('measurement', () => [ObservationReferenceRange]) referenceRange?: ObservationReferenceRange[];
}

@RecordKind(
  {
    kind: 'Observation',
    subgraph: 'clinical',
    writers: ['performer'],
    patient: 'subject',
    at: ['effectiveDateTime', 'effectivePeriod', 'effectiveInstant', 'effectiveTiming.event', 'issued'],
    status: 'status',
    codes: ['code', 'component.code'],
    categories: ['category'],
    encounter: 'encounter',
  },
  'A measurement, laboratory result, vital sign or answer (FHIR Observation).',
)
export class Observation {
  @KeyField() id!: string;
  @RecordField('measurement', () => Meta) meta?: Meta;
  @RecordField('narrative', () => Narrative) text?: Narrative;
  @PatientField(() => Patient) patient?: object;
  @ReferenceField('visit', () => Encounter, { to: 'Encounter' }) encounter?: object;
  @RecordField('measurement', () => [Identifier]) identifier?: Identifier[];
  @RecordField('order', () => [ClinicalReference]) basedOn?: object[];
  @RecordField('measurement', () => [ClinicalReference]) partOf?: object[];
  @RecordField('measurement', () => String) status?: string;
  @RecordField('measurement', () => [CodeableConcept]) category?: CodeableConcept[];
  @RecordField('measurement', () => CodeableConcept) code?: CodeableConcept;
  @RecordField('measurement', () => [ClinicalReference]) focus?: object[];
  @RecordField('measurement', () => String) effectiveDateTime?: string;
  @RecordField('measurement', () => Period) effectivePeriod?: Period;
  @RecordField('measurement', () => Timing) effectiveTiming?: Timing;
  @RecordField('measurement', () => String) effectiveInstant?: string;
  @RecordField('measurement', () => String) issued?: string;
  @RecordField('measurement', () => [Reference]) performer?: object[];
  @RecordField('measurement', () => Quantity) valueQuantity?: Quantity;
  @RecordField('measurement', () => CodeableConcept) valueCodeableConcept?: CodeableConcept;
  @RecordField('measurement', () => String) valueString?: string;
  @RecordField('measurement', () => Boolean) valueBoolean?: boolean;
  @RecordField('measurement', () => Int) valueInteger?: number;
  @RecordField('measurement', () => Range) valueRange?: Range;
  @RecordField('measurement', () => Ratio) valueRatio?: Ratio;
  @RecordField('measurement', () => SampledData) valueSampledData?: SampledData;
  @RecordField('measurement', () => String) valueTime?: string;
  @RecordField('measurement', () => String) valueDateTime?: string;
  @RecordField('measurement', () => Period) valuePeriod?: Period;
  @RecordField('measurement', () => CodeableConcept) dataAbsentReason?: CodeableConcept;
  @RecordField('measurement', () => [CodeableConcept]) interpretation?: CodeableConcept[];
  @RecordField('narrative', () => [Annotation]) note?: Annotation[];
  @RecordField('measurement', () => CodeableConcept) bodySite?: CodeableConcept;
  @RecordField('measurement', () => CodeableConcept) method?: CodeableConcept;
  @RecordField('measurement', () => ClinicalReference) specimen?: object;
  @RecordField('device', () => ClinicalReference) device?: object;
  @RecordField('measurement', () => [ObservationReferenceRange]) referenceRange?: ObservationReferenceRange[];
  @RecordField('measurement', () => [ObservationComponent]) component?: ObservationComponent[];
  @ReferenceField('measurement', () => [Observation], { to: 'Observation', list: true }) hasMember?: object[];
  @RecordField('measurement', () => [ClinicalReference]) derivedFrom?: object[];
}
