/**
 * Which preventive care is due to a person. Pure: what is known of them, a day and a table of recommendations give the
 * list, so that whoever asks gets what follows from the records they may read, and nothing from others.
 *
 * Dates that are not exact are read so that no care is missed: of a birth year the oldest age it may mean opens a
 * recommendation and the youngest closes it; of a year of a screening its first day counts.
 */
import { dateRange } from '../../exchange/normalise/dates.js';
import { addMonths, ageOn, birthdayAt, dayOf, isoDay, latestOf } from './calendar.js';
import type { CareEvent, CareFacts } from './care-facts.js';
import { isIn } from './code-set.js';
import type { AgeBand, CareReason, Grade, Recommendation, Service } from './recommendation.js';
import { USPSTF } from './uspstf-2025.js';

export type CareStatus = 'DONE' | 'DUE' | 'OVERDUE' | 'NOT_APPLICABLE';

export interface CareDue {
  readonly recommendation: Recommendation;
  readonly grade: Grade;
  readonly status: CareStatus;
  /** Since when it is due; null when it is not. */
  readonly since: Date | null;
  /** When it is due again; null when it is due now, or never again. */
  readonly next: Date | null;
  readonly because: readonly CareReason[];
}

/** What is due for this long is overdue. */
const OVERDUE_MONTHS = 12;

/** @param moment the day of which is meant (UTC). */
export function careDueOf(
  facts: CareFacts,
  moment: Date,
  recommendations: readonly Recommendation[] = USPSTF.recommendations,
): CareDue[] {
  const birth = birthOf(facts);
  if (birth === null || facts.deceased) return [];
  const on = dayOf(moment);
  const events = facts.events.filter((event) => !isAfter(event, on)).sort((a, b) => (a.record < b.record ? -1 : 1));
  const known = { ...facts, events };
  return recommendations.flatMap((recommendation) => dueOf(recommendation, known, birth, on) ?? []);
}

interface Birth {
  readonly earliest: Date;
  readonly latest: Date;
}

function birthOf({ birthDate }: CareFacts): Birth | null {
  const { start, end } = dateRange(birthDate);
  return start === null || end === null ? null : { earliest: dayOf(start), latest: dayOf(end) };
}

function isAfter({ when }: CareEvent, on: Date): boolean {
  return when.start !== null && dayOf(when.start) > on;
}

function dueOf(recommendation: Recommendation, facts: CareFacts, birth: Birth, on: Date): CareDue | null {
  const { gender, ages, risk, notFor } = recommendation;
  const band = bandOf(ages, birth, on);
  if (band === null || (gender !== undefined && gender !== facts.gender)) return null;
  const { grade } = band;
  const exempt = facts.events.flatMap((event) =>
    notFor.filter(({ codes }) => isIn(codes, event.codes)).map(({ text }) => ({ text, record: event.record })),
  );
  if (exempt.length > 0)
    return { recommendation, grade, status: 'NOT_APPLICABLE', since: null, next: null, because: exempt };
  const atRisk = risk === undefined ? { since: null, because: [] } : risk(facts, on);
  if (atRisk === null) return null;
  const done = lastDone(recommendation, facts, birth, on);
  const because = [...atRisk.because, ...(done === null ? [NOTHING_FOUND] : [done.reason])];
  if (done !== null && (done.until === null || done.until > on))
    return { recommendation, grade, status: 'DONE', since: null, next: done.until, because };
  const since = latestOf(birthdayAt(birth.earliest, ages[0].from), atRisk.since, done?.until ?? null);
  const overdue = since !== null && addMonths(since, OVERDUE_MONTHS) <= on;
  return { recommendation, grade, status: overdue ? 'OVERDUE' : 'DUE', since, next: null, because };
}

const NOTHING_FOUND: CareReason = { text: 'Nothing that counts was found.', record: null };

/** The band of an age which the birth date may mean; of two the higher. */
function bandOf(ages: readonly AgeBand[], birth: Birth, on: Date): AgeBand | null {
  const oldest = ageOn(birth.earliest, on);
  const youngest = ageOn(birth.latest, on);
  return ages.findLast(({ from, to }) => oldest >= from && (to === null || youngest <= to)) ?? null;
}

interface Done {
  /** The first day on which it no longer counts; null when it counts for good. */
  readonly until: Date | null;
  readonly reason: CareReason;
}

/** What counts the longest of what was done. */
function lastDone(recommendation: Recommendation, facts: CareFacts, birth: Birth, on: Date): Done | null {
  const all = recommendation.doneBy.flatMap((service) =>
    facts.events
      .filter(({ codes }) => isIn(service.codes, codes))
      .flatMap((event) => doneBy(service, event, facts, birth, on) ?? []),
  );
  return all.reduce<Done | null>((best, done) => (best === null || isLonger(done, best) ? done : best), null);
}

function isLonger(one: Done, other: Done): boolean {
  if (other.until === null) return false;
  return one.until === null || one.until > other.until;
}

function doneBy(service: Service, event: CareEvent, facts: CareFacts, birth: Birth, on: Date): Done | null {
  const months = typeof service.months === 'function' ? service.months(facts, on) : service.months;
  const { start } = event.when;
  const at = start === null ? null : dayOf(start);
  if (at === null && (months !== null || service.fromAge !== undefined)) return null;
  if (at !== null && service.fromAge !== undefined && at < birthdayAt(birth.earliest, service.fromAge)) return null;
  const until = at === null || months === null ? null : addMonths(at, months);
  const text = `${service.name}${at === null ? '' : ` of ${isoDay(at)}`}${until === null ? '' : ` counts until ${isoDay(until)}`}.`;
  return { until, reason: { text, record: event.record } };
}
