import { filters, type ListDefinition } from '../../shared/list-definition.js';
import { entityList, rootList, rootRecord } from '../../shared/record-list.js';
import { patientFilter } from '../filters.js';
import { Patient } from '../patient/patient.type.js';
import { amendmentRequestMutations } from './amendment-request.mutations.js';
import { AmendmentRequest } from './amendment-request.type.js';

const requests: ListDefinition = {
  record: AmendmentRequest,
  name: 'amendmentRequests',
  facet: 'amendment',
  description: 'Requests for amendment, latest first.',
  filters: {
    status: filters.status('status'),
    period: filters.period('requested'),
    record: {
      description: 'The record that is in dispute, as `Condition/1`.',
      touches: ['record'],
      predicate: (value: string) => ({ disputed: value }),
    },
  },
  sortedBy: { key: 'at', touches: ['requested'] },
};

export const amendmentRequestResolvers = [
  rootRecord(AmendmentRequest, 'amendmentRequest', 'amendment', 'One request for amendment by id.'),
  rootList({ ...requests, filters: { ...requests.filters, patient: patientFilter } }),
  entityList(Patient, { ...requests, description: 'What the patient asked to have amended, and what came of it.' }),
  ...amendmentRequestMutations,
];
