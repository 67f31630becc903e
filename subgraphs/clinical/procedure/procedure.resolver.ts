import { filters } from '../../shared/list-definition.js';
import { clinicalList } from '../parts/clinical-list.js';
import { Procedure } from './procedure.type.js';

export const procedureResolvers = clinicalList({
  record: Procedure,
  one: 'procedure',
  many: 'procedures',
  facet: 'procedure',
  description: 'What was done.',
  dates: ['performedDateTime', 'performedPeriod'],
  visit: 'encounter',
  filters: {
    code: filters.code('code'),
    category: filters.category('category'),
    status: filters.status('status'),
  },
});
