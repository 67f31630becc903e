/** Who is at risk, as far as records say: weight, smoking, pressure. */
import { addMonths, dayOf } from './calendar.js';
import type { CareEvent, CareFacts } from './care-facts.js';
import { type CodeSet, isIn } from './code-set.js';
import type { Risk } from './recommendation.js';
import {
  ASCVD_RISK,
  BLOOD_PRESSURE,
  BODY_MASS_INDEX,
  CURRENT_SMOKER,
  DIABETES,
  DYSLIPIDEMIA,
  FORMER_SMOKER,
  HYPERTENSION,
  OVERWEIGHT,
  PACK_YEARS,
  QUIT_DATE,
  SMOKING_STATUS,
  SYSTOLIC,
} from './uspstf-codes.js';

function eventsIn({ events }: CareFacts, codes: CodeSet): CareEvent[] {
  return events.filter((event) => isIn(codes, event.codes));
}

function startOf({ when }: CareEvent): number {
  return when.start?.getTime() ?? Number.NEGATIVE_INFINITY;
}

/** The latest; of equal ones the last by id, so that the order of reading does not matter. */
function latest(events: readonly CareEvent[]): CareEvent | null {
  const sorted = [...events].sort((a, b) => startOf(a) - startOf(b) || (a.record < b.record ? -1 : 1));
  return sorted.at(-1) ?? null;
}

function dayOfEvent({ when }: CareEvent): Date | null {
  return when.start === null ? null : dayOf(when.start);
}

/** A body mass index of so much on the latest measurement; a diagnosis where none was taken. */
export function bodyMassFrom(least: number): Risk {
  return (facts) => {
    const measured = latest(eventsIn(facts, BODY_MASS_INDEX).filter(({ number }) => number !== null));
    if (measured !== null) {
      if ((measured.number ?? 0) < least) return null;
      const text = `Body mass index of ${measured.number}.`;
      return { since: dayOfEvent(measured), because: [{ text, record: measured.record }] };
    }
    const [diagnosis] = eventsIn(facts, OVERWEIGHT);
    if (diagnosis === undefined) return null;
    return { since: dayOfEvent(diagnosis), because: [{ text: 'Overweight or obesity.', record: diagnosis.record }] };
  };
}

const isAnswer = (codes: CodeSet) => (event: CareEvent) => isIn(codes, event.answers);

/** Records that somebody smokes or smoked, from the earliest on. */
function smoking(facts: CareFacts): CareEvent[] {
  const told = eventsIn(facts, SMOKING_STATUS).filter(
    (event) => isAnswer(CURRENT_SMOKER)(event) || isAnswer(FORMER_SMOKER)(event),
  );
  const packs = eventsIn(facts, PACK_YEARS).filter(({ number }) => (number ?? 0) > 0);
  const found = facts.events.filter(({ kind, codes }) => kind === 'Condition' && isIn(CURRENT_SMOKER, codes));
  return [...told, ...packs, ...found].sort((a, b) => startOf(a) - startOf(b) || (a.record < b.record ? -1 : 1));
}

export const everSmoked: Risk = (facts) => {
  const [first] = smoking(facts);
  return first === undefined ? null : { since: null, because: [{ text: 'Smokes or smoked.', record: first.record }] };
};

const QUIT_MONTHS = 15 * 12;

/** Twenty pack-years, and smokes or quit within fifteen years. */
export const heavySmoker: Risk = (facts, on) => {
  const packs = eventsIn(facts, PACK_YEARS)
    .filter(({ number }) => (number ?? 0) >= 20)
    .sort((a, b) => startOf(a) - startOf(b))[0];
  const recent = packs === undefined ? null : smokesOrQuitLately(facts, on);
  if (packs === undefined || recent === null) return null;
  return {
    since: dayOfEvent(packs),
    because: [
      { text: `${packs.number} pack-years.`, record: packs.record },
      { text: 'Smokes, or quit within 15 years.', record: recent.record },
    ],
  };
};

/** The record that says so. Where nobody noted when they quit, they smoked when they last said that they smoke. */
function smokesOrQuitLately(facts: CareFacts, on: Date): CareEvent | null {
  const statuses = eventsIn(facts, SMOKING_STATUS).filter(({ answers }) => answers.length > 0);
  const now = latest(statuses);
  if (now !== null && isAnswer(CURRENT_SMOKER)(now)) return now;
  const quit = latest(eventsIn(facts, QUIT_DATE).filter(({ date }) => date !== null));
  const last = quit ?? latest(statuses.filter(isAnswer(CURRENT_SMOKER)));
  const day = quit?.date ?? (last === null ? null : dayOfEvent(last));
  // On the very day that makes it fifteen years they are out.
  return last !== null && day !== null && addMonths(dayOf(day), QUIT_MONTHS) > on ? last : null;
}

/** Ten-year risk of a cardiovascular event of 10 % or more, and a risk factor. */
export const cardiovascularRisk: Risk = (facts) => {
  const risk = latest(eventsIn(facts, ASCVD_RISK).filter(({ number }) => number !== null));
  const factor =
    [DIABETES, HYPERTENSION, DYSLIPIDEMIA].flatMap((codes) => eventsIn(facts, codes))[0] ?? latestSmoker(facts);
  if (risk === null || (risk.number ?? 0) < 10 || factor === null) return null;
  return {
    since: dayOfEvent(risk),
    because: [
      { text: `Ten-year risk of ${risk.number} %.`, record: risk.record },
      { text: 'A risk factor.', record: factor.record },
    ],
  };
};

function latestSmoker(facts: CareFacts): CareEvent | null {
  const now = latest(eventsIn(facts, SMOKING_STATUS).filter(({ answers }) => answers.length > 0));
  return now !== null && isAnswer(CURRENT_SMOKER)(now) ? now : null;
}

const HIGH_NORMAL_SYSTOLIC = 130;
const YEARLY = 12;
const EVERY_THREE_YEARS = 36;

/** Pressure: every year from 40 on, with high-normal pressure or overweight; else every three to five, here three. */
export function pressureMonths(isForty: (facts: CareFacts, on: Date) => boolean) {
  return (facts: CareFacts, on: Date): number => {
    const reading = latest(eventsIn(facts, BLOOD_PRESSURE));
    const systolic =
      reading === null
        ? null
        : (reading.parts.get(SYSTOLIC) ?? (reading.codes.includes(SYSTOLIC) ? reading.number : null));
    const isHigh = systolic !== null && systolic >= HIGH_NORMAL_SYSTOLIC;
    return isForty(facts, on) || isHigh || bodyMassFrom(25)(facts, on) !== null ? YEARLY : EVERY_THREE_YEARS;
  };
}
