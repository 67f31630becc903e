import { dateRange } from '../../exchange/normalise/dates.js';
import type { FhirObject } from '../../shared/fhir-json.js';

/**
 * Whole years lived: until today (UTC), or until death. Null where it cannot be told: no birth date, one so coarse
 * that the age may be either of two, a death without a date, a birth in the future.
 */
export function ageOf(patient: FhirObject, today: Date): number | null {
  const birth = dateRange(patient['birthDate']);
  const end = endOfLife(patient, today);
  if (!birth.start || !birth.end || !end) return null;
  const most = yearsBetween(birth.start, end.latest);
  const least = yearsBetween(birth.end, end.earliest);
  return most === least && least >= 0 ? least : null;
}

function endOfLife(patient: FhirObject, today: Date): { earliest: Date; latest: Date } | null {
  if (patient['deceasedDateTime'] !== undefined) {
    const { start, end } = dateRange(patient['deceasedDateTime']);
    return start && end ? { earliest: start, latest: end } : null;
  }
  return patient['deceasedBoolean'] === true ? null : { earliest: today, latest: today };
}

/** Whole years from one UTC day to another; those born on 29 February have their birthday on 1 March in other years. */
function yearsBetween(from: Date, to: Date): number {
  const years = to.getUTCFullYear() - from.getUTCFullYear();
  const month = to.getUTCMonth() - from.getUTCMonth();
  const beforeBirthday = month < 0 || (month === 0 && to.getUTCDate() < from.getUTCDate());
  return beforeBirthday ? years - 1 : years;
}
