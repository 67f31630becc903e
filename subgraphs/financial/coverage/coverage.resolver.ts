import { ID } from 'type-graphql';
import { filters, type ListDefinition, PeriodInput } from '../../shared/list-definition.js';
import { periodPredicate } from '../../shared/period.js';
import { entityList, rootList, rootRecord } from '../../shared/record-list.js';
import type { Predicate } from '../../shared/record-store.js';
import { Patient } from '../patient/patient.type.js';
import { Coverage } from './coverage.type.js';

/** Coverages in force at some time between both ends; an end that is left out, here or there, is open. */
export function inForce(period: PeriodInput): Predicate {
  const { $gte: from, $lte: to } = periodPredicate(period) as { $gte?: Date; $lte?: Date };
  return {
    $and: [
      {},
      ...(to ? [{ $or: [{ from: null }, { from: { $lte: to } }] }] : []),
      ...(from ? [{ $or: [{ until: null }, { until: { $gte: from } }] }] : []),
    ],
  };
}

const coverages: ListDefinition = {
  record: Coverage,
  name: 'coverages',
  facet: 'coverage',
  description: 'Insurance, the latest first.',
  filters: {
    status: filters.status('status'),
    period: {
      type: () => PeriodInput,
      description: 'In force at some time in this period.',
      touches: ['period'],
      predicate: inForce,
    },
    type: {
      description: 'A code of the type, as `system|code` or as the bare code.',
      touches: ['type'],
      predicate: (value: string) => ({ codes: value }),
    },
    payer: {
      type: () => ID,
      description: 'The id of the insurer (an Organization).',
      touches: ['payor'],
      predicate: (value: string) => ({ payers: value }),
    },
  },
  sortedBy: { key: 'at', touches: ['period'] },
};

export const coverageResolvers = [
  rootRecord(Coverage, 'coverage', 'coverage', 'One coverage by id.'),
  rootList({ ...coverages, description: 'All insurance that you reach, the latest first.' }),
  entityList(Patient, coverages),
];
