import { Int, registerEnumType } from 'type-graphql';
import { LABELS_OF_EVIDENCE } from '../../shared/evidence-kinds.js';
import { MeasureGroupOutcome, titleOf } from '../../shared/measure-outcome.js';
import { ComputedField, PatientField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind } from '../../shared/record-kind.js';
import { CodeableConcept, Period, Quantity } from '../../shared/value-types.js';
import { ClinicalReference } from '../parts/clinical-reference.js';
import { Patient } from '../patient/patient.type.js';
import { reportElements, reportKeys } from './report-content.js';

export enum MeasureBasis {
  OPEN_RECORDS = 'OPEN_RECORDS',
  SENSITIVE_TOO = 'SENSITIVE_TOO',
}
registerEnumType(MeasureBasis, {
  name: 'MeasureBasis',
  description: 'From which records of the person a report was computed.',
  valuesConfig: {
    OPEN_RECORDS: { description: 'From those that bear no sensitivity label and that no consent denies to anybody.' },
    SENSITIVE_TOO: { description: 'From those with a label too; there is one only where there are such.' },
  },
});

@PartType('A population of a group: initial population, denominator, exclusion, numerator, ...')
export class MeasureReportPopulation {
  @ComputedField(
    'quality-evidence',
    () => String,
    (source) => source['id'] ?? null,
    {
      needs: ['id'],
      owns: ['id'],
      description: 'The id of the population within the measure.',
    },
  )
  elementId?: string;

  @RecordField('quality-evidence', () => CodeableConcept) code?: CodeableConcept;
  @RecordField('quality-evidence', () => Int, { description: 'How often the person is in it: 0, 1, or episodes.' })
  count?: number;

  @RecordField('quality-evidence', () => [ClinicalReference], {
    description: 'The records in which the criteria of this population found what they ask for.',
  })
  evidence?: object[];
}

@PartType('A stratum: whether the person is in it, and the populations within it.')
export class MeasureReportStratum {
  @RecordField('quality-evidence', () => CodeableConcept) value?: CodeableConcept;
  @RecordField('quality-evidence', () => [MeasureReportPopulation]) population?: MeasureReportPopulation[];
  @RecordField('quality-evidence', () => Quantity) measureScore?: Quantity;
}

@PartType('A way in which a group is divided.')
export class MeasureReportStratifier {
  @ComputedField(
    'quality-evidence',
    () => String,
    (source) => source['id'] ?? null,
    {
      needs: ['id'],
      owns: ['id'],
      description: 'The id of the stratifier within the measure.',
    },
  )
  elementId?: string;

  @RecordField('quality-evidence', () => [CodeableConcept]) code?: CodeableConcept[];
  @RecordField('quality-evidence', () => [MeasureReportStratum]) stratum?: MeasureReportStratum[];
}

@PartType('A group of populations, with a score of its own (FHIR MeasureReport.group).')
export class MeasureReportGroup {
  @ComputedField(
    'quality-evidence',
    () => String,
    (source) => source['id'] ?? null,
    {
      needs: ['id'],
      owns: ['id'],
      description: 'The id of the group within the measure.',
    },
  )
  elementId?: string;

  @RecordField('quality-evidence', () => CodeableConcept) code?: CodeableConcept;
  @RecordField('quality-evidence', () => [MeasureReportPopulation]) population?: MeasureReportPopulation[];
  @RecordField('quality-evidence', () => Quantity) measureScore?: Quantity;
  @RecordField('quality-evidence', () => [MeasureReportStratifier]) stratifier?: MeasureReportStratifier[];
}

@RecordKind(
  {
    kind: 'MeasureReport',
    subgraph: 'clinical',
    patient: 'subject',
    at: ['period', 'date'],
    status: 'status',
    keys: reportKeys,
    inherits: LABELS_OF_EVIDENCE,
    stored: reportElements,
    underConsents: true,
  },
  'What a quality measure says of a person in a period, with the records that decided (FHIR MeasureReport).',
)
export class MeasureReport {
  @KeyField() id!: string;
  @PatientField(() => Patient) patient?: object;
  @RecordField('quality-evidence', () => String) status?: string;
  @RecordField('quality-evidence', () => String) type?: string;
  @RecordField('quality-evidence', () => String, {
    description: 'The canonical address of the measure, `url|version`.',
  })
  measure?: string;

  @ComputedField('quality-evidence', () => String, titleOf, {
    needs: ['_measure'],
    owns: ['_measure'],
    description: 'The title of the measure.',
  })
  measureTitle?: string;

  @RecordField('quality-evidence', () => Period) period?: Period;
  @RecordField('quality-evidence', () => MeasureBasis, { description: 'Null for reports that others sent.' })
  basis?: MeasureBasis;
  @ComputedField(
    'quality-evidence',
    () => [MeasureGroupOutcome],
    (source) => source['outcome'] ?? null,
    {
      needs: ['outcome'],
      owns: ['outcome'],
      description: 'What each group of the measure says.',
    },
  )
  outcome?: MeasureGroupOutcome[];

  @RecordField('quality-evidence', () => String, { description: 'When it was computed.' }) date?: string;
  @RecordField('quality-evidence', () => CodeableConcept) improvementNotation?: CodeableConcept;
  @RecordField('quality-evidence', () => [MeasureReportGroup]) group?: MeasureReportGroup[];
  @RecordField('quality-evidence', () => [ClinicalReference], {
    description: 'All records that the measure looked at. Each is behind its own walls when followed.',
  })
  evaluatedResource?: object[];
}
