import { type CoveragePlan, coveragesOf } from './coverage-plans.js';
import { addYears, ageOn, type Day, day, yearOf } from './days.js';
import { Random } from './random.js';
import { FAMILY_NAMES, FEMALE_NAMES, MALE_NAMES } from './tables/names.js';
import type { OrganizationId } from './tables/organizations.js';
import { STREETS, TOWNS, type Town } from './tables/towns.js';
import { type Trait, traitsOf } from './tables/traits.js';

/** How the sender of a person's bundle writes references; see bundle.ts. */
export type ReferenceForm = 'plain' | 'urn' | 'conditional' | 'contained';

export interface Address {
  readonly line: string;
  readonly city: string;
  readonly state: string;
  readonly zip: string | null;
}

/** Who somebody is, before anything happens to them. */
export interface Person {
  readonly id: string;
  /** Place in the cast, from 0; decides which of several colleagues sees them. */
  readonly number: number;
  readonly given: string;
  readonly family: string;
  readonly sex: 'female' | 'male';
  readonly birth: Day;
  readonly death: Day | null;
  readonly address: Address;
  readonly phone: string;
  readonly race: 'white' | 'black' | 'asian' | 'native' | 'pacific';
  readonly hispanic: boolean;
  readonly language: 'en' | 'es' | 'fr' | 'vi' | 'ar';
  readonly married: boolean;
  readonly hasTaxNumber: boolean;
  /** Where they go, the first is home. */
  readonly organizations: readonly OrganizationId[];
  /** First day of which the organisations have records. */
  readonly historyStart: Day;
  /** Last day of contact, for people who moved away. */
  readonly historyEnd: Day;
  readonly coverages: readonly CoveragePlan[];
  readonly referenceForm: ReferenceForm;
  readonly traits: ReadonlySet<Trait>;
}

/** Age on the given day. */
export function age(person: Person, when: Day): number {
  return ageOn(person.birth, when);
}

/** The numbered person `person-<number>` (from 1), always the same for the same seed and day, however many there are. */
export function numberedPerson(number: number, castNumber: number, seed: number, today: Day): Person {
  const id = `person-${String(number).padStart(3, '0')}`;
  const random = new Random(`${seed}/${id}`);
  const traits = traitsOf(number);
  const sex = random.chance(0.52) ? 'female' : 'male';
  const birth = birthOf(random, traits, today);
  const death = traits.has('died') ? today - random.integer(60, 800) : null;
  const historyEnd = death ?? (traits.has('moved-away') ? today - random.integer(1900, 2300) : today);
  const historyStart = Math.max(birth, historyEnd - random.integer(500, 1600));
  const town = townOf(random, traits);
  return {
    id,
    number: castNumber,
    given: random.pick(sex === 'female' ? FEMALE_NAMES : MALE_NAMES),
    family: random.pick(FAMILY_NAMES),
    sex,
    birth,
    death,
    address: addressIn(town, random, traits),
    phone: inventedPhone(number),
    race: random.weighted([
      ['white', 58],
      ['black', 14],
      ['asian', 13],
      ['native', 9],
      ['pacific', 6],
    ] as const),
    hispanic: random.chance(0.18),
    language: random.weighted([
      ['en', 80],
      ['es', 10],
      ['fr', 4],
      ['vi', 3],
      ['ar', 3],
    ] as const),
    married: ageOn(birth, today) > 24 && random.chance(0.55),
    hasTaxNumber: random.chance(0.4),
    organizations: organizationsOf(random, town, traits),
    historyStart,
    historyEnd,
    coverages: coveragesOf({ id, birth, historyStart, historyEnd, today, traits }, random.fork('coverage')),
    referenceForm: formOf(number),
    traits,
  };
}

const AGES: readonly (readonly [readonly [number, number], number])[] = [
  [[0, 5], 9],
  [[6, 17], 12],
  [[18, 34], 19],
  [[35, 49], 18],
  [[50, 64], 21],
  [[65, 79], 16],
  [[80, 89], 4],
  [[90, 97], 1],
];

function birthOf(random: Random, traits: ReadonlySet<Trait>, today: Day): Day {
  const [low, high] = random.weighted(AGES);
  const years = random.integer(low, high);
  const days = random.integer(20, 360);
  if (traits.has('over-89')) return addYears(today, -92) - days;
  if (traits.has('died')) return addYears(today, -68 - (years % 15)) - days;
  return addYears(today, -years) - days;
}

function townOf(random: Random, traits: ReadonlySet<Trait>): Town {
  const town = random.weighted(TOWNS.map((candidate) => [candidate, candidate.weight] as const));
  return traits.has('restricted-zip') ? (TOWNS.find(({ zip }) => zip.startsWith('036')) ?? town) : town;
}

function addressIn(town: Town, random: Random, traits: ReadonlySet<Trait>): Address {
  const line = `${random.integer(1, 299)} ${random.pick(STREETS)}`;
  const plusFour = String(random.integer(1000, 9899));
  const withPlusFour = traits.has('zip-plus-four') || random.chance(0.06);
  let zip: string | null = withPlusFour ? `${town.zip}-${plusFour}` : town.zip;
  if (traits.has('nine-digit-zip')) zip = `${town.zip}${plusFour}`;
  if (traits.has('zeros-zip')) zip = '00000';
  if (traits.has('no-zip')) zip = null;
  return { line, city: town.city, state: town.state, zip };
}

/** Numbers 555-0100 to 555-0199 are kept for fiction. */
function inventedPhone(number: number): string {
  const area = ['603', '802', '207'][Math.floor(number / 100) % 3] ?? '603';
  return `(${area}) 555-01${String(number % 100).padStart(2, '0')}`;
}

function organizationsOf(random: Random, town: Town, traits: ReadonlySet<Trait>): OrganizationId[] {
  const home = random.weighted(HOMES[town.city] ?? HOMES['elsewhere'] ?? []);
  const others = (['larkspur-bay-hospital', 'copperleaf-health', 'tamarack-family-practice'] as const).filter(
    (id) => id !== home,
  );
  let count = random.weighted([
    [1, 42],
    [2, 40],
    [3, 18],
  ] as const);
  if (traits.has('one-organization')) count = 1;
  if (traits.has('three-organizations')) count = 3;
  if (random.chance(0.3)) others.reverse();
  return [home, ...others.slice(0, count - 1)];
}

const HOMES: Readonly<Record<string, readonly (readonly [OrganizationId, number])[]>> = {
  'Larkspur Bay': [
    ['larkspur-bay-hospital', 6],
    ['tamarack-family-practice', 3],
    ['copperleaf-health', 1],
  ],
  Copperleaf: [
    ['copperleaf-health', 6],
    ['tamarack-family-practice', 2],
    ['larkspur-bay-hospital', 2],
  ],
  elsewhere: [
    ['tamarack-family-practice', 7],
    ['larkspur-bay-hospital', 2],
    ['copperleaf-health', 1],
  ],
};

function formOf(number: number): ReferenceForm {
  if (number % 10 === 0) return 'urn';
  if (number % 10 === 5) return 'conditional';
  return number % 20 === 7 ? 'contained' : 'plain';
}

/** The first of January of the year of a day. */
export function newYear(when: Day): Day {
  return day(`${yearOf(when)}-01-01`);
}
