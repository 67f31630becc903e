import { type FhirObject, idsAt } from '../../shared/fhir-json.js';
import { ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind } from '../../shared/record-kind.js';
import { CodeableConcept, ContactPoint, Identifier, Period } from '../../shared/value-types.js';
import { partiesAt } from '../filters.js';
import { Location } from '../location/location.type.js';
import { Organization } from '../organization/organization.type.js';
import { Practitioner } from '../practitioner/practitioner.type.js';

@PartType('Times of the week at which a practitioner is there (FHIR PractitionerRole.availableTime).')
export class PractitionerRoleAvailableTime {
  @RecordField('directory', () => [String]) daysOfWeek?: string[];
  @RecordField('directory', () => Boolean) allDay?: boolean;
  @RecordField('directory', () => String) availableStartTime?: string;
  @RecordField('directory', () => String) availableEndTime?: string;
}

@PartType('A time at which a practitioner is away (FHIR PractitionerRole.notAvailable).')
export class PractitionerRoleNotAvailable {
  @RecordField('directory', () => String) description?: string;
  @RecordField('directory', () => Period) during?: Period;
}

export function practitionerRoleKeys(content: FhirObject): Record<string, unknown> {
  return {
    parties: partiesAt(content, 'practitioner', 'organization', 'location'),
    // Whom a record means by naming the role.
    organizations: idsAt(content, 'organization', 'Organization'),
    practitioners: idsAt(content, 'practitioner', 'Practitioner'),
  };
}

@RecordKind(
  {
    kind: 'PractitionerRole',
    subgraph: 'administrative',
    at: ['period'],
    codes: ['code'],
    categories: ['specialty'],
    keys: practitionerRoleKeys,
  },
  'What a practitioner does for an organisation, and where (FHIR PractitionerRole).',
)
export class PractitionerRole {
  @KeyField() id!: string;
  @RecordField('directory', () => [Identifier]) identifier?: Identifier[];
  @RecordField('directory', () => Boolean) active?: boolean;
  @RecordField('directory', () => Period) period?: Period;
  @ReferenceField('directory', () => Practitioner, { to: 'Practitioner' }) practitioner?: object;
  @ReferenceField('directory', () => Organization, { to: 'Organization' }) organization?: object;
  @RecordField('directory', () => [CodeableConcept]) code?: CodeableConcept[];
  @RecordField('directory', () => [CodeableConcept]) specialty?: CodeableConcept[];
  @ReferenceField('directory', () => [Location], { to: 'Location', list: true }) location?: object[];
  @RecordField('directory', () => [ContactPoint]) telecom?: ContactPoint[];
  @RecordField('directory', () => [PractitionerRoleAvailableTime]) availableTime?: object[];
  @RecordField('directory', () => [PractitionerRoleNotAvailable]) notAvailable?: object[];
  @RecordField('directory', () => String) availabilityExceptions?: string;
}
