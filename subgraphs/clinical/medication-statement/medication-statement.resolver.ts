import { filters } from '../../shared/list-definition.js';
import { clinicalList } from '../parts/clinical-list.js';
import { MedicationStatement } from './medication-statement.type.js';

export const medicationStatementResolvers = clinicalList({
  record: MedicationStatement,
  one: 'medicationStatement',
  many: 'medicationStatements',
  facet: 'medication',
  description: 'Medicines the patient takes, took or will take.',
  dates: ['effectiveDateTime', 'effectivePeriod', 'dateAsserted'],
  visit: 'context',
  filters: {
    code: { ...filters.code('medicationCodeableConcept', 'Medication.code'), description: 'A code of the medicine.' },
    category: filters.category('category'),
    status: filters.status('status'),
  },
});
