import { curve } from '../body.js';
import type { Chart } from '../chart.js';
import { addYears, type Day, dateOf, day as dayOf, workday } from '../days.js';
import { writeNote } from '../documents.js';
import { bloodPressure, measure, takePanel } from '../measuring.js';
import { perform } from '../performing.js';
import { colleagues, planCare } from '../planning.js';
import type { Routine } from '../routine.js';
import { administer, diagnose } from '../treating.js';
import { type Ailment, byAge, onsetOf, visitOn } from './ailment.js';

/** Kidneys at half their work: filtration that falls slowly, watched twice a year. */
export function chronicKidneyDisease(chart: Chart, routine: Routine, onset: Day, now: number): void {
  chart.body.set(
    'kidneyFiltration',
    curve([
      [addYears(onset, -4), 78],
      [onset, 57],
      [chart.end, now],
    ]),
  );
  chart.body.set(
    'urineAlbumin',
    curve([
      [onset - 900, 18],
      [onset, 62],
      [chart.end, 118],
    ]),
  );
  routine.follow({
    from: onset,
    everyDays: 182,
    panels: [
      ['kidney', 270],
      ['urineAlbumin', 400],
    ],
  });
  chart.atVisit(onset, (visit) => {
    diagnose(chart, visit, 'kidneyDiseaseStage3', { onset: Math.min(onset, visit.day), onsetAs: 'date' });
  });
}

export const kidneyDisease: Ailment = {
  name: 'kidney disease',
  chance: (chart) =>
    byAge(chart, [
      [45, 0],
      [60, 0.08],
      [75, 0.2],
      [95, 0.3],
    ]),
  tell: (chart, routine) => chronicKidneyDisease(chart, routine, onsetOf(chart, 50, 5), chart.random.between(36, 54)),
};

/**
 * Dialysis, billed once a month as units do: one encounter a month stands for its sessions. Access surgery first,
 * anemia treated at the chair, laboratory each month, a plan with its team.
 */
export function dialysis(chart: Chart, start: Day): void {
  chart.body.set(
    'kidneyFiltration',
    curve([
      [start - 1500, 34],
      [start, 9],
      [chart.end, 7],
    ]),
  );
  chart.body.set(
    'hemoglobin',
    curve([
      [start - 400, 11.8],
      [start, 9.1],
      [start + 300, 10.9],
      [chart.end, 11.2],
    ]),
  );
  visitOn(chart, start - 75, { kind: 'procedure', need: 'surgery' }, (visit) => {
    const reason = diagnose(chart, visit, 'kidneyFailure', { onset: start - 90, onsetAs: 'date' });
    perform(chart, visit, 'fistula', reason, 'Left forearm, good thrill');
  });
  months(start, chart.end).forEach((month, turn) => {
    visitOn(chart, workday(month), { kind: 'dialysis', need: 'nephrology' }, (visit) => {
      const reason = diagnose(chart, visit, 'kidneyFailure', { onset: start - 90, onsetAs: 'date' });
      perform(chart, visit, 'dialysis', reason);
      if (turn % 6 === 3) takePanel(chart, visit, 'kidney');
      if (turn % 6 === 0) anemia(chart, visit, start);
      if (turn === 0) plan(chart, visit, reason);
      if (turn % 12 === 6) writeNote(chart, visit);
    });
  });
}

type OpenVisit = Parameters<typeof bloodPressure>[1];

function anemia(chart: Chart, visit: OpenVisit, start: Day): void {
  diagnose(chart, visit, 'kidneyAnemia', { onset: start - 60, onsetAs: 'date' });
  measure(chart, visit, 'hemoglobin');
  bloodPressure(chart, visit);
  administer(chart, visit, 'epoetin');
}

function plan(chart: Chart, visit: OpenVisit, reason: ReturnType<typeof diagnose>): void {
  planCare(chart, visit, {
    title: 'Dialysis plan',
    reason,
    activities: [
      ['snomed', '302497006', 'Hemodialysis three times a week'],
      ['snomed', '61310001', 'Renal diet'],
    ],
    goal: { measure: 'hemoglobin', atLeast: 10, atMost: 11.5, text: 'Hemoglobin between 10 and 11.5' },
    team: colleagues(chart, 'nephrology', 'primary'),
  });
}

/** The fifth day of every month between two days. */
function months(from: Day, to: Day): Day[] {
  const found: Day[] = [];
  let [year, month] = dateOf(from).split('-').map(Number) as [number, number];
  for (;;) {
    const day = dayOf(`${year}-${String(month).padStart(2, '0')}-05`);
    if (day > to) return found;
    if (day >= from) found.push(day);
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
}
