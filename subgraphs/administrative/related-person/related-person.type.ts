import type { FhirObject } from '../../shared/fhir-json.js';
import { ComputedField, PatientField } from '../../shared/plain-resolvers.js';
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
import { Patient } from '../patient/patient.type.js';

@PartType('A language in which to talk to a related person (FHIR RelatedPerson.communication).')
export class RelatedPersonCommunication {
  @RecordField('contact', () => CodeableConcept) language?: CodeableConcept;
  @RecordField('contact', () => Boolean) preferred?: boolean;
}

export function relatedPersonKeys(content: FhirObject): Record<string, unknown> {
  return personKeys(content);
}

@RecordKind(
  {
    kind: 'RelatedPerson',
    subgraph: 'administrative',
    patient: 'patient',
    at: ['period'],
    codes: ['relationship'],
    keys: relatedPersonKeys,
  },
  'Someone close to a patient: a parent, a guardian, a neighbour (FHIR RelatedPerson).',
)
export class RelatedPerson {
  @KeyField() id!: string;
  @RecordField('contact', () => [Identifier]) identifier?: Identifier[];
  @RecordField('contact', () => Boolean) active?: boolean;
  @PatientField(() => Patient) patient?: object;
  @RecordField('contact', () => [CodeableConcept]) relationship?: CodeableConcept[];
  @RecordField('contact', () => [HumanName]) name?: HumanName[];
  @ComputedField(
    'contact',
    () => String,
    ({ name }) => displayName(name),
    {
      description: 'The name the person goes by, on one line.',
      needs: ['name'],
      sources: ['RelatedPerson.name'],
    },
  )
  displayName?: string;
  @RecordField('contact', () => [ContactPoint]) telecom?: ContactPoint[];
  @RecordField('contact', () => String) gender?: string;
  @RecordField('contact', () => String) birthDate?: string;
  @RecordField('contact', () => [Address]) address?: Address[];
  @RecordField('contact', () => [Attachment]) photo?: Attachment[];
  @RecordField('contact', () => Period) period?: Period;
  @RecordField('contact', () => [RelatedPersonCommunication]) communication?: object[];
}
