/**
 * All places of a record that tell what it is about: codings wherever they stand, the words beside them, names of
 * records referred to, and notes. A walk over everything, so that no element is forgotten; vocabularies that tell how a
 * record is filed (categories, statuses) are in no table and say nothing.
 */
import { asList, type FhirObject, type FhirValue, isObject, objectsOf, stringOf } from '../fhir-json.js';

export interface CodedPlaces {
  /** @returns whether the system leaves words beside the code without meaning */
  readonly coding: (coding: FhirObject, path: string) => boolean;
  readonly words: (text: string, path: string) => void;
  /** Security labels of contained resources and of elements (DS4P inline labels). */
  readonly security: (entry: FhirValue, path: string) => void;
}

/**
 * Narrative repeats the record in markup; what identifies, files and dates a record is no medical fact. Labels are read
 * apart.
 */
const SILENT: ReadonlySet<string> = new Set([
  'meta',
  'securityLabel',
  'identifier',
  'div',
  'relationship',
  'clinicalStatus',
  'verificationStatus',
]);

/** Plain text which people write about the patient. */
const PROSE: ReadonlySet<string> = new Set([
  'description',
  'conclusion',
  'note',
  'patientInstruction',
  'comment',
  'reasonString',
  'title',
]);

/** Those whose names say nothing about what is the matter. */
const NAMED_PARTIES = /^(?:Patient|RelatedPerson|Practitioner|PractitionerRole|Organization|Location)\b/;

const INLINE_LABEL = /inline-sec(?:urity)?-label$/;

/** A document longer than this is read up to here: enough for any note, little enough for an import. */
const MOST_TEXT = 64_000;

export function visitCodedPlaces(content: FhirObject, places: CodedPlaces): void {
  walkObject(content, '', places);
}

function walk(value: FhirValue | undefined, path: string, key: string, places: CodedPlaces): void {
  if (Array.isArray(value)) {
    for (const inner of value) walk(inner, path, key, places);
    return;
  }
  if (isObject(value)) walkObject(value, path, places);
  else if (typeof value === 'string' && PROSE.has(key)) places.words(value, path);
}

function walkObject(value: FhirObject, path: string, places: CodedPlaces): void {
  if (value['coding'] !== undefined) {
    concept(value, path, places);
    return;
  }
  const code = value['code'];
  if (typeof code === 'string' && (typeof value['system'] === 'string' || typeof value['display'] === 'string')) {
    const settled = places.coding(value, path);
    if (!settled && typeof value['display'] === 'string') places.words(value['display'], path);
    return;
  }
  if (typeof value['text'] === 'string') places.words(value['text'], path);
  if (typeof value['display'] === 'string') named(value, value['display'], path, places);
  attachment(value, path, places);
  for (const key of Object.keys(value)) {
    const inner = value[key];
    if (key === 'meta') contained(inner, path, places);
    if (key === 'url' && typeof inner === 'string' && INLINE_LABEL.test(inner))
      places.security(value['valueCoding'] ?? null, path);
    if (inner === undefined || SILENT.has(key)) continue;
    if (typeof inner === 'object' || PROSE.has(key)) walk(inner, path === '' ? key : `${path}.${key}`, key, places);
  }
}

function concept(value: FhirObject, path: string, places: CodedPlaces): void {
  for (const coding of objectsOf(value['coding'])) {
    const settled = places.coding(coding, path);
    const display = stringOf(coding['display']);
    if (!settled && display !== null) places.words(display, path);
  }
  if (typeof value['text'] === 'string') places.words(value['text'], path);
  // Senders put inline labels and codes of their own into extensions of the concept.
  for (const extension of objectsOf(value['extension'])) walkObject(extension, path, places);
}

/** The name of a record referred to: a diagnosis is often told by it alone. */
function named(value: FhirObject, display: string, path: string, places: CodedPlaces): void {
  const target = stringOf(value['reference']) ?? stringOf(value['type']) ?? '';
  if (!NAMED_PARTIES.test(target)) places.words(display, path);
}

/** Labels of what is contained; those of the record itself are read apart. */
function contained(meta: FhirValue | undefined, path: string, places: CodedPlaces): void {
  if (path === '' || !isObject(meta)) return;
  for (const entry of asList(meta['security'])) places.security(entry, path);
}

function attachment(value: FhirObject, path: string, places: CodedPlaces): void {
  const data = value['data'];
  if (typeof data !== 'string' || !/^text\//.test(stringOf(value['contentType']) ?? '')) return;
  places.words(Buffer.from(data.slice(0, Math.ceil(MOST_TEXT / 3) * 4), 'base64').toString('utf8'), path);
}
