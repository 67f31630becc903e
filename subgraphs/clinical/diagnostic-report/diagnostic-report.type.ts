import { Reference } from '../../shared/joined-entities.js';
import { PatientField, ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind } from '../../shared/record-kind.js';
import { Attachment, CodeableConcept, Identifier, Meta, Period } from '../../shared/value-types.js';
import { Encounter } from '../encounter/encounter.type.js';
import { ImagingStudy } from '../imaging-study/imaging-study.type.js';
import { Observation } from '../observation/observation.type.js';
import { ClinicalReference } from '../parts/clinical-reference.js';
import { Narrative } from '../parts/narrative.js';
import { Patient } from '../patient/patient.type.js';

@PartType('A key image (FHIR DiagnosticReport.media).')
export class DiagnosticReportMedia {
  @RecordField('narrative', () => String) comment?: string;
  @RecordField('imaging', () => ClinicalReference) link?: object;
}

@RecordKind(
  {
    kind: 'DiagnosticReport',
    subgraph: 'clinical',
    writers: ['performer'],
    patient: 'subject',
    at: ['effectiveDateTime', 'effectivePeriod', 'issued'],
    status: 'status',
    codes: ['code'],
    categories: ['category'],
    encounter: 'encounter',
    // A report is as sensitive as what it reports.
    inherits: [{ element: 'result', kind: 'Observation', keys: ['labels'] }],
  },
  'Results that were reported together: a laboratory panel, an imaging report, a note (FHIR DiagnosticReport).',
)
export class DiagnosticReport {
  @KeyField() id!: string;
  @RecordField('measurement', () => Meta) meta?: Meta;
  @RecordField('narrative', () => Narrative) text?: Narrative;
  @PatientField(() => Patient) patient?: object;
  @ReferenceField('visit', () => Encounter, { to: 'Encounter' }) encounter?: object;
  @RecordField('measurement', () => [Identifier]) identifier?: Identifier[];
  @RecordField('order', () => [ClinicalReference]) basedOn?: object[];
  @RecordField('measurement', () => String) status?: string;
  @RecordField('measurement', () => [CodeableConcept]) category?: CodeableConcept[];
  @RecordField('measurement', () => CodeableConcept) code?: CodeableConcept;
  @RecordField('measurement', () => String) effectiveDateTime?: string;
  @RecordField('measurement', () => Period) effectivePeriod?: Period;
  @RecordField('measurement', () => String) issued?: string;
  @RecordField('measurement', () => [Reference]) performer?: object[];
  @RecordField('measurement', () => [Reference]) resultsInterpreter?: object[];
  @RecordField('measurement', () => [ClinicalReference]) specimen?: object[];
  @ReferenceField('measurement', () => [Observation], { to: 'Observation', list: true }) result?: object[];
  @ReferenceField('imaging', () => [ImagingStudy], { to: 'ImagingStudy', list: true }) imagingStudy?: object[];
  @RecordField('imaging', () => [DiagnosticReportMedia]) media?: DiagnosticReportMedia[];
  @RecordField('narrative', () => String) conclusion?: string;
  @RecordField('diagnosis', () => [CodeableConcept]) conclusionCode?: CodeableConcept[];
  @RecordField('narrative', () => [Attachment]) presentedForm?: Attachment[];
}
