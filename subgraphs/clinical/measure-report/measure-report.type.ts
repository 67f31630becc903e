import { Int, registerEnumType } from 'type-graphql';
import { ComputedField, PatientField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind } from '../../shared/record-kind.js';
import { CodeableConcept, Period, Quantity } from '../../shared/value-types.js';
import { ClinicalReference } from '../parts/clinical-reference.js';
import { Patient } from '../patient/patient.type.js';
import { inheritedLabels, reportElements, reportKeys, titleOf } from './report-content.js';

export enum MeasureOutcome {
  MET = 'MET',
  NOT_MET = 'NOT_MET',
  NOT_COUNTED = 'NOT_COUNTED',
  COUNTED = 'COUNTED',
}
registerEnumType(MeasureOutcome, {
  name: 'MeasureOutcome',
  description: 'What a measure says of a person.',
  valuesConfig: {
    MET: {
      description: 'In the numerator. Where `improvementNotation` is `decrease`, that is what should not be.',
    },
    NOT_MET: { description: 'In the denominator and not in the numerator.' },
    NOT_COUNTED: { description: 'The measure does not count this person: not meant, excluded or excepted.' },
    COUNTED: { description: 'In the population of a measure that has no numerator.' },
  },
});

export enum MeasureBasis {
  OPEN_RECORDS = 'OPEN_RECORDS',
  ALL_RECORDS = 'ALL_RECORDS',
  PAYER = 'PAYER',
}
registerEnumType(MeasureBasis, {
  name: 'MeasureBasis',
  description: 'From which records of the person a report was computed.',
  valuesConfig: {
    OPEN_RECORDS: { description: 'From those that bear no sensitivity label and that no consent denies to anybody.' },
    ALL_RECORDS: { description: 'From all. There is one only where it rests on other records than the open ones.' },
    PAYER: { description: 'From the open records, less visits that were billed and not to this payer.' },
  },
});

@PartType('What a group of the measure says of the person.')
export class MeasureReportOutcome {
  @RecordField('quality-outcome', () => String, { description: 'The id of the group within the measure.' })
  group?: string;

  @RecordField('quality-outcome', () => MeasureOutcome) outcome?: MeasureOutcome;

  @RecordField('quality-outcome', () => String, {
    description: 'What the measure says is better: `increase` or `decrease` of its score.',
  })
  improvementNotation?: string;
}

@PartType('A population of a group: initial population, denominator, exclusion, numerator, ...')
export class MeasureReportPopulation {
  @ComputedField(
    'quality-evidence',
    () => String,
    (source) => source['id'] ?? null,
    {
      needs: ['id'],
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
    inherits: inheritedLabels,
    stored: reportElements,
  },
  'What a quality measure says of a person in a period, with the records that decided (FHIR MeasureReport).',
)
export class MeasureReport {
  @KeyField() id!: string;
  @PatientField(() => Patient) patient?: object;
  @RecordField('quality-outcome', () => String) status?: string;
  @RecordField('quality-outcome', () => String) type?: string;
  @RecordField('quality-outcome', () => String, { description: 'The canonical address of the measure, `url|version`.' })
  measure?: string;

  @ComputedField('quality-outcome', () => String, titleOf, {
    needs: ['_measure'],
    description: 'The title of the measure.',
  })
  measureTitle?: string;

  @RecordField('quality-outcome', () => Period) period?: Period;
  @RecordField('quality-outcome', () => MeasureBasis) basis?: MeasureBasis;
  @RecordField('quality-outcome', () => [MeasureReportOutcome], { description: 'What each group of the measure says.' })
  outcome?: MeasureReportOutcome[];

  @RecordField('quality-evidence', () => String, { description: 'When it was computed.' }) date?: string;
  @RecordField('quality-evidence', () => CodeableConcept) improvementNotation?: CodeableConcept;
  @RecordField('quality-evidence', () => [MeasureReportGroup]) group?: MeasureReportGroup[];
  @RecordField('quality-evidence', () => [ClinicalReference], {
    description: 'All records that the measure looked at. Each is behind its own walls when followed.',
  })
  evaluatedResource?: object[];
}
