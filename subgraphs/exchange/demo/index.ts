import { type DemoBundle, packBundle } from './bundle.js';
import { day } from './days.js';
import { directoryResources } from './directory.js';
import { liveLife } from './life.js';
import { numberedPerson } from './people.js';
import { STORIES } from './stories/index.js';

export type { DemoBundle, DemoEntry } from './bundle.js';
export type { FhirResource } from './fhir.js';
export { demoDirectory } from './places.js';

export interface DemoOptions {
  /** How many people, those of the stories first. */
  readonly people?: number;
  readonly seed?: number;
  /** The day up to which records go, `2026-06-30` if not said. */
  readonly today?: string;
}

export const DEMO_PEOPLE = 200;
export const DEMO_SEED = 1;
export const DEMO_TODAY = '2026-06-30';

/**
 * Demo data as FHIR R4 bundles: first the directory (organisations, insurers, places, staff, schedules), then a
 * bundle for each person. The same options give the same bytes; a person does not depend on how many there are.
 * Holds one person in memory at a time, so that benchmarks can ask for 10^5. Throws RangeError for bad options.
 */
export function* demoBundles(options: DemoOptions = {}): Generator<DemoBundle> {
  const { people = DEMO_PEOPLE, seed = DEMO_SEED, today = DEMO_TODAY } = options;
  if (!Number.isInteger(people) || people < 0) throw new RangeError('people must be a whole number, 0 or more');
  const now = day(today);
  yield packBundle(directoryResources(now), 'plain');
  for (let number = 0; number < people; number += 1) {
    const story = STORIES[number];
    if (story !== undefined) {
      yield packBundle(story.tell(number, seed, now), 'plain');
      continue;
    }
    const person = numberedPerson(number - STORIES.length + 1, number, seed, now);
    yield packBundle(liveLife(person, seed, now), person.referenceForm);
  }
}

export interface DemoStory {
  readonly name: string;
  readonly patientId: string;
  readonly title: string;
  /** What it shows, in a sentence or two. */
  readonly tells: string;
}

/** The people whom README and tests tell about. */
export const demoStories: readonly DemoStory[] = STORIES.map(({ name, patientId, title, tells }) => ({
  name,
  patientId,
  title,
  tells,
}));
