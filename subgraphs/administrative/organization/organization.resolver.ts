import { type ListDefinition, NameOrder } from '../../shared/list-definition.js';
import { rootList, rootRecord } from '../../shared/record-list.js';
import { identifierFilter, nameFilter, partyFilter } from '../filters.js';
import { Organization } from './organization.type.js';

const organizations: ListDefinition = {
  record: Organization,
  name: 'organizations',
  facet: 'directory',
  description: 'Hospitals, practices, payers and other bodies, by name.',
  filters: {
    name: nameFilter('name', 'alias'),
    identifier: identifierFilter('identifier'),
    type: {
      description: 'A code of the type, as `system|code` or as the bare code: prov, dept, pay, ins, ...',
      touches: ['type'],
      predicate: (value: string) => ({ codes: value }),
    },
    partOf: partyFilter('Organization', 'The id of the organisation of which they are parts.', 'partOf'),
  },
  sortedBy: { key: 'name', touches: ['name'], defaultOrder: NameOrder.A_TO_Z },
};

export const organizationResolvers = [
  rootRecord(Organization, 'organization', 'directory', 'One organisation by id.'),
  rootList(organizations),
];
