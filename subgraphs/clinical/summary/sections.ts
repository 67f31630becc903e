/**
 * The sections of an International Patient Summary (HL7 IPS 1.1, Composition-uv-ips): which records stand in each, and what a
 * reader sees of them. Pure.
 */
import { codesAt, type FhirObject, firstString, isObject, objectsOf, stringOf } from '../../shared/fhir-json.js';
import type { LookedThrough } from '../../shared/record-store.js';

/** A line of a section as people read it. */
export interface Line {
  readonly what: string;
  readonly when: string;
  readonly details: string;
}

export interface Section {
  readonly title: string;
  /** LOINC. */
  readonly code: string;
  /** IPS asks for it also where it is empty. */
  readonly required: boolean;
  readonly kinds: readonly string[];
  readonly holds: (record: FhirObject) => boolean;
  /** Of each code the latest only. */
  readonly latest?: true;
}

const NOT_SO: ReadonlySet<string> = new Set(['entered-in-error', 'refuted', 'cancelled', 'not-done', 'unknown']);

function isSo(record: FhirObject): boolean {
  const said = [stringOf(record['status']), ...codesAt(record, 'verificationStatus')];
  return !said.some((status) => status !== null && NOT_SO.has(status));
}

const OVER: ReadonlySet<string> = new Set(['inactive', 'remission', 'resolved']);

function isOver(condition: FhirObject): boolean {
  return codesAt(condition, 'clinicalStatus').some((code) => OVER.has(code)) || condition['abatementDateTime'] != null;
}

const isActive = (record: FhirObject) => ['active', 'draft', null].includes(stringOf(record['status']));

function isOfCategory(observation: FhirObject, category: string): boolean {
  return codesAt(observation, 'category').includes(category);
}

export const SECTIONS: readonly Section[] = [
  {
    title: 'Problems',
    code: '11450-4',
    required: true,
    kinds: ['Condition'],
    holds: (record) => isSo(record) && !isOver(record),
  },
  {
    title: 'Allergies and intolerances',
    code: '48765-2',
    required: true,
    kinds: ['AllergyIntolerance'],
    holds: (record) => isSo(record) && !isOver(record),
  },
  {
    title: 'Medicines',
    code: '10160-0',
    required: true,
    kinds: ['MedicationRequest', 'MedicationStatement'],
    holds: (record) => isSo(record) && isActive(record),
  },
  { title: 'Immunizations', code: '11369-6', required: false, kinds: ['Immunization'], holds: isSo },
  {
    title: 'Results',
    code: '30954-2',
    required: false,
    kinds: ['Observation'],
    holds: (record) => isSo(record) && isOfCategory(record, 'laboratory'),
    latest: true,
  },
  {
    title: 'Vital signs',
    code: '8716-3',
    required: false,
    kinds: ['Observation'],
    holds: (record) => isSo(record) && isOfCategory(record, 'vital-signs'),
    latest: true,
  },
  { title: 'Procedures', code: '47519-4', required: false, kinds: ['Procedure'], holds: isSo },
  {
    title: 'Past illnesses',
    code: '11348-0',
    required: false,
    kinds: ['Condition'],
    holds: (record) => isSo(record) && isOver(record),
  },
  {
    title: 'Plan of care',
    code: '18776-5',
    required: false,
    kinds: ['CarePlan'],
    holds: (record) => isSo(record) && isActive(record),
  },
];

/** Kinds that any section holds. */
export const SUMMARISED = [...new Set(SECTIONS.flatMap(({ kinds }) => kinds))];

/** The records of a section, the latest first. */
export function recordsOf(section: Section, records: readonly LookedThrough[]): LookedThrough[] {
  const held = records
    .filter(({ kind, content }) => section.kinds.includes(kind) && section.holds(content))
    .sort((a, b) => (b.at?.getTime() ?? 0) - (a.at?.getTime() ?? 0) || (a.id < b.id ? -1 : 1));
  if (!section.latest) return held;
  const seen = new Set<string>();
  return held.filter((record) => {
    const what = lineOf(record).what;
    if (seen.has(what)) return false;
    seen.add(what);
    return true;
  });
}

/** @param names of Medications, by `Medication/1`. */
export function lineOf({ kind, content, at }: LookedThrough, names: ReadonlyMap<string, string> = new Map()): Line {
  const concept = [
    ...['code', 'vaccineCode', 'medicationCodeableConcept'].map((element) => nameAt(content, element)),
    names.get(firstString(content, 'medicationReference.reference') ?? '') ?? null,
  ];
  return {
    what:
      concept.find((name) => name !== null) ??
      firstString(content, 'title') ??
      firstString(content, 'description') ??
      kind,
    when: at?.toISOString().slice(0, 10) ?? '',
    details: detailsOf(content),
  };
}

export function nameAt(content: FhirObject, element: string): string | null {
  return firstString(content, `${element}.text`) ?? firstString(content, `${element}.coding.display`);
}

function detailsOf(content: FhirObject): string {
  const dosage = objectsOf(content['dosageInstruction']).concat(objectsOf(content['dosage']));
  const parts = objectsOf(content['component']).map((part) =>
    `${nameAt(part, 'code') ?? ''} ${shownValue(part) ?? ''}`.trim(),
  );
  const found = [
    shownValue(content),
    ...parts,
    ...dosage.map((one) => stringOf(one['text'])),
    stringOf(content['criticality']),
    ...objectsOf(content['reaction']).map((reaction) => firstString(reaction, 'manifestation.text')),
  ];
  return found.filter((part) => part !== null && part !== '').join('; ');
}

function shownValue(holder: FhirObject): string | null {
  const quantity = holder['valueQuantity'];
  if (isObject(quantity)) {
    const { value, unit, code } = quantity;
    const number = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
    return [number, stringOf(unit) ?? stringOf(code) ?? ''].filter((part) => part !== '').join(' ');
  }
  return stringOf(holder['valueString']) ?? nameAt(holder, 'valueCodeableConcept');
}
