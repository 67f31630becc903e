import { filters } from '../../shared/list-definition.js';
import { clinicalList } from '../parts/clinical-list.js';
import { MedicationDispense } from './medication-dispense.type.js';

export const medicationDispenseResolvers = clinicalList({
  record: MedicationDispense,
  one: 'medicationDispense',
  many: 'medicationDispenses',
  facet: 'medication',
  description: 'Medicines handed out.',
  dates: ['whenHandedOver', 'whenPrepared'],
  visit: 'context',
  filters: {
    code: { ...filters.code('medicationCodeableConcept', 'Medication.code'), description: 'A code of the medicine.' },
    category: filters.category('category'),
    status: filters.status('status'),
  },
});
