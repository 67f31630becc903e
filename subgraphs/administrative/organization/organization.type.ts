import type { FhirObject } from '../../shared/fhir-json.js';
import { ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind } from '../../shared/record-kind.js';
import { Address, CodeableConcept, ContactPoint, HumanName, Identifier } from '../../shared/value-types.js';
import { partiesAt } from '../filters.js';
import { placeKeys } from '../names.js';

@PartType('Whom to reach at an organisation for some purpose (FHIR Organization.contact).')
export class OrganizationContact {
  @RecordField('directory', () => CodeableConcept) purpose?: CodeableConcept;
  @RecordField('directory', () => HumanName) name?: HumanName;
  @RecordField('directory', () => [ContactPoint]) telecom?: ContactPoint[];
  @RecordField('directory', () => Address) address?: Address;
}

export function organizationKeys(content: FhirObject): Record<string, unknown> {
  return { ...placeKeys(content), parties: partiesAt(content, 'partOf') };
}

@RecordKind(
  { kind: 'Organization', subgraph: 'administrative', codes: ['type'], keys: organizationKeys },
  'A hospital, practice, payer, department or other body (FHIR Organization).',
)
export class Organization {
  @KeyField() id!: string;
  @RecordField('directory', () => [Identifier]) identifier?: Identifier[];
  @RecordField('directory', () => Boolean) active?: boolean;
  @RecordField('directory', () => [CodeableConcept]) type?: CodeableConcept[];
  @RecordField('directory', () => String) name?: string;
  @RecordField('directory', () => [String]) alias?: string[];
  @RecordField('directory', () => [ContactPoint]) telecom?: ContactPoint[];
  @RecordField('directory', () => [Address]) address?: Address[];
  @ReferenceField('directory', () => Organization, { to: 'Organization' }) partOf?: object;
  @RecordField('directory', () => [OrganizationContact]) contact?: object[];
}
