/** Registering a person, and keeping what is known of them up to date. */
import { Field, InputType } from 'type-graphql';
import { token } from '../../exchange/normalise/identifiers.js';
import { DEFAULT_SOURCE } from '../../exchange/normalise/references.js';
import { concept, date, dateTime, each, oneOf, optional } from '../../shared/writing/elements.js';
import type { ExactObject } from '../../shared/writing/exact-json.js';
import { CodeableConceptInput } from '../../shared/writing/inputs.js';
import { aboutNobody, aboutRecord } from '../../shared/writing/mutation.js';
import { badRecord } from '../../shared/writing/refusals.js';
import type { WritingDesk } from '../../shared/writing/writing-desk.js';
import { Patient } from './patient.type.js';
import {
  AddressInput,
  address,
  ContactPointInput,
  contactPoint,
  HumanNameInput,
  humanName,
  IdentifierInput,
  identifier,
} from './person.inputs.js';

@InputType({ description: 'What is known of a person. In a change, what is left out stays; lists are given whole.' })
class PersonInput {
  @Field(() => [IdentifierInput], { nullable: true }) identifier?: IdentifierInput[] | null;
  @Field(() => [ContactPointInput], { nullable: true }) telecom?: ContactPointInput[] | null;
  @Field(() => [AddressInput], { nullable: true }) address?: AddressInput[] | null;
  @Field(() => CodeableConceptInput, { nullable: true }) maritalStatus?: CodeableConceptInput | null;
  @Field(() => [CodeableConceptInput], { nullable: true, description: 'The languages in which to talk to them.' })
  languages?: CodeableConceptInput[] | null;
}

@InputType({ description: 'A person who is registered (FHIR Patient).' })
class PatientInput extends PersonInput {
  @Field(() => [HumanNameInput]) name!: HumanNameInput[];
  @Field(() => String, { description: 'A date; a year where no more is known.' }) birthDate!: string;
  @Field(() => String, { description: 'male, female, other or unknown.' }) gender!: string;
}

@InputType({ description: 'What has changed of a person. What is left out stays; lists are given whole.' })
class PatientChangeInput extends PersonInput {
  @Field(() => [HumanNameInput], { nullable: true }) name?: HumanNameInput[] | null;
  @Field(() => String, { nullable: true }) birthDate?: string | null;
  @Field(() => String, { nullable: true, description: 'male, female, other or unknown.' }) gender?: string | null;
  @Field(() => String, { nullable: true, description: 'When the person died.' }) deceasedDateTime?: string | null;
}

const genderCode = oneOf('male', 'female', 'other', 'unknown');

/** The elements that are given, and no others. */
function personElements(input: PatientChangeInput): ExactObject {
  const elements: ExactObject = {
    identifier: each(input.identifier, 'input.identifier', identifier),
    name: each(input.name, 'input.name', humanName),
    telecom: each(input.telecom, 'input.telecom', contactPoint),
    gender: optional(input.gender, 'input.gender', genderCode),
    birthDate: optional(input.birthDate, 'input.birthDate', date),
    deceasedDateTime: optional(input.deceasedDateTime, 'input.deceasedDateTime', dateTime),
    address: each(input.address, 'input.address', address),
    maritalStatus: optional(input.maritalStatus, 'input.maritalStatus', concept),
    communication: each(input.languages, 'input.languages', (language, place) => ({
      language: concept(language, place),
    })),
  };
  return Object.fromEntries(Object.entries(elements).filter(([, element]) => element !== undefined));
}

/**
 * A number that another person is known by is refused: references by number would lead to the wrong one. It tells that
 * somebody has the number, to who has it before them already.
 */
async function ownNumbers(
  desk: WritingDesk,
  numbers: PersonInput['identifier'],
  patient: string | null,
): Promise<void> {
  for (const [index, { system, value }] of (numbers ?? []).entries()) {
    const alias = `${DEFAULT_SOURCE}|Patient?identifier=${token(system, value)}`;
    const known = await desk.databases.aliases.findOne({ _id: alias });
    if (known && known.reference !== `Patient/${patient ?? ''}`) throw badRecord(`input.identifier.${index}`);
  }
}

const registerPatient = aboutNobody<PatientInput>({
  name: 'registerPatient',
  facet: 'identity',
  record: Patient,
  input: PatientInput,
  description: 'Registers a person with your organisation. Look for duplicates first (`patientMatches`).',
  reason: 'a patient was registered',
  async prepare(desk, _nobody, input) {
    const elements = personElements(input);
    if (elements['name'] === undefined) throw badRecord('input.name');
    await ownNumbers(desk, input.identifier, null);
    const managingOrganization = desk.organizationReference();
    const patient = desk.create('Patient', { active: true, ...elements, managingOrganization });
    return { patient: patient.id, versions: [patient] };
  },
});

const updatePatient = aboutRecord<PatientChangeInput>({
  name: 'updatePatient',
  facet: 'identity',
  record: Patient,
  input: PatientChangeInput,
  description: 'Changes what is known of a person.',
  reason: 'what is known of a patient was changed',
  async prepare(desk, stored, input) {
    await ownNumbers(desk, input.identifier, stored.id);
    const died = input.deceasedDateTime ? { deceasedBoolean: undefined } : {};
    return { patient: stored.id, versions: [desk.change(stored, { ...personElements(input), ...died })] };
  },
});

export const patientMutations = [registerPatient, updatePatient];
