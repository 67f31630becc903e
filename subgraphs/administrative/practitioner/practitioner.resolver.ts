import { type ListDefinition, NameOrder } from '../../shared/list-definition.js';
import { rootList, rootRecord } from '../../shared/record-list.js';
import { identifierFilter, nameFilter } from '../filters.js';
import { Practitioner } from './practitioner.type.js';

const practitioners: ListDefinition = {
  record: Practitioner,
  name: 'practitioners',
  facet: 'directory',
  description: 'Those who provide care, by name.',
  filters: { name: nameFilter('name'), identifier: identifierFilter('identifier') },
  sortedBy: { key: 'name', touches: ['name'], defaultOrder: NameOrder.A_TO_Z },
};

export const practitionerResolvers = [
  rootRecord(Practitioner, 'practitioner', 'directory', 'One practitioner by id.'),
  rootList(practitioners),
];
