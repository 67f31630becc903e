/** The FHIR Reference as the administrative subgraph knows it: people and places are its own records. */
import { referenceType } from '../shared/reference-type.js';
import { Location } from './location/location.type.js';
import { Organization } from './organization/organization.type.js';
import { Practitioner } from './practitioner/practitioner.type.js';
import { PractitionerRole } from './practitioner-role/practitioner-role.type.js';

export const Reference = referenceType({
  Organization: () => Organization,
  Practitioner: () => Practitioner,
  PractitionerRole: () => PractitionerRole,
  Location: () => Location,
});
