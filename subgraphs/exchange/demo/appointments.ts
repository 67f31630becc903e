import { type Chart, during } from './chart.js';
import { type Clock, type Day, instant, workday } from './days.js';
import { concept, reference } from './fhir.js';
import { type Place, placeFor, practitionerName } from './places.js';
import { bookSlot } from './schedules.js';
import { type OrganizationId, PROVIDERS } from './tables/organizations.js';
import type { Specialty } from './tables/practitioners.js';
import type { Visit } from './visits.js';

type Status = 'booked' | 'fulfilled' | 'noshow' | 'cancelled';

/** The appointment that led to a visit. */
export function appointmentOf(chart: Chart, visit: Visit): string {
  const { practitioner } = visit.place;
  const made = writeAppointment(chart, 'fulfilled', visit.organization, {
    description: visit.kind.type[2],
    start: during(visit),
    end: during(visit, visit.lasts),
    created: instant(visit.day - 20, 600, PROVIDERS[visit.organization].clock).slice(0, 10),
    actors: [reference(`Practitioner/${practitioner.id}`, practitionerName(practitioner))],
    minutes: visit.lasts,
    place: visit.place,
  });
  visit.resource['appointment'] = [reference(made)];
  return made;
}

/** An appointment to which nobody came, or which was called off. */
export function missedAppointment(chart: Chart, day: Day, need: Specialty, status: 'noshow' | 'cancelled'): string {
  const place = placeFor(chart.person.organizations, need, chart.person.number);
  return plain(chart, workday(day), 9 * 60 + 30, place, status, 'Follow-up visit');
}

/** A coming appointment in a slot of a schedule, at one of the person's organisations. */
export function bookAhead(chart: Chart, organization: OrganizationId): string {
  const { slot, practitioner, day, minutes } = bookSlot(organization, chart.person.number, chart.today);
  chart.resources.push(slot);
  const { clock } = PROVIDERS[organization];
  return writeAppointment(chart, 'booked', organization, {
    description: 'Follow-up visit',
    slot: [reference(`Slot/${slot.id}`)],
    start: instant(day, minutes, clock),
    end: instant(day, minutes + 30, clock),
    created: instant(chart.today - 7, 600, clock).slice(0, 10),
    actors: [reference(`Practitioner/${practitioner.id}`, practitionerName(practitioner))],
    minutes: 30,
  });
}

/** A coming first appointment with a specialist, without a slot of a schedule. */
export function referralAhead(chart: Chart, inDays: number, place: Place): string {
  return plain(chart, workday(chart.today + inDays), 10 * 60, place, 'booked', 'First visit');
}

function plain(chart: Chart, day: Day, minutes: number, place: Place, status: Status, description: string): string {
  const clock: Clock = PROVIDERS[place.organization].clock;
  return writeAppointment(chart, status, place.organization, {
    description,
    start: instant(day, minutes, clock),
    end: instant(day, minutes + 30, clock),
    created: instant(Math.min(day - 20, chart.today - 3), 600, clock).slice(0, 10),
    actors: [reference(`Practitioner/${place.practitioner.id}`, practitionerName(place.practitioner))],
    minutes: 30,
    place,
  });
}

interface Booking {
  readonly description: string;
  readonly slot?: object[];
  readonly start: string;
  readonly end: string;
  readonly created: string;
  readonly actors: object[];
  readonly minutes: number;
  readonly place?: Place;
}

function writeAppointment(chart: Chart, status: Status, organization: OrganizationId, booking: Booking): string {
  const { actors, place, minutes, ...rest } = booking;
  const came = status === 'booked' || status === 'fulfilled' ? 'accepted' : 'declined';
  const location = place === undefined ? [] : [reference(`Location/${place.location.id}`, place.location.name)];
  return chart.record(
    'Appointment',
    {
      status,
      cancelationReason: status === 'cancelled' ? { text: 'Called off by the patient' } : undefined,
      appointmentType: concept(['appointmentReason', 'ROUTINE', 'Routine appointment']),
      minutesDuration: minutes,
      ...rest,
      participant: [
        { actor: reference(chart.patient, chart.name), status: came },
        ...[...actors, ...location].map((actor) => ({ actor, status: 'accepted' })),
      ],
    },
    { organization },
  );
}
