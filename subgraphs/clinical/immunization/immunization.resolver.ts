import { filters } from '../../shared/list-definition.js';
import { clinicalList } from '../parts/clinical-list.js';
import { Immunization } from './immunization.type.js';

export const immunizationResolvers = clinicalList({
  record: Immunization,
  one: 'immunization',
  many: 'immunizations',
  facet: 'immunization',
  description: 'Vaccinations.',
  dates: ['occurrenceDateTime', 'recorded'],
  visit: 'encounter',
  filters: {
    code: filters.code('vaccineCode'),
    status: filters.status('status'),
  },
});
