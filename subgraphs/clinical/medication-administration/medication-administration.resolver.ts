import { filters } from '../../shared/list-definition.js';
import { clinicalList } from '../parts/clinical-list.js';
import { MedicationAdministration } from './medication-administration.type.js';

export const medicationAdministrationResolvers = clinicalList({
  record: MedicationAdministration,
  one: 'medicationAdministration',
  many: 'medicationAdministrations',
  facet: 'medication',
  description: 'Medicines given.',
  dates: ['effectiveDateTime', 'effectivePeriod'],
  visit: 'context',
  filters: {
    code: { ...filters.code('medicationCodeableConcept', 'Medication.code'), description: 'A code of the medicine.' },
    category: filters.category('category'),
    status: filters.status('status'),
  },
});
