import { filters, type ListDefinition } from '../../shared/list-definition.js';
import { entityList, rootList, rootRecord } from '../../shared/record-list.js';
import { Patient } from '../patient/patient.type.js';
import { MeasureOutcome } from './measure-outcome.type.js';

const outcomes: ListDefinition = {
  record: MeasureOutcome,
  name: 'measureOutcomes',
  facet: 'quality-outcome',
  description: 'What quality measures tell payers of this person.',
  filters: {
    measure: {
      description: 'The measure: its canonical address with or without `|version`, or the last part of the address.',
      touches: ['measure'],
      predicate: (value: string) => ({ measures: value }),
    },
    period: filters.period('period'),
  },
  sortedBy: { key: 'at', touches: ['period'] },
};

export const measureOutcomeResolvers = [
  rootRecord(MeasureOutcome, 'measureOutcome', 'quality-outcome', 'One outcome by id.'),
  rootList({ ...outcomes, description: 'What quality measures say of the members whom you reach.' }),
  entityList(Patient, outcomes),
];
