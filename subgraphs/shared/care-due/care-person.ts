/** Who a person is, as the gateway brings it along from where it is kept; and the day that is meant. */
import { dateRange } from '../../exchange/normalise/dates.js';
import { badInput } from '../errors.js';
import { dayOf } from './calendar.js';
import type { CareFacts } from './care-facts.js';

export interface CarePerson {
  readonly birthDate?: string;
  readonly gender?: string;
  readonly deceasedBoolean?: boolean;
  readonly deceasedDateTime?: string;
}

/** The facts about a person, but for what their records say. Whoever died later was alive on that day. */
export function personFacts(person: CarePerson, on: Date): Omit<CareFacts, 'events'> {
  const { birthDate = null, gender = null, deceasedBoolean = false, deceasedDateTime } = person;
  const death = dateRange(deceasedDateTime).start;
  const deceased = deceasedBoolean || (deceasedDateTime !== undefined && (death === null || dayOf(death) <= on));
  return { birthDate, gender, deceased };
}

/** The day an argument names, today where it names none. Throws BAD_ARGUMENT. */
export function dayMeant(on: string | null | undefined): Date {
  if (on === undefined || on === null) return dayOf(new Date());
  const { start, precision } = dateRange(on);
  if (start === null || precision !== 'day') throw badInput('BAD_ARGUMENT', '"on" takes a day, such as 2026-03-31.');
  return start;
}
