import type { Chart } from './chart.js';
import { type Day, dateOf, instant } from './days.js';
import { type Code, coding, compact, concept, type FhirResource, reference } from './fhir.js';
import type { Person } from './people.js';
import { identifierSystem, placeFor, practitionerName } from './places.js';
import type { Random } from './random.js';
import { FAMILY_NAMES, FEMALE_NAMES, MALE_NAMES } from './tables/names.js';
import { PROVIDERS } from './tables/organizations.js';
import { IDENTIFIERS } from './tables/systems.js';

const US_CORE = 'http://hl7.org/fhir/us/core/StructureDefinition';

const RACES: Readonly<Record<Person['race'], Code>> = {
  white: ['raceEthnicity', '2106-3', 'White'],
  black: ['raceEthnicity', '2054-5', 'Black or African American'],
  asian: ['raceEthnicity', '2028-9', 'Asian'],
  native: ['raceEthnicity', '1002-5', 'American Indian or Alaska Native'],
  pacific: ['raceEthnicity', '2076-8', 'Native Hawaiian or Other Pacific Islander'],
};
const HISPANIC: Code = ['raceEthnicity', '2135-2', 'Hispanic or Latino'];
const NOT_HISPANIC: Code = ['raceEthnicity', '2186-5', 'Not Hispanic or Latino'];

const LANGUAGES: Readonly<Record<Person['language'], string>> = {
  en: 'English',
  es: 'Spanish',
  fr: 'French',
  vi: 'Vietnamese',
  ar: 'Arabic',
};

/** The Patient resource; always the first of a person's records. */
export function patientResource(person: Person): FhirResource {
  const { organizations, number } = person;
  const home = PROVIDERS[organizations[0] ?? 'tamarack-family-practice'];
  const { practitioner } = placeFor(organizations, 'primary', number);
  return compact({
    resourceType: 'Patient',
    id: person.id,
    meta: { source: home.web, tag: [coding(['actReason', 'HTEST', 'test health data'])] },
    extension: extensionsOf(person),
    identifier: identifiersOf(person),
    active: person.death === null,
    name: [{ use: 'official', family: person.family, given: [person.given] }],
    telecom: [
      { system: 'phone', value: person.phone, use: 'home' },
      { system: 'email', value: `${person.id}@example.org`, use: 'home' },
    ],
    gender: person.sex,
    birthDate: dateOf(person.birth),
    deceasedDateTime: person.death === null ? undefined : instant(person.death, 21 * 60 + 10, home.clock),
    address: [
      compact({
        use: 'home',
        line: [person.address.line],
        city: person.address.city,
        state: person.address.state,
        postalCode: person.address.zip ?? undefined,
        country: 'US',
      }),
    ],
    maritalStatus: maritalStatusOf(person),
    communication: [{ language: concept(['language', person.language, LANGUAGES[person.language]]), preferred: true }],
    generalPractitioner: [reference(`Practitioner/${practitioner.id}`, practitionerName(practitioner))],
    managingOrganization: reference(`Organization/${home.id}`, home.name),
  });
}

function extensionsOf({ race, hispanic, sex }: Person): object[] {
  return [
    ombExtension('us-core-race', RACES[race]),
    ombExtension('us-core-ethnicity', hispanic ? HISPANIC : NOT_HISPANIC),
    { url: `${US_CORE}/us-core-birthsex`, valueCode: sex === 'female' ? 'F' : 'M' },
  ];
}

function ombExtension(name: string, code: Code): object {
  return {
    url: `${US_CORE}/${name}`,
    extension: [
      { url: 'ombCategory', valueCoding: coding(code) },
      { url: 'text', valueString: code[2] },
    ],
  };
}

/** A record number in each organisation; tax numbers begin with 000, which is never given out. */
function identifiersOf({ organizations, number, hasTaxNumber }: Person): object[] {
  const numbers = organizations.map((organization, index) => ({
    use: 'usual',
    type: concept(['identifierType', 'MR', 'Medical Record Number']),
    system: identifierSystem(organization, 'mrn'),
    value: `${PROVIDERS[organization].short.charAt(0).toUpperCase()}${100_000 + number * 13 + index}`,
    assigner: reference(`Organization/${organization}`, PROVIDERS[organization].name),
  }));
  if (!hasTaxNumber) return numbers;
  const digits = String(1_000_000 + number * 271).slice(-6);
  return [
    ...numbers,
    {
      use: 'official',
      type: concept(['identifierType', 'SS', 'Social Security Number']),
      system: IDENTIFIERS.ssn,
      value: `000-${digits.slice(0, 2)}-${digits.slice(2)}`,
    },
  ];
}

function maritalStatusOf({ married }: Person): object {
  return concept(married ? ['maritalStatus', 'M', 'Married'] : ['maritalStatus', 'S', 'Never Married']);
}

export type Relation = 'mother' | 'father' | 'daughter' | 'son' | 'spouse' | 'former spouse';

const RELATIONS: Readonly<Record<Relation, readonly [code: string, sex: Person['sex'] | null]>> = {
  mother: ['MTH', 'female'],
  father: ['FTH', 'male'],
  daughter: ['DAUC', 'female'],
  son: ['SONC', 'male'],
  spouse: ['SPS', null],
  'former spouse': ['FRMSPS', null],
};

export interface RelatedDetails {
  readonly given?: string;
  readonly family?: string;
  readonly since?: Day;
  readonly active?: boolean;
}

/** A relative or companion, with a name of their own where none is given. Returns the reference. */
export function relatedPerson(chart: Chart, relation: Relation, random: Random, details: RelatedDetails = {}): string {
  const [code, fixed] = RELATIONS[relation];
  const sex = fixed ?? (chart.person.sex === 'female' ? 'male' : 'female');
  const given = details.given ?? random.pick(sex === 'female' ? FEMALE_NAMES : MALE_NAMES);
  const family = details.family ?? (random.chance(0.7) ? chart.person.family : random.pick(FAMILY_NAMES));
  return chart.record(
    'RelatedPerson',
    {
      active: details.active ?? true,
      relationship: [concept(['roleCode', code, relation])],
      name: [{ family, given: [given] }],
      telecom: [{ system: 'phone', value: chart.person.phone, use: 'mobile' }],
      gender: sex,
      period: details.since === undefined ? undefined : { start: dateOf(details.since) },
    },
    { organization: chart.person.organizations[0] ?? 'tamarack-family-practice' },
  );
}
