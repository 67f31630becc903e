/** The measurement period, as the command line names it. */

export interface MeasurementPeriod {
  readonly start: string;
  readonly end: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** `2026-01-01..2026-12-31`. @throws Error with one line that says what is wrong. */
export function readPeriod(text: string | undefined): MeasurementPeriod {
  if (text === undefined) throw new Error('--period is missing; it takes two days, such as 2026-01-01..2026-12-31');
  const [start = '', end = '', ...rest] = text.split('..');
  if (rest.length > 0 || !isDay(start) || !isDay(end))
    throw new Error(`--period '${text}' is none; it takes two days, such as 2026-01-01..2026-12-31`);
  if (start > end) throw new Error(`--period '${text}' ends before it begins`);
  return { start, end };
}

/** A day of the calendar: 2026-02-30 is none. */
function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
