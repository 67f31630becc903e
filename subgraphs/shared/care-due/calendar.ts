/** Days of the calendar, in UTC: ages and intervals as people count them. */

const DAY_MS = 86_400_000;

/** The day of a moment. */
export function dayOf(moment: Date): Date {
  return new Date(Math.floor(moment.getTime() / DAY_MS) * DAY_MS);
}

/** The same day so many months later; the last of the month where that month is shorter. */
export function addMonths(day: Date, months: number): Date {
  const first = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(day.getUTCDate(), last)));
}

/** Whole years; who was born on 29 February is a year older on 1 March where there is no such day. */
export function ageOn(birth: Date, day: Date): number {
  const years = day.getUTCFullYear() - birth.getUTCFullYear();
  const months = day.getUTCMonth() - birth.getUTCMonth();
  const reached = months > 0 || (months === 0 && day.getUTCDate() >= birth.getUTCDate());
  return reached ? years : years - 1;
}

/** The first day on which somebody is so old. */
export function birthdayAt(birth: Date, age: number): Date {
  // 29 February rolls over to 1 March by itself.
  return new Date(Date.UTC(birth.getUTCFullYear() + age, birth.getUTCMonth(), birth.getUTCDate()));
}

export function latestOf(...days: readonly (Date | null)[]): Date | null {
  const known = days.filter((day) => day !== null);
  return known.length === 0 ? null : new Date(Math.max(...known.map((day) => day.getTime())));
}

export function isoDay(day: Date): string {
  return day.toISOString().slice(0, 10);
}
