import type { FhirObject } from '../../shared/fhir-json.js';
import { ComputedField, ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind } from '../../shared/record-kind.js';
import {
  Address,
  Attachment,
  CodeableConcept,
  ContactPoint,
  HumanName,
  Identifier,
  Period,
} from '../../shared/value-types.js';
import { displayName, personKeys } from '../names.js';
import { Organization } from '../organization/organization.type.js';
import { forWork, professionalIdentifiers } from './work-details.js';

@PartType('A certificate, licence or training (FHIR Practitioner.qualification).')
export class PractitionerQualification {
  @RecordField('directory', () => [Identifier]) identifier?: Identifier[];
  @RecordField('directory', () => CodeableConcept) code?: CodeableConcept;
  @RecordField('directory', () => Period) period?: Period;
  @ReferenceField('directory', () => Organization, { to: 'Organization' }) issuer?: object;
}

/** Only identifiers that are shown can be searched: nobody finds a practitioner by their social security number. */
export function practitionerKeys(content: FhirObject): Record<string, unknown> {
  return personKeys({ ...content, identifier: professionalIdentifiers(content['identifier']) ?? [] });
}

@RecordKind(
  { kind: 'Practitioner', subgraph: 'administrative', keys: practitionerKeys },
  'Someone who provides care, as a directory shows them: no birth date, no home (FHIR Practitioner).',
)
export class Practitioner {
  @KeyField() id!: string;
  @ComputedField(
    'directory',
    () => [Identifier],
    ({ identifier }) => professionalIdentifiers(identifier),
    {
      description: 'Numbers of the profession (NPI, licences), not of the private person.',
      needs: ['identifier'],
    },
  )
  identifier?: Identifier[];
  @RecordField('directory', () => Boolean) active?: boolean;
  @RecordField('directory', () => [HumanName]) name?: HumanName[];
  @ComputedField(
    'directory',
    () => String,
    ({ name }) => displayName(name),
    {
      description: 'The name the person goes by, on one line.',
      needs: ['name'],
      sources: ['Practitioner.name'],
    },
  )
  displayName?: string;
  @ComputedField(
    'directory',
    () => [ContactPoint],
    ({ telecom }) => forWork(telecom),
    {
      description: 'How to reach them at work.',
      needs: ['telecom'],
    },
  )
  telecom?: ContactPoint[];
  @ComputedField(
    'directory',
    () => [Address],
    ({ address }) => forWork(address),
    {
      description: 'Where they work.',
      needs: ['address'],
    },
  )
  address?: Address[];
  @RecordField('directory', () => String) gender?: string;
  @RecordField('directory', () => [Attachment]) photo?: Attachment[];
  @RecordField('directory', () => [PractitionerQualification]) qualification?: object[];
  @RecordField('directory', () => [CodeableConcept], { description: 'Languages spoken.' })
  communication?: CodeableConcept[];
}
