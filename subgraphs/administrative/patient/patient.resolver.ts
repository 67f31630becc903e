import { type ListDefinition, NameOrder } from '../../shared/list-definition.js';
import { rootList, rootRecord } from '../../shared/record-list.js';
import { birthDateFilter, identifierFilter, nameFilter } from '../filters.js';
import { Patient } from './patient.type.js';

const patients: ListDefinition = {
  record: Patient,
  name: 'patients',
  facet: 'identity',
  description: 'The patients you reach, by name.',
  filters: {
    name: nameFilter('name'),
    identifier: identifierFilter('identifier'),
    birthDate: birthDateFilter,
    gender: {
      description: 'male, female, other, unknown.',
      touches: ['gender'],
      predicate: (value: string) => ({ gender: value }),
    },
  },
  sortedBy: { key: 'name', touches: ['name'], defaultOrder: NameOrder.A_TO_Z },
};

export const patientResolvers = [rootRecord(Patient, 'patient', 'identity', 'One patient by id.'), rootList(patients)];
