import { curve } from '../body.js';
import type { Chart } from '../chart.js';
import type { Day } from '../days.js';
import { fileDocument, writeNote } from '../documents.js';
import { bloodPressure, find, measure, takePanel } from '../measuring.js';
import { image, perform } from '../performing.js';
import { planCare } from '../planning.js';
import { diagnose, prescribe } from '../treating.js';
import type { Visit, VisitRequest } from '../visits.js';
import { type Ailment, byAge, onsetOf, visitOn } from './ailment.js';

export const PREGNANCY_DAYS = 280;

/** Days after the last period on which prenatal visits are. */
const VISITS = [62, 90, 118, 146, 174, 196, 210, 224, 238, 250, 262] as const;

export interface PregnancyCourse {
  /** Day of birth; the due day is near it. */
  readonly birth: Day;
  readonly cesarean: boolean;
  readonly gestationalDiabetes: boolean;
  /** Every visit, or every other one, to keep ordinary charts small. */
  readonly visits: 'all' | 'some';
  readonly deliveryId?: string;
  readonly deliveredBy?: string;
  /** Local minutes since midnight of the admission. */
  readonly deliveredAt?: number;
}

/** A pregnancy: visits, blood tests, ultrasounds, birth in hospital, a visit after it. */
export function pregnancyArc(chart: Chart, course: PregnancyCourse): void {
  const start = course.birth - PREGNANCY_DAYS;
  const before = chart.body.level('weight', start);
  chart.body.set(
    'weight',
    curve([
      [start, before],
      [course.birth, before + 12.5],
      [course.birth + 60, before + 3],
    ]),
  );
  chart.body.set('fundalHeight', (day) => Math.round((day - start) / 7));
  const days = VISITS.filter((_, index) => course.visits === 'all' || index % 3 === 0);
  days.forEach((after, turn) => {
    if (start + after >= course.birth) return;
    visitOn(chart, start + after, { kind: 'prenatal', need: 'obstetrics' }, (visit) =>
      prenatalVisit(chart, visit, course, { start, turn, after }),
    );
  });
  if (course.birth <= chart.end) deliver(chart, course);
}

function prenatalVisit(
  chart: Chart,
  visit: Visit,
  course: PregnancyCourse,
  at: { start: Day; turn: number; after: number },
): void {
  const over = course.birth <= chart.end ? { until: course.birth } : {};
  const known = chart.problems.find((problem) => problem.diagnosis.display === 'Pregnancy' && at.turn > 0);
  const reason = known ?? diagnose(chart, visit, 'pregnancy', { onset: at.start, onsetAs: 'date', ...over });
  if (!visit.problems.includes(reason)) visit.problems.push(reason);
  bloodPressure(chart, visit);
  measure(chart, visit, 'weight');
  if (at.after > 140) measure(chart, visit, 'fundalHeight', 'fetalHeartRate');
  if (at.turn === 0) firstVisit(chart, visit, reason);
  if (at.after === 146) image(chart, visit, 'fetalUltrasound', reason);
  if (at.after === 196 && course.gestationalDiabetes) sugarInPregnancy(chart, visit, course.birth);
  if (at.turn % 2 === 0) writeNote(chart, visit);
}

function firstVisit(chart: Chart, visit: Visit, reason: ReturnType<typeof diagnose>): void {
  find(chart, visit, 'bloodGroup', chart.random.chance(0.5) ? 'o' : 'a');
  takePanel(chart, visit, 'bloodCount');
  find(chart, visit, 'hivAntibody', 'negative');
  planCare(chart, visit, {
    title: 'Prenatal care plan',
    reason,
    activities: [
      ['snomed', '424619006', 'Prenatal visits'],
      ['snomed', '61310001', 'Nutrition education'],
    ],
  });
}

function sugarInPregnancy(chart: Chart, visit: Visit, birth: Day): void {
  chart.body.set(
    'hba1c',
    curve([
      [visit.day - 90, 5.3],
      [visit.day, 6.1],
      [birth, 5.8],
      [birth + 90, 5.4],
    ]),
  );
  const reason = diagnose(chart, visit, 'gestationalDiabetes', birth <= chart.end ? { until: birth } : {});
  takePanel(chart, visit, 'hba1c');
  perform(chart, visit, 'nutritionAdvice', reason);
}

function deliver(chart: Chart, course: PregnancyCourse): void {
  const { deliveryId, deliveredBy, deliveredAt } = course;
  const request: VisitRequest = {
    kind: 'inpatient',
    need: 'obstetrics',
    nights: course.cesarean ? 4 : 2,
    ...(deliveryId === undefined ? {} : { id: deliveryId }),
    ...(deliveredBy === undefined ? {} : { practitioner: deliveredBy }),
    ...(deliveredAt === undefined ? {} : { at: deliveredAt }),
  };
  visitOn(chart, course.birth, request, (visit) => {
    const reason = chart.problems.find(({ diagnosis }) => diagnosis.display === 'Pregnancy');
    if (reason !== undefined) visit.problems.push(reason);
    perform(chart, visit, course.cesarean ? 'cesarean' : 'childbirth', reason, 'Living child');
    takePanel(chart, visit, 'bloodCount');
    bloodPressure(chart, visit);
    if (course.cesarean) prescribe(chart, visit, 'ibuprofen', { reason, until: visit.day + 14 });
    fileDocument(chart, visit, 'discharge', {
      text: `${course.cesarean ? 'Cesarean' : 'Spontaneous'} birth at term, mother and child well. Feeding begun. Seen again in two weeks.`,
    });
  });
  visitOn(chart, course.birth + 14, { kind: 'postnatal', need: 'obstetrics' }, (visit) => {
    bloodPressure(chart, visit);
    measure(chart, visit, 'weight', 'depressionScore');
    writeNote(chart, visit);
  });
}

export const pregnancy: Ailment = {
  name: 'pregnancy',
  chance: (chart) =>
    chart.person.sex === 'female'
      ? byAge(chart, [
          [19, 0],
          [24, 0.2],
          [34, 0.3],
          [42, 0.05],
          [45, 0],
        ])
      : 0,
  tell(chart) {
    const { random } = chart;
    const birth = Math.max(onsetOf(chart, 20, 4), chart.person.historyStart + 260) + random.integer(0, 240);
    pregnancyArc(chart, {
      birth,
      cesarean: random.chance(0.3),
      gestationalDiabetes: random.chance(0.15),
      visits: 'some',
    });
  },
};
