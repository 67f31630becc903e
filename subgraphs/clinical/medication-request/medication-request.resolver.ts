import { filters } from '../../shared/list-definition.js';
import { clinicalList, codeKey } from '../parts/clinical-list.js';
import { MedicationRequest } from './medication-request.type.js';

export const medicationRequestResolvers = clinicalList({
  record: MedicationRequest,
  one: 'medicationRequest',
  many: 'medicationRequests',
  facet: 'medication',
  description: 'Prescriptions and orders of medicines.',
  dates: ['authoredOn'],
  visit: 'encounter',
  filters: {
    code: { ...filters.code('medicationCodeableConcept', 'Medication.code'), description: 'A code of the medicine.' },
    category: filters.category('category'),
    status: filters.status('status'),
    intent: codeKey('intent', 'The intent: order, plan, proposal, ...', 'intent'),
  },
});
