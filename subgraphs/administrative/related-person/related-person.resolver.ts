import { type ListDefinition, NameOrder } from '../../shared/list-definition.js';
import { entityList, rootRecord } from '../../shared/record-list.js';
import { Patient } from '../patient/patient.type.js';
import { RelatedPerson } from './related-person.type.js';

const relatedPersons: ListDefinition = {
  record: RelatedPerson,
  name: 'relatedPersons',
  facet: 'contact',
  description: 'People close to the patient, by name.',
  filters: {
    relationship: {
      description: 'A code of the relationship, as `system|code` or as the bare code.',
      touches: ['relationship'],
      predicate: (value: string) => ({ codes: value }),
    },
  },
  sortedBy: { key: 'name', touches: ['name'], defaultOrder: NameOrder.A_TO_Z },
};

export const relatedPersonResolvers = [
  rootRecord(RelatedPerson, 'relatedPerson', 'contact', 'One related person by id.'),
  entityList(Patient, relatedPersons),
];
