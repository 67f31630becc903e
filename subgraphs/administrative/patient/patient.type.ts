import { Int } from 'type-graphql';
import { type FhirObject, referencesAt, stringOf } from '../../shared/fhir-json.js';
import { replaced, replacedBy } from '../../shared/merged-charts.js';
import { ComputedField, ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind, type RelationClaim } from '../../shared/record-kind.js';
import {
  Address,
  Attachment,
  CodeableConcept,
  ContactPoint,
  HumanName,
  Identifier,
  Period,
} from '../../shared/value-types.js';
import { isFhirDate } from '../filters.js';
import { displayName, personKeys } from '../names.js';
import { Organization } from '../organization/organization.type.js';
import { VisibleReferencesField } from '../visible-reference.js';
import { ageOf } from './age.js';
import { CODE_PATHS, CONCEPT_PATHS, usCoreBirthSex, usCoreConcept } from './us-core.js';

@PartType('Whom to reach about a patient: next of kin, an employer (FHIR Patient.contact).')
export class PatientContact {
  @RecordField('contact', () => [CodeableConcept]) relationship?: CodeableConcept[];
  @RecordField('contact', () => HumanName) name?: HumanName;
  @RecordField('contact', () => [ContactPoint]) telecom?: ContactPoint[];
  @RecordField('contact', () => Address) address?: Address;
  @RecordField('contact', () => String) gender?: string;
  @ReferenceField('contact', () => Organization, { to: 'Organization' }) organization?: object;
  @RecordField('contact', () => Period) period?: Period;
}

@PartType('A language in which to talk to a patient (FHIR Patient.communication).')
export class PatientCommunication {
  @RecordField('contact', () => CodeableConcept) language?: CodeableConcept;
  @RecordField('contact', () => Boolean) preferred?: boolean;
}

@PartType('Another record of the same person (FHIR Patient.link).')
export class PatientLink {
  @ReferenceField('identity', () => Patient, { to: 'Patient' }) other?: object;
  @RecordField('identity', () => String, { description: 'replaced-by, replaces, refer, seealso.' }) type?: string;
}

/** Keys for lookup. `names` holds the words of all names, former ones too: people are looked for by either. */
export function patientKeys(content: FhirObject): Record<string, unknown> {
  const birthDate = content['birthDate'];
  const replacement = replacedBy(content);
  return {
    ...personKeys(content),
    ...(replacement !== undefined && { replacedBy: replacement }),
    gender: stringOf(content['gender']),
    birthDate: isFhirDate(birthDate) ? birthDate : null,
  };
}

/** Who manages the record, and who is named as the patient's general practitioner. */
export function patientRelations(content: FhirObject): RelationClaim[] {
  const patient = stringOf(content['id']);
  if (patient === null) return [];
  const claims = (path: string, types: RegExp, as: RelationClaim['as']): RelationClaim[] =>
    [...new Set(referencesAt(content, path))]
      .filter((party) => types.test(party))
      .map((party) => ({ patient, party, as }));
  return [
    ...claims('managingOrganization', /^Organization\//, 'manages'),
    ...claims('generalPractitioner', /^(Organization|Practitioner)\//, 'cares'),
  ];
}

@RecordKind(
  {
    kind: 'Patient',
    subgraph: 'administrative',
    patient: 'id',
    keys: patientKeys,
    relations: patientRelations,
    // Whoever looks for a replaced record's number or name finds the one that stands for it.
    inherits: [{ element: replaced, kind: 'Patient', keys: ['names', 'identifiers'] }],
  },
  'A person who receives care (FHIR Patient).',
)
export class Patient {
  @KeyField() id!: string;
  @RecordField('person-number', () => [Identifier]) identifier?: Identifier[];
  @RecordField('identity', () => Boolean) active?: boolean;
  @RecordField('identity', () => [HumanName]) name?: HumanName[];
  @ComputedField(
    'identity',
    () => String,
    ({ name }) => displayName(name),
    {
      description: 'The name the person goes by, on one line.',
      needs: ['name'],
      sources: ['Patient.name'],
    },
  )
  displayName?: string;
  @RecordField('contact', () => [ContactPoint]) telecom?: ContactPoint[];
  @RecordField('identity', () => String, { description: 'Administrative gender: male, female, other, unknown.' })
  gender?: string;
  @RecordField('identity', () => String) birthDate?: string;
  @ComputedField(
    'identity',
    () => Int,
    (source) => ageOf(source, new Date()),
    {
      description: 'Whole years, today (UTC) or at death; null where the dates do not tell.',
      needs: ['birthDate', 'deceasedDateTime', 'deceasedBoolean'],
      sources: ['Patient.birthDate', 'Patient.deceasedDateTime', 'Patient.deceasedBoolean'],
    },
  )
  age?: number;
  @RecordField('identity', () => Boolean) deceasedBoolean?: boolean;
  @RecordField('identity', () => String) deceasedDateTime?: string;
  @RecordField('contact', () => [Address]) address?: Address[];
  @RecordField('demographics', () => CodeableConcept) maritalStatus?: CodeableConcept;
  @RecordField('demographics', () => Boolean) multipleBirthBoolean?: boolean;
  @RecordField('demographics', () => Int) multipleBirthInteger?: number;
  @ComputedField(
    'demographics',
    () => CodeableConcept,
    (source) => usCoreConcept(source, 'us-core-race'),
    {
      description: 'US Core race: OMB categories, then detailed codes.',
      needs: CONCEPT_PATHS,
      owns: ['extension'],
    },
  )
  race?: object;
  @ComputedField(
    'demographics',
    () => CodeableConcept,
    (source) => usCoreConcept(source, 'us-core-ethnicity'),
    {
      description: 'US Core ethnicity: OMB category, then detailed codes.',
      needs: CONCEPT_PATHS,
      owns: ['extension'],
    },
  )
  ethnicity?: object;
  @ComputedField('demographics', () => String, usCoreBirthSex, {
    description: 'US Core birth sex: F, M, OTH or UNK.',
    needs: CODE_PATHS,
    owns: ['extension'],
  })
  birthSex?: string;
  @RecordField('identity', () => [Attachment]) photo?: Attachment[];
  @RecordField('contact', () => [PatientContact]) contact?: object[];
  @RecordField('contact', () => [PatientCommunication]) communication?: object[];
  @VisibleReferencesField('contact', { others: 'hidden' }) generalPractitioner?: object[];
  @ReferenceField('contact', () => Organization, { to: 'Organization' }) managingOrganization?: object;
  @RecordField('identity', () => [PatientLink]) link?: object[];
}
