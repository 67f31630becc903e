import { registerEnumType } from 'type-graphql';
import { PartType, RecordField } from '../../shared/record-field.js';
import { ClinicalReference } from '../parts/clinical-reference.js';

export enum CareDueStatus {
  DONE = 'DONE',
  DUE = 'DUE',
  OVERDUE = 'OVERDUE',
  NOT_APPLICABLE = 'NOT_APPLICABLE',
}
registerEnumType(CareDueStatus, {
  name: 'CareDueStatus',
  description: 'How it stands with a recommendation.',
  valuesConfig: {
    DONE: { description: 'What was done still counts.' },
    DUE: { description: 'To be done.' },
    OVERDUE: { description: 'To be done for a year or more.' },
    NOT_APPLICABLE: { description: 'Meant for people of this age and sex, and not for this person.' },
  },
});

@PartType('Why a recommendation stands as it does.')
export class CareDueReason {
  @RecordField('care-due', () => String, { nullable: false }) text!: string;
  @RecordField('care-due', () => ClinicalReference, { description: 'The record that shows it, where one does.' })
  record?: object;
}

@PartType('A recommendation of preventive care, as it stands for a person.')
export class CareDue {
  @RecordField('care-due', () => String, { nullable: false, description: 'A stable name of the recommendation.' })
  code!: string;

  @RecordField('care-due', () => String, { nullable: false }) recommendation!: string;
  @RecordField('care-due', () => String, { nullable: false, description: 'A or B, as the task force graded it.' })
  grade!: string;

  @RecordField('care-due', () => CareDueStatus, { nullable: false }) status!: CareDueStatus;
  @RecordField('care-due', () => String, { description: 'The day since which it is due.' }) since?: string;
  @RecordField('care-due', () => String, { description: 'The day on which it is due again.' }) next?: string;
  @RecordField('care-due', () => [CareDueReason], { nullable: false }) because!: CareDueReason[];
  @RecordField('care-due', () => String, { nullable: false, description: 'Where the recommendation is published.' })
  source!: string;

  @RecordField('care-due', () => String, {
    nullable: false,
    description: 'The state of the recommendations, by month.',
  })
  version!: string;

  @RecordField('care-due', () => String, {
    description:
      'The width at which this was computed. At PRACTICE what other organisations did is not seen: due may be done ' +
      'elsewhere. Null where there is no width: the patient’s own view is of everything.',
  })
  width?: string;
}
