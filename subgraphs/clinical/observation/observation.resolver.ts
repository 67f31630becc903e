import { filters } from '../../shared/list-definition.js';
import { clinicalList } from '../parts/clinical-list.js';
import { Observation } from './observation.type.js';

export const observationResolvers = clinicalList({
  record: Observation,
  one: 'observation',
  many: 'observations',
  facet: 'measurement',
  description: 'Measurements, laboratory results, vital signs and answers.',
  dates: ['effectiveDateTime', 'effectivePeriod', 'effectiveInstant', 'effectiveTiming', 'issued'],
  visit: 'encounter',
  filters: {
    code: filters.code('code', 'ObservationComponent.code'),
    category: filters.category('category'),
    status: filters.status('status'),
  },
});
