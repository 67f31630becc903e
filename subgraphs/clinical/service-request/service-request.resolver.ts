import { filters } from '../../shared/list-definition.js';
import { clinicalList, codeKey } from '../parts/clinical-list.js';
import { ServiceRequest } from './service-request.type.js';

export const serviceRequestResolvers = clinicalList({
  record: ServiceRequest,
  one: 'serviceRequest',
  many: 'serviceRequests',
  facet: 'order',
  description: 'Orders and referrals.',
  dates: ['authoredOn', 'occurrenceDateTime', 'occurrencePeriod'],
  visit: 'encounter',
  filters: {
    code: filters.code('code'),
    category: filters.category('category'),
    status: filters.status('status'),
    intent: codeKey('intent', 'The intent: order, plan, proposal, ...', 'intent'),
    priority: codeKey('priority', 'routine, urgent, asap or stat.', 'priority'),
  },
});
