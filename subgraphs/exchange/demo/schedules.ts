import { type Day, instant, workday } from './days.js';
import { type FhirResource, reference } from './fhir.js';
import { placeOfPractitioner, practitionerName } from './places.js';
import { type OrganizationId, PROVIDERS } from './tables/organizations.js';
import { PRACTITIONERS, type PractitionerPlan, type Specialty } from './tables/practitioners.js';

/** Practitioners whose weeks can be booked, three for each organisation. */
const BOOKABLE: Readonly<Record<OrganizationId, readonly string[]>> = {
  'larkspur-bay-hospital': ['odalys-brightwater', 'ngaio-steinberg', 'lucian-moravec'],
  'tamarack-family-practice': ['ines-holmquist', 'jomo-castellane', 'aurelio-finch'],
  'copperleaf-health': ['miriam-tagliaferro', 'seung-ho-lovelace', 'leocadia-winslow'],
};

/** Mornings are booked by people, eight half hours; afternoons are free. */
const MORNING = 8 * 60;
const AFTERNOON = 13 * 60;
const SLOT_MINUTES = 30;
const SLOTS_A_MORNING = 8;

export interface BookedSlot {
  readonly slot: FhirResource;
  readonly practitioner: PractitionerPlan;
  readonly day: Day;
  readonly minutes: number;
}

/** The schedules of all bookable practitioners and their free slots on the next five working days. */
export function schedulesAndFreeSlots(today: Day): FhirResource[] {
  return Object.values(BOOKABLE)
    .flat()
    .flatMap((id) => [scheduleOf(id, today), ...freeSlots(id, today)]);
}

/**
 * A slot booked by the person of that number. No two people get the same slot: the number decides which schedule
 * and which half hour. The specialty of the practitioner may be a child's or an adult's, as the number falls.
 */
export function bookSlot(organization: OrganizationId, person: number, today: Day): BookedSlot {
  const staff = BOOKABLE[organization];
  const practitioner = planOf(staff[person % staff.length] ?? '');
  const turn = Math.floor(person / staff.length);
  const day = nthWorkday(today, 1 + Math.floor(turn / SLOTS_A_MORNING));
  const minutes = MORNING + (turn % SLOTS_A_MORNING) * SLOT_MINUTES;
  return { slot: slotOf(practitioner, day, minutes, 'busy'), practitioner, day, minutes };
}

function scheduleOf(practitionerId: string, today: Day): FhirResource {
  const { practitioner, location, organization } = placeOfPractitioner(practitionerId);
  const { clock } = PROVIDERS[organization];
  return {
    resourceType: 'Schedule',
    id: `schedule-${practitionerId}`,
    active: true,
    serviceType: [{ text: SERVICE[practitioner.specialty] ?? 'Clinic' }],
    actor: [
      reference(`Practitioner/${practitionerId}`, practitionerName(practitioner)),
      reference(`Location/${location.id}`, location.name),
    ],
    planningHorizon: { start: instant(today, MORNING, clock), end: instant(today + 365, MORNING, clock) },
    comment: 'Booked in the morning, free in the afternoon.',
  };
}

const SERVICE: Partial<Record<Specialty, string>> = {
  primary: 'Primary care',
  cardiology: 'Heart clinic',
  oncology: 'Cancer clinic',
  pediatrics: 'Child clinic',
  endocrinology: 'Diabetes clinic',
  infections: 'Infection clinic',
};

function freeSlots(practitionerId: string, today: Day): FhirResource[] {
  const practitioner = planOf(practitionerId);
  return [1, 2, 3, 4, 5].flatMap((turn) =>
    [0, 1].map((half) => slotOf(practitioner, nthWorkday(today, turn), AFTERNOON + half * 2 * SLOT_MINUTES, 'free')),
  );
}

function slotOf(practitioner: PractitionerPlan, day: Day, minutes: number, status: 'busy' | 'free'): FhirResource {
  const { clock } = PROVIDERS[practitioner.organization];
  const start = instant(day, minutes, 'offset');
  return {
    resourceType: 'Slot',
    id: `slot-${practitioner.id}-${start.slice(0, 10)}-${start.slice(11, 13)}${start.slice(14, 16)}`,
    schedule: reference(`Schedule/schedule-${practitioner.id}`),
    status,
    start: instant(day, minutes, clock),
    end: instant(day, minutes + SLOT_MINUTES, clock),
  };
}

/** The n-th working day after today (n from 1). */
function nthWorkday(today: Day, turn: number): Day {
  let day = today;
  const weeks = Math.floor((turn - 1) / 5);
  for (let count = 0; count < turn - weeks * 5; count += 1) day = workday(day + 1);
  return day + weeks * 7;
}

function planOf(practitionerId: string): PractitionerPlan {
  const plan = PRACTITIONERS.find(({ id }) => id === practitionerId);
  if (plan === undefined) throw new RangeError(`no such practitioner: ${practitionerId}`);
  return plan;
}
