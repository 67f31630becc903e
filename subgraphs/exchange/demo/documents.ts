import { type Chart, dateOfVisit, during, type Problem } from './chart.js';
import { type Code, coded, concept, reference } from './fhir.js';
import { textAttachment } from './performing.js';
import { practitionerName } from './places.js';
import { DIAGNOSES, type DiagnosisName } from './tables/conditions.js';
import type { Sensitivity } from './tables/labels.js';
import { EXAM, NOTE_TEXTS, type NoteText, WELL } from './tables/note-texts.js';
import { PROVIDERS } from './tables/organizations.js';
import type { Visit } from './visits.js';

/** Kinds of clinical documents (LOINC). */
export const DOCUMENTS = {
  progress: ['loinc', '11506-3', 'Progress note'],
  consult: ['loinc', '11488-4', 'Consultation note'],
  emergency: ['loinc', '34111-5', 'Emergency department note'],
  discharge: ['loinc', '18842-5', 'Discharge summary'],
  operation: ['loinc', '11504-8', 'Surgical operation note'],
  psychiatry: ['loinc', '34788-0', 'Psychiatry consultation note'],
  psychotherapy: ['loinc', '11506-3', 'Psychotherapy note'],
} as const satisfies Record<string, Code>;

export type DocumentName = keyof typeof DOCUMENTS;

export interface DocumentDetails {
  readonly text: string;
  readonly sensitivity?: Sensitivity;
  readonly id?: string;
}

/** Files a text of the practitioner of the visit. */
export function fileDocument(chart: Chart, visit: Visit, name: DocumentName, details: DocumentDetails): string {
  const { practitioner } = visit.place;
  const type = DOCUMENTS[name];
  const content = `${type[2]}\n${chart.name}, ${dateOfVisit(visit)}\n\n${details.text}\n\n${practitionerName(practitioner)}\n`;
  return chart.record(
    'DocumentReference',
    {
      status: 'current',
      docStatus: 'final',
      type: concept(type),
      category: [coded(['documentCategory', 'clinical-note', 'Clinical Note'])],
      date: during(visit, visit.lasts + 10),
      author: [reference(`Practitioner/${practitioner.id}`, practitionerName(practitioner))],
      custodian: reference(`Organization/${visit.organization}`, PROVIDERS[visit.organization].name),
      content: [{ attachment: textAttachment(content, type[2]) }],
      context: {
        encounter: [reference(visit.reference)],
        period: { start: during(visit), end: during(visit, visit.lasts) },
      },
    },
    { visit, sensitivity: details.sensitivity, id: details.id },
  );
}

/** A note about what was seen to at the visit, put together from what people say and what is planned. */
export function writeNote(chart: Chart, visit: Visit, name: DocumentName = 'progress'): string {
  const problems = visit.problems.slice(0, 3);
  const texts = problems.flatMap((problem) => textsOf(problem) ?? []);
  const parts = texts.length > 0 ? texts : [WELL];
  const text = [
    `Subjective: ${parts.map(({ says }) => chart.random.pick(says)).join(' ')}`,
    `Objective: ${vitalsLine(chart, visit)} ${chart.random.pick(EXAM)}`,
    `Assessment: ${problems.map(({ diagnosis }) => diagnosis.display).join('; ') || 'Healthy.'}`,
    `Plan: ${parts.map(({ plan }) => chart.random.pick(plan)).join(' ')}`,
  ].join('\n');
  return fileDocument(chart, visit, name, { text });
}

const NAMES = new Map(Object.entries(DIAGNOSES).map(([name, diagnosis]) => [diagnosis, name as DiagnosisName]));

function textsOf({ diagnosis }: Problem): NoteText | undefined {
  const name = NAMES.get(diagnosis as (typeof DIAGNOSES)[DiagnosisName]);
  return name === undefined ? undefined : NOTE_TEXTS[name];
}

function vitalsLine(chart: Chart, { day }: Visit): string {
  const level = (name: 'systolic' | 'diastolic' | 'heartRate') => Math.round(chart.body.level(name, day));
  const pulse = `Pulse ${level('heartRate')}.`;
  return chart.age(day) < 10 ? pulse : `BP ${level('systolic')}/${level('diastolic')}. ${pulse}`;
}
