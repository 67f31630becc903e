import type { CoveragePlan } from '../coverage-plans.js';
import { type Day, day } from '../days.js';
import type { FhirResource } from '../fhir.js';
import type { Person } from '../people.js';
import type { PayerId } from '../tables/organizations.js';

/** A person with a story of their own. Stories are told with fixed dates, whatever the seed and the day. */
export interface Story {
  readonly name: string;
  readonly patientId: string;
  readonly title: string;
  readonly tells: string;
  /** All records of the person up to that day; `number` is the place in the cast. */
  tell(number: number, seed: number, today: Day): FhirResource[];
}

type Given = 'id' | 'given' | 'family' | 'sex' | 'birth' | 'address' | 'organizations' | 'historyStart' | 'coverages';

/** A person from what the story says; the rest is as it is with most people. */
export function storyPerson(said: Pick<Person, Given> & Partial<Person>, number: number, today: Day): Person {
  return {
    number,
    death: null,
    phone: `(603) 555-01${String(60 + number).padStart(2, '0')}`,
    race: 'white',
    hispanic: false,
    language: 'en',
    married: false,
    hasTaxNumber: false,
    historyEnd: today,
    referenceForm: 'plain',
    traits: new Set(),
    ...said,
  };
}

/** A stretch of insurance by dates. */
export function insured(
  payer: PayerId,
  memberNumber: string,
  from: string,
  to: string | null = null,
  more: Partial<CoveragePlan> = {},
): CoveragePlan {
  return {
    payer,
    memberNumber,
    plan: 'standard',
    relationship: 'self',
    from: day(from),
    to: to === null ? null : day(to),
    ...more,
  };
}
