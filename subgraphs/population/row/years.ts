/** Years that may be told. Ages over 89 are pooled, and years that would show such an age go too (164.514(b)(2)(i)(C)). */

export const OLDEST_AGE = 90;

export interface Birth {
  readonly birthYear: number | null;
  readonly over89: boolean;
}

/** Who turns 90 in the year is pooled for all of it: the day is not known here. */
export function birthOf(year: number | null, thisYear: number): Birth {
  const over89 = year !== null && thisYear - year >= OLDEST_AGE;
  return { birthYear: over89 || year === null || year > thisYear ? null : year, over89 };
}

/** A year in which something happened; null for one so long ago that whoever lived then is over 89. */
export function tellableYear(year: number | null, thisYear: number): number | null {
  return year === null || year > thisYear + 1 || thisYear - year >= OLDEST_AGE ? null : year;
}

const MONTH_MS = (365.25 / 12) * 24 * 3600 * 1000;

/** Whole months since an earlier moment. */
export function monthsSince(first: Date, at: Date): number {
  return Math.floor((at.getTime() - first.getTime()) / MONTH_MS);
}
