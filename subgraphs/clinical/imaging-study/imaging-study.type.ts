import { Int } from 'type-graphql';
import { codesAt } from '../../shared/fhir-json.js';
import { Location, Reference } from '../../shared/joined-entities.js';
import { PatientField, ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind } from '../../shared/record-kind.js';
import { Annotation, CodeableConcept, Coding, Identifier, Meta } from '../../shared/value-types.js';
import { Encounter } from '../encounter/encounter.type.js';
import { ClinicalReference } from '../parts/clinical-reference.js';
import { Narrative } from '../parts/narrative.js';
import { OF_REASON } from '../parts/reason.js';
import { Patient } from '../patient/patient.type.js';
import { Procedure } from '../procedure/procedure.type.js';

@PartType('Someone who took a series (FHIR ImagingStudy.series.performer).')
export class ImagingStudySeriesPerformer {
  @RecordField('imaging', () => CodeableConcept) function?: CodeableConcept;
  @RecordField('imaging', () => Reference) actor?: object;
}

@PartType('One image or other object of a series (FHIR ImagingStudy.series.instance).')
export class ImagingStudySeriesInstance {
  @RecordField('imaging', () => String) uid?: string;
  @RecordField('imaging', () => Coding) sopClass?: Coding;
  @RecordField('imaging', () => Int) number?: number;
  @RecordField('imaging', () => String) title?: string;
}

@PartType('Images taken together (FHIR ImagingStudy.series).')
export class ImagingStudySeries {
  @RecordField('imaging', () => String) uid?: string;
  @RecordField('imaging', () => Int) number?: number;
  @RecordField('imaging', () => Coding) modality?: Coding;
  @RecordField('imaging', () => String) description?: string;
  @RecordField('imaging', () => Int) numberOfInstances?: number;
  @RecordField('imaging', () => Coding) bodySite?: Coding;
  @RecordField('imaging', () => Coding) laterality?: Coding;
  @RecordField('imaging', () => [ClinicalReference]) specimen?: object[];
  @RecordField('imaging', () => String) started?: string;
  @RecordField('imaging', () => [ImagingStudySeriesPerformer]) performer?: ImagingStudySeriesPerformer[];
  @RecordField('imaging', () => [ImagingStudySeriesInstance]) instance?: ImagingStudySeriesInstance[];
}

@RecordKind(
  {
    kind: 'ImagingStudy',
    subgraph: 'clinical',
    writers: [],
    inherits: [OF_REASON, { element: 'procedureReference', kind: 'Procedure', keys: ['labels'] }],
    patient: 'subject',
    at: ['started', 'series.started'],
    status: 'status',
    codes: ['procedureCode'],
    encounter: 'encounter',
    keys: (content) => ({
      modalities: [...new Set([...codesAt(content, 'modality'), ...codesAt(content, 'series.modality')])],
    }),
  },
  'A DICOM study: which images were taken, of what and how (FHIR ImagingStudy).',
)
export class ImagingStudy {
  @KeyField() id!: string;
  @RecordField('imaging', () => Meta) meta?: Meta;
  @RecordField('narrative', () => Narrative) text?: Narrative;
  @PatientField(() => Patient) patient?: object;
  @ReferenceField('visit', () => Encounter, { to: 'Encounter' }) encounter?: object;
  @RecordField('imaging', () => [Identifier]) identifier?: Identifier[];
  @RecordField('imaging', () => String) status?: string;
  @RecordField('imaging', () => [Coding]) modality?: Coding[];
  @RecordField('imaging', () => String) started?: string;
  @RecordField('order', () => [ClinicalReference]) basedOn?: object[];
  @RecordField('imaging', () => Reference) referrer?: object;
  @RecordField('imaging', () => [Reference]) interpreter?: object[];
  @RecordField('imaging', () => [Reference]) endpoint?: object[];
  @RecordField('imaging', () => Int) numberOfSeries?: number;
  @RecordField('imaging', () => Int) numberOfInstances?: number;
  @ReferenceField('procedure', () => Procedure, { to: 'Procedure' }) procedureReference?: object;
  @RecordField('imaging', () => [CodeableConcept]) procedureCode?: CodeableConcept[];
  @ReferenceField('imaging', () => Location, { to: 'Location' }) location?: object;
  @RecordField('diagnosis', () => [CodeableConcept]) reasonCode?: CodeableConcept[];
  @RecordField('diagnosis', () => [ClinicalReference]) reasonReference?: object[];
  @RecordField('narrative', () => [Annotation]) note?: Annotation[];
  @RecordField('narrative', () => String) description?: string;
  @RecordField('imaging', () => [ImagingStudySeries]) series?: ImagingStudySeries[];
}
