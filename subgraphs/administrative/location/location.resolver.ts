import { filters, type ListDefinition, NameOrder } from '../../shared/list-definition.js';
import { entityList, rootList, rootRecord } from '../../shared/record-list.js';
import { identifierFilter, nameFilter, partyFilter } from '../filters.js';
import { Organization } from '../organization/organization.type.js';
import { Location } from './location.type.js';

const ofPlace = {
  name: nameFilter('name', 'alias'),
  status: filters.status('status'),
  type: {
    description: 'A code of the type, as `system|code` or as the bare code.',
    touches: ['type'],
    predicate: (value: string) => ({ codes: value }),
  },
};

const locations: ListDefinition = {
  record: Location,
  name: 'locations',
  facet: 'directory',
  description: 'Places of care, by name.',
  filters: {
    ...ofPlace,
    identifier: identifierFilter('identifier'),
    organization: partyFilter('Organization', 'The id of the managing organisation.', 'managingOrganization'),
    partOf: partyFilter('Location', 'The id of the place of which they are parts.', 'partOf'),
  },
  sortedBy: { key: 'name', touches: ['name'], defaultOrder: NameOrder.A_TO_Z },
};

export const locationResolvers = [
  rootRecord(Location, 'location', 'directory', 'One place by id.'),
  rootList(locations),
  entityList(Organization, { ...locations, filters: ofPlace }, ({ id }) => ({
    patient: null,
    where: { parties: `Organization/${id}` },
  })),
];
