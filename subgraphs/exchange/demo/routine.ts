import { appointmentOf, missedAppointment } from './appointments.js';
import type { Chart } from './chart.js';
import { type Day, monthOf, yearOf } from './days.js';
import { writeNote } from './documents.js';
import { bloodPressure, find, measure, takePanel } from './measuring.js';
import { immunize } from './performing.js';
import { VISIT_REASONS } from './tables/conditions.js';
import type { PanelName } from './tables/measures.js';
import { CHILD_SCHEDULE, type VaccineName } from './tables/vaccines.js';
import { attend } from './treating.js';
import { holdVisit, type Visit, type VisitRequest } from './visits.js';

/** What is followed at routine visits from a day on, because of a problem. */
export interface FollowUp {
  readonly from: Day;
  readonly everyDays: number;
  readonly panels?: readonly (readonly [panel: PanelName, everyDays: number])[];
}

const DAYS_A_MONTH = 30.4;

/**
 * Routine care of one person: check-ups as the age asks, follow-ups as the problems ask. Each visit does all that is
 * due: vital signs, panels, vaccines, tasks which wait for a visit, sometimes a note.
 */
export class Routine {
  readonly #chart: Chart;
  readonly #followUps: FollowUp[] = [];
  readonly #panels = new Map<PanelName, { every: number; next: Day }>();
  readonly #given = new Set<string>();
  #lastCheckUp = Number.NEGATIVE_INFINITY;
  #yearOfSurvey = 0;

  constructor(chart: Chart) {
    this.#chart = chart;
  }

  follow(followUp: FollowUp): void {
    this.#followUps.push(followUp);
    for (const [panel, every] of followUp.panels ?? []) {
      const known = this.#panels.get(panel);
      const next = Math.min(known?.next ?? followUp.from, followUp.from);
      this.#panels.set(panel, { every: Math.min(known?.every ?? every, every), next });
    }
  }

  /** Puts the first visit on the agenda; each visit puts the next one there. */
  start(day: Day): void {
    this.#markEarlierVaccines(day);
    this.#chart.agenda.add(day, () => this.#visit(day));
  }

  #visit(day: Day): void {
    const chart = this.#chart;
    const checkUp = day - this.#lastCheckUp > 330;
    const visit = holdVisit(chart, day, this.#kindOf(day, checkUp), (open) => this.#happen(open, checkUp));
    if (checkUp) this.#lastCheckUp = visit.day;
    const next = day + this.#interval(day) + chart.random.integer(-9, 16);
    if (chart.random.chance(0.06)) {
      chart.agenda.add(next - 12, () => {
        const missed = chart.random.chance(0.5) ? 'noshow' : 'cancelled';
        missedAppointment(chart, Math.min(next - 12, chart.end), 'primary', missed);
      });
    }
    chart.agenda.add(next, () => this.#visit(next));
  }

  #kindOf(day: Day, checkUp: boolean): VisitRequest {
    const child = this.#chart.age(day) < 18;
    const need = child ? 'pediatrics' : 'primary';
    if (!checkUp) return { kind: 'followUp', need };
    return child
      ? { kind: 'childCheckUp', need, reason: VISIT_REASONS.childCheckUp }
      : { kind: 'checkUp', need, reason: VISIT_REASONS.checkUp };
  }

  #happen(visit: Visit, checkUp: boolean): void {
    const chart = this.#chart;
    for (const problem of chart.problemsKnownTo(visit.organization)) {
      if (problem.resource['abatementDateTime'] === undefined) attend(visit, problem);
    }
    this.#vitals(visit, checkUp);
    this.#tasks(visit);
    this.#surveys(visit);
    for (const [name, due] of this.#panels) {
      if (due.next > visit.day) continue;
      takePanel(chart, visit, name);
      due.next = visit.day + due.every - 20;
    }
    this.#vaccines(visit);
    if (chart.random.chance(visit.problems.length > 0 ? 0.5 : 0.3)) writeNote(chart, visit);
    if (chart.random.chance(0.22)) appointmentOf(chart, visit);
  }

  #vitals(visit: Visit, checkUp: boolean): void {
    const chart = this.#chart;
    const years = chart.age(visit.day);
    if (years >= 3) bloodPressure(chart, visit);
    if (years < 18 || checkUp || chart.random.chance(0.5)) measure(chart, visit, 'weight');
    if (years < 18 || (checkUp && chart.random.chance(0.2))) measure(chart, visit, 'height');
    if (years < 2) measure(chart, visit, 'headCircumference');
    if (checkUp && years >= 18 && chart.random.chance(0.75)) measure(chart, visit, 'bodyMass');
    if (chart.random.chance(0.15)) measure(chart, visit, 'heartRate');
  }

  #tasks(visit: Visit): void {
    const due = this.#chart.waiting.filter(({ day }) => day <= visit.day);
    for (const entry of due) {
      this.#chart.waiting.splice(this.#chart.waiting.indexOf(entry), 1);
      entry.task(visit);
    }
  }

  #surveys(visit: Visit): void {
    const chart = this.#chart;
    const year = yearOf(visit.day);
    if (chart.age(visit.day) < 18 || this.#yearOfSurvey + 2 > year) return;
    this.#yearOfSurvey = year;
    find(chart, visit, 'smoking', chart.smoking);
    if (chart.random.chance(0.4)) measure(chart, visit, 'depressionScore');
    if (chart.random.chance(0.25)) measure(chart, visit, 'alcoholScore');
  }

  #interval(day: Day): number {
    const chart = this.#chart;
    const years = chart.age(day);
    const days = (day - chart.person.birth) / DAYS_A_MONTH;
    const byAge = days < 6 ? 60 : days < 24 ? 180 : years < 18 ? 380 : years < 45 ? 540 : 365;
    const asked = this.#followUps.filter(({ from }) => from <= day + 30).map(({ everyDays }) => everyDays);
    return Math.min(byAge, ...asked);
  }

  #vaccines(visit: Visit): void {
    const chart = this.#chart;
    const months = (visit.day - chart.person.birth) / DAYS_A_MONTH;
    let room = 3;
    for (const [due, vaccine, dose] of CHILD_SCHEDULE) {
      if (room === 0 || due > months || months > 216) continue;
      if (this.#give(visit, vaccine, `${vaccine}/${dose}`, dose)) room -= 1;
    }
    if (monthOf(visit.day) >= 9 && months > 12) this.#give(visit, 'influenza', `influenza/${yearOf(visit.day)}`);
    if (months >= 600 && chart.random.chance(0.35)) this.#give(visit, 'zoster', 'zoster/1', 1);
    if (months >= 780 && chart.random.chance(0.4)) this.#give(visit, 'pneumococcalAdult', 'pneumococcalAdult');
    if (months >= 228 && chart.random.chance(0.12)) this.#give(visit, 'tetanus', 'tetanus/adult');
    if (months >= 144 && chart.random.chance(0.15)) this.#give(visit, 'covid', 'covid');
  }

  #give(visit: Visit, vaccine: VaccineName, key: string, dose?: number): boolean {
    if (this.#given.has(key)) return false;
    this.#given.add(key);
    immunize(this.#chart, visit, vaccine, dose);
    return true;
  }

  /** Vaccines due long before the first record were given elsewhere. */
  #markEarlierVaccines(day: Day): void {
    const months = (day - this.#chart.person.birth) / DAYS_A_MONTH;
    for (const [due, vaccine, dose] of CHILD_SCHEDULE) {
      if (due < months - 3) this.#given.add(`${vaccine}/${dose}`);
    }
  }
}
