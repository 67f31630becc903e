import { filters, type ListDefinition } from '../../shared/list-definition.js';
import { entityList, rootList, rootRecord } from '../../shared/record-list.js';
import { partyFilter } from '../filters.js';
import { Location } from '../location/location.type.js';
import { Organization } from '../organization/organization.type.js';
import { Practitioner } from '../practitioner/practitioner.type.js';
import { PractitionerRole } from './practitioner-role.type.js';

const practitioner = partyFilter('Practitioner', 'The id of the practitioner.', 'practitioner');
const organization = partyFilter('Organization', 'The id of the organisation.', 'organization');
const location = partyFilter('Location', 'The id of the location.', 'location');

const kindOfWork = {
  code: filters.code('code'),
  specialty: {
    description: 'A specialty, as `system|code` or as the bare code.',
    touches: ['specialty'],
    predicate: (value: string) => ({ categories: value }),
  },
};

const practitionerRoles: ListDefinition = {
  record: PractitionerRole,
  name: 'practitionerRoles',
  facet: 'directory',
  description: 'Who does what, for whom and where.',
  filters: { practitioner, organization, location, ...kindOfWork },
  sortedBy: { key: 'at', touches: ['period'] },
};

const roles: ListDefinition = {
  ...practitionerRoles,
  name: 'roles',
  description: 'Who does what here.',
  filters: kindOfWork,
};

export const practitionerRoleResolvers = [
  rootRecord(PractitionerRole, 'practitionerRole', 'directory', 'One role of a practitioner by id.'),
  rootList(practitionerRoles),
  entityList(Practitioner, { ...roles, description: 'What the practitioner does, for whom and where.' }, ({ id }) => ({
    patient: null,
    where: { parties: `Practitioner/${id}` },
  })),
  entityList(Organization, roles, ({ id }) => ({ patient: null, where: { parties: `Organization/${id}` } })),
  entityList(Location, roles, ({ id }) => ({ patient: null, where: { parties: `Location/${id}` } })),
];
