import { isObject } from '../../shared/fhir-json.js';

export type Precision = 'year' | 'month' | 'day' | 'minute' | 'second' | 'millisecond';

/** The first and the last millisecond (UTC) which a FHIR date, dateTime or instant may mean. */
export interface DateRange {
  readonly start: Date | null;
  readonly end: Date | null;
  readonly precision: Precision | null;
}

export const NO_DATE: DateRange = Object.freeze({ start: null, end: null, precision: null });

const DATE = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/;

/**
 * Reads a FHIR R4 date, dateTime or instant (datatypes.html#dateTime), keeping its precision: '2020' runs from the
 * first to the last millisecond of that year. Days without a time are days in UTC; so is a time without an offset,
 * which FHIR does not allow but senders write. What is not a date gives nulls; it never throws.
 */
export function dateRange(value: unknown): DateRange {
  const parts = typeof value === 'string' && value.length <= 48 ? DATE.exec(value) : null;
  if (!parts) return NO_DATE;
  const [, year = '', month, day, hour, minute, second, fraction, zone] = parts;
  if (year === '0000') return NO_DATE;
  if (month === undefined) return days(Number(year), 1, 1, 'year');
  if (day === undefined) return days(Number(year), Number(month), 1, 'month');
  const date = days(Number(year), Number(month), Number(day), 'day');
  if (hour === undefined || minute === undefined || date.start === null) return date;
  return withTime(date.start, { hour, minute, second, fraction, zone });
}

/** The first moment which a FHIR date may mean, in UTC; null when it is none. */
export function startOf(value: unknown): Date | null {
  return dateRange(value).start;
}

/** The range of a FHIR Period: from the start of its start to the end of its end; an open side is null. */
export function periodRange(period: unknown): DateRange {
  if (!isObject(period)) return NO_DATE;
  const start = dateRange(period['start']);
  const end = dateRange(period['end']);
  return { start: start.start, end: end.end, precision: start.precision ?? end.precision };
}

function days(year: number, month: number, day: number, precision: 'year' | 'month' | 'day'): DateRange {
  const start = utcDay(year, month, day);
  if (month < 1 || month > 12 || start.getUTCMonth() !== month - 1) return NO_DATE;
  const next = {
    year: () => utcDay(year + 1, 1, 1),
    month: () => utcDay(year, month + 1, 1),
    day: () => utcDay(year, month, day + 1),
  }[precision]();
  return { start, end: new Date(next.getTime() - 1), precision };
}

/** Date.UTC takes the years 0 to 99 for 1900 to 1999. */
function utcDay(year: number, month: number, day: number): Date {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date;
}

interface Time {
  readonly hour: string;
  readonly minute: string;
  readonly second: string | undefined;
  readonly fraction: string | undefined;
  readonly zone: string | undefined;
}

function withTime(day: Date, time: Time): DateRange {
  const [hour, minute, second] = [Number(time.hour), Number(time.minute), Number(time.second ?? 0)];
  const offset = offsetMinutes(time.zone);
  if (hour > 23 || minute > 59 || second > 60 || offset === null) return NO_DATE;
  const { precision, span } = precisionOf(time);
  // A leap second (60) has no place in a Date: it becomes the last millisecond of its minute.
  const milliseconds = second === 60 ? 59_999 : second * 1000 + fractionMilliseconds(time.fraction);
  const start = day.getTime() + (hour * 60 + minute - offset) * 60_000 + milliseconds;
  return { start: new Date(start), end: new Date(second === 60 ? start : start + span), precision };
}

function precisionOf(time: Time): { precision: Precision; span: number } {
  if (time.second === undefined) return { precision: 'minute', span: 59_999 };
  if (time.fraction === undefined) return { precision: 'second', span: 999 };
  return { precision: 'millisecond', span: 0 };
}

function fractionMilliseconds(fraction: string | undefined): number {
  return fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0'));
}

/** Minutes east of UTC; null when there is no such offset (FHIR allows -14:00 to +14:00). */
function offsetMinutes(zone: string | undefined): number | null {
  if (zone === undefined || zone === 'Z') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4, 6))];
  if (minutes > 59 || hours * 60 + minutes > 14 * 60) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
