import { filters } from '../../shared/list-definition.js';
import { clinicalList, codeKey } from '../parts/clinical-list.js';
import { CarePlan } from './care-plan.type.js';

export const carePlanResolvers = clinicalList({
  record: CarePlan,
  one: 'carePlan',
  many: 'carePlans',
  facet: 'care-plan',
  description: 'Plans of care.',
  dates: ['period', 'created'],
  visit: 'encounter',
  filters: {
    code: { ...filters.code('CarePlanActivityDetail.code'), description: 'A code of an activity.' },
    category: filters.category('category'),
    status: filters.status('status'),
    intent: codeKey('intent', 'The intent: plan, order, proposal, option.', 'intent'),
  },
});
