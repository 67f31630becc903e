import { Float } from 'type-graphql';
import { codesAt, type FhirObject, idsAt } from '../../shared/fhir-json.js';
import { ComputedField, ReferenceField } from '../../shared/plain-resolvers.js';
import { Element, KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind } from '../../shared/record-kind.js';
import { Address, CodeableConcept, Coding, ContactPoint, Identifier } from '../../shared/value-types.js';
import { partiesAt } from '../filters.js';
import { placeKeys } from '../names.js';
import { Organization } from '../organization/organization.type.js';

@PartType('A point on the earth, WGS84, in degrees and metres (FHIR Location.position).')
export class LocationPosition {
  @Element(() => Float) longitude?: number;
  @Element(() => Float) latitude?: number;
  @Element(() => Float) altitude?: number;
}

@PartType('When a place is open (FHIR Location.hoursOfOperation).')
export class LocationHoursOfOperation {
  @RecordField('directory', () => [String]) daysOfWeek?: string[];
  @RecordField('directory', () => Boolean) allDay?: boolean;
  @RecordField('directory', () => String) openingTime?: string;
  @RecordField('directory', () => String) closingTime?: string;
}

/** A house (location-physical-type `ho`) is where somebody lives: a directory does not say where. */
export function unlessHouse(element: string) {
  return (location: FhirObject): unknown =>
    codesAt(location, 'physicalType').includes('ho') ? null : location[element];
}

const whereNeeds = (element: string): string[] => [element, 'physicalType.coding.code'];

/** `organization` resolves an appointment's place to the organisation it belongs to. */
export function locationKeys(content: FhirObject): Record<string, unknown> {
  return {
    ...placeKeys(content),
    parties: partiesAt(content, 'managingOrganization', 'partOf'),
    organization: idsAt(content, 'managingOrganization', 'Organization')[0] ?? null,
    // What is booked here is booked by them.
    writers: idsAt(content, 'managingOrganization', 'Organization'),
  };
}

@RecordKind(
  { kind: 'Location', subgraph: 'administrative', status: 'status', codes: ['type'], keys: locationKeys },
  'A place of care: a building, a ward, a room, a vehicle (FHIR Location).',
)
export class Location {
  @KeyField() id!: string;
  @RecordField('directory', () => [Identifier]) identifier?: Identifier[];
  @RecordField('directory', () => String) status?: string;
  @RecordField('directory', () => Coding) operationalStatus?: Coding;
  @RecordField('directory', () => String) name?: string;
  @RecordField('directory', () => [String]) alias?: string[];
  @RecordField('directory', () => String) description?: string;
  @RecordField('directory', () => String) mode?: string;
  @RecordField('directory', () => [CodeableConcept]) type?: CodeableConcept[];
  @ComputedField('directory', () => [ContactPoint], unlessHouse('telecom'), { needs: whereNeeds('telecom') })
  telecom?: ContactPoint[];
  @ComputedField('directory', () => Address, unlessHouse('address'), {
    description: "Where it is; null for somebody's home.",
    needs: whereNeeds('address'),
  })
  address?: Address;
  @RecordField('directory', () => CodeableConcept) physicalType?: CodeableConcept;
  @ComputedField('directory', () => LocationPosition, unlessHouse('position'), { needs: whereNeeds('position') })
  position?: object;
  @ReferenceField('directory', () => Organization, { to: 'Organization' }) managingOrganization?: object;
  @ReferenceField('directory', () => Location, { to: 'Location' }) partOf?: object;
  @RecordField('directory', () => [LocationHoursOfOperation]) hoursOfOperation?: object[];
  @RecordField('directory', () => String) availabilityExceptions?: string;
}
