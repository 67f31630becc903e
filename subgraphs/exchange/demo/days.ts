/** A calendar day, counted from 1970-01-01. Clinics of the demo all keep US Eastern standard time (UTC-5). */
export type Day = number;

/** How an organisation's system writes instants; the demo holds the forms real senders use. */
export type Clock = 'offset' | 'utc' | 'offset-milliseconds';

const MS_PER_DAY = 86_400_000;
const EASTERN_MINUTES = 300;

/** `2026-06-30` to a day. Throws RangeError for anything else than a calendar date. */
export function day(date: string): Day {
  const time = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time) || dateOf(time / MS_PER_DAY) !== date) throw new RangeError(`not a calendar date: ${date}`);
  return time / MS_PER_DAY;
}

/** `2026-06-30`. */
export function dateOf(when: Day): string {
  return known(when).date;
}

export function yearOf(when: Day): number {
  return Math.floor(known(when).number / 10_000);
}

/** January is 1. */
export function monthOf(when: Day): number {
  return Math.floor(known(when).number / 100) % 100;
}

/** Days which were asked before: a few ten thousand at most, and every record asks for some. */
const KNOWN = new Map<Day, { readonly date: string; readonly number: number }>();

function known(when: Day): { readonly date: string; readonly number: number } {
  const found = KNOWN.get(when);
  if (found !== undefined) return found;
  const date = new Date(when * MS_PER_DAY).toISOString().slice(0, 10);
  const added = { date, number: Number(date.replaceAll('-', '')) };
  KNOWN.set(when, added);
  return added;
}

/** Monday is 1, Sunday is 7. */
export function weekdayOf(when: Day): number {
  return ((((when + 3) % 7) + 7) % 7) + 1;
}

/** The same day, or the Monday after it when it falls on a weekend. */
export function workday(when: Day): Day {
  const weekday = weekdayOf(when);
  return weekday > 5 ? when + 8 - weekday : when;
}

/** Full years lived. */
export function ageOn(birth: Day, when: Day): number {
  return Math.floor((known(when).number - known(birth).number) / 10_000);
}

/** The same date some years later; the 29th of February becomes the 28th where the year has none. */
export function addYears(when: Day, years: number): Day {
  const date = dateOf(when);
  const year = String(Number(date.slice(0, 4)) + years).padStart(4, '0');
  const leap = date.endsWith('02-29') && new Date(Date.UTC(Number(year), 1, 29)).getUTCMonth() !== 1;
  return day(`${year}-${leap ? '02-28' : date.slice(5)}`);
}

/** An instant in the form of that clock; `minutes` is local time since midnight and may pass the day's end. */
export function instant(when: Day, minutes: number, clock: Clock): string {
  const shown = clock === 'utc' ? minutes + EASTERN_MINUTES : minutes;
  const over = Math.floor(shown / 1440);
  const rest = shown - over * 1440;
  const time = `${two(Math.floor(rest / 60))}:${two(rest % 60)}:00`;
  const suffix = { utc: 'Z', offset: '-05:00', 'offset-milliseconds': '.000-05:00' }[clock];
  return `${dateOf(when + over)}T${time}${suffix}`;
}

function two(part: number): string {
  return part < 10 ? `0${part}` : String(part);
}
