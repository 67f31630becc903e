import type { Chart, Problem } from '../chart.js';
import type { Day } from '../days.js';
import { writeNote } from '../documents.js';
import { find, measure, takePanel } from '../measuring.js';
import { image, perform } from '../performing.js';
import { placeFor } from '../places.js';
import type { DiagnosisName } from '../tables/conditions.js';
import type { DrugName } from '../tables/medications.js';
import type { OrganizationId } from '../tables/organizations.js';
import { diagnose, prescribe } from '../treating.js';
import type { Visit, VisitRequest } from '../visits.js';
import { canSee, urgentVisit, visitOn } from './ailment.js';

/** Something that comes and goes. `ages` are the years of life in which it happens, `weight` how often. */
interface ShortIllness {
  readonly diagnosis: DiagnosisName;
  readonly ages: readonly [number, number];
  readonly weight: number;
  readonly lasts: number;
  readonly urgent?: true;
  readonly only?: 'female';
  readonly drug?: DrugName;
  readonly more?: (chart: Chart, visit: Visit, reason: Problem) => void;
}

const ILLNESSES: readonly ShortIllness[] = [
  { diagnosis: 'sinusitis', ages: [6, 99], weight: 10, lasts: 12 },
  { diagnosis: 'bronchitis', ages: [3, 99], weight: 8, lasts: 18 },
  {
    diagnosis: 'strepThroat',
    ages: [4, 40],
    weight: 8,
    lasts: 9,
    drug: 'amoxicillin',
    more: (chart, visit) => find(chart, visit, 'strep', 'positive'),
  },
  { diagnosis: 'earInfection', ages: [0, 9], weight: 16, lasts: 10, drug: 'amoxicillin' },
  { diagnosis: 'urinaryInfection', ages: [16, 99], weight: 8, lasts: 7, only: 'female', drug: 'nitrofurantoin' },
  {
    diagnosis: 'influenza',
    ages: [1, 99],
    weight: 5,
    lasts: 9,
    more: (chart, visit) => find(chart, visit, 'influenza', 'positive'),
  },
  {
    diagnosis: 'covid',
    ages: [2, 99],
    weight: 6,
    lasts: 14,
    more: (chart, visit) => find(chart, visit, 'covid', 'positive'),
  },
  {
    diagnosis: 'pneumonia',
    ages: [45, 99],
    weight: 3,
    lasts: 25,
    urgent: true,
    drug: 'azithromycin',
    more(chart, visit, reason) {
      measure(chart, visit, 'oxygen', 'temperature', 'breathRate');
      takePanel(chart, visit, 'bloodCount');
      image(chart, visit, 'chestXray', reason, 'Consolidation of the right lower lobe.');
    },
  },
  {
    diagnosis: 'ankleSprain',
    ages: [8, 70],
    weight: 6,
    lasts: 30,
    drug: 'ibuprofen',
    more: (chart, visit) => measure(chart, visit, 'pain'),
  },
  {
    diagnosis: 'forearmFracture',
    ages: [5, 90],
    weight: 4,
    lasts: 60,
    urgent: true,
    drug: 'acetaminophen',
    more(chart, visit, reason) {
      image(chart, visit, 'forearmXray', reason, 'Fracture of the distal radius, not displaced.');
      perform(chart, visit, 'plasterCast', reason);
    },
  },
  {
    diagnosis: 'handCut',
    ages: [4, 80],
    weight: 4,
    lasts: 14,
    urgent: true,
    more: (chart, visit, reason) => perform(chart, visit, 'woundSuture', reason),
  },
  {
    diagnosis: 'concussion',
    ages: [9, 80],
    weight: 2,
    lasts: 21,
    urgent: true,
    more: (chart, visit, reason) => image(chart, visit, 'headCt', reason),
  },
  { diagnosis: 'reflux', ages: [20, 90], weight: 5, lasts: 90, drug: 'omeprazole' },
  { diagnosis: 'eczema', ages: [0, 30], weight: 5, lasts: 60 },
  { diagnosis: 'hayFever', ages: [6, 60], weight: 5, lasts: 80, drug: 'loratadine' },
  {
    diagnosis: 'gallstones',
    ages: [30, 80],
    weight: 1.2,
    lasts: 40,
    urgent: true,
    more: operated('gallbladderRemoval'),
  },
  { diagnosis: 'appendicitis', ages: [8, 50], weight: 1, lasts: 20, urgent: true, more: operated('appendectomy') },
  { diagnosis: 'cataract', ages: [65, 95], weight: 5, lasts: 90, more: operated('cataractSurgery') },
];

function operated(act: 'gallbladderRemoval' | 'appendectomy' | 'cataractSurgery') {
  return (chart: Chart, visit: Visit, reason: Problem): void => {
    if (canSee(chart, 'surgery')) perform(chart, visit, act, reason, 'No complication');
  };
}

/** A few short illnesses and injuries over the years of the records. */
export function shortIllnesses(chart: Chart, perYear: number): void {
  const { historyStart } = chart.person;
  const count = Math.floor(((chart.end - historyStart) / 365) * perYear + chart.random.next());
  for (let turn = 0; turn < count; turn += 1) {
    const day = chart.random.integer(historyStart + 5, Math.max(historyStart + 5, chart.end - 3));
    const fitting = ILLNESSES.filter((illness) => fits(chart, illness, day)).map(
      (illness) => [illness, illness.weight] as const,
    );
    if (fitting.length > 0) fallIll(chart, chart.random.weighted(fitting), day);
  }
}

/** One short illness seen at another organisation than home: people are on their way, or home is closed. */
export function illnessElsewhere(chart: Chart, organization: OrganizationId): void {
  const { historyStart, number } = chart.person;
  const day = chart.random.integer(historyStart + 5, Math.max(historyStart + 5, chart.end - 3));
  const fitting = ILLNESSES.filter((illness) => illness.urgent !== true && fits(chart, illness, day));
  const { practitioner } = placeFor([organization], chart.age(day) < 18 ? 'pediatrics' : 'primary', number);
  if (fitting.length > 0) fallIll(chart, chart.random.pick(fitting), day, practitioner.id);
}

function fits(chart: Chart, { ages, only }: ShortIllness, day: Day): boolean {
  const years = chart.age(day);
  return years >= ages[0] && years <= ages[1] && (only === undefined || only === chart.person.sex);
}

function fallIll(chart: Chart, illness: ShortIllness, day: Day, practitioner?: string): void {
  const request = requestFor(chart, illness, day);
  const elsewhere = practitioner === undefined ? request : { ...request, kind: 'problem' as const, practitioner };
  visitOn(chart, day, elsewhere, (visit) => {
    const over = visit.day + illness.lasts;
    const reason = diagnose(chart, visit, illness.diagnosis, over <= chart.end ? { until: over } : {});
    if (chart.random.chance(0.4)) measure(chart, visit, 'temperature');
    illness.more?.(chart, visit, reason);
    if (illness.drug !== undefined) {
      const fills = chart.random.chance(0.5) ? 1 : 0;
      prescribe(chart, visit, illness.drug, { reason, until: visit.day + Math.min(illness.lasts, 30), fills });
    }
    if (chart.random.chance(0.3)) writeNote(chart, visit, illness.urgent === true ? 'emergency' : 'progress');
  });
}

function requestFor(chart: Chart, illness: ShortIllness, day: Day): VisitRequest {
  if (illness.urgent === true) return urgentVisit(chart);
  if (chart.age(day) >= 18 && chart.random.chance(0.15)) return { kind: 'video', need: 'primary' };
  return { kind: 'problem', need: chart.age(day) < 18 ? 'pediatrics' : 'primary' };
}
