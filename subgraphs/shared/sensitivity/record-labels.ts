/**
 * The sensitivity labels of one record: those its sender put, and those that its codes give by our table. Pure: the same
 * content gives the same labels, so the read model can be rebuilt to the same bytes.
 */
import { ALL_LABELS, AUTHOR_ONLY, type Label } from '../../../schema/policy/labels.js';
import { asList, type FhirObject, type FhirValue, isObject, objectsOf, referencesAt, stringOf } from '../fhir-json.js';
import { codeSystemOf, isComplete, systemsByForm } from './code-systems.js';
import { labelsOfSecurity } from './security-labels.js';
import { groupsOf, SENSITIVITY_TABLE } from './sensitivity-table.js';

/** Why a record bears a label: where it says so, and what the table knows of it. Never what the record says. */
export interface Reason {
  readonly label: Label;
  /** `meta.security`, `code`, `component.code`, ... */
  readonly element: string;
  /** A group of the table, or that the sender put it. */
  readonly because: string;
}

/** Parts of a resource that say nothing of what it is about. */
const ASIDE: ReadonlySet<string> = new Set([
  'meta',
  'text',
  'contained',
  'extension',
  'modifierExtension',
  'identifier',
  'securityLabel',
  'clinicalStatus',
  'verificationStatus',
  'relationship',
]);

/** Notes: what the name of their type says makes them their author's. */
const NOTES: ReadonlySet<string> = new Set(['DocumentReference', 'Composition', 'ClinicalImpression']);

/** The labels of a record, in a fixed order, each once. `coded`: whether its codes are judged, not only what was put. */
export function labelsOf(kind: string, content: FhirObject, coded = true): Label[] {
  const labels = new Set(whyLabelled(kind, content, coded).map(({ label }) => label));
  return ALL_LABELS.filter((label) => labels.has(label));
}

export function whyLabelled(kind: string, content: FhirObject, coded = true): Reason[] {
  const put = putLabels(content);
  const derived = coded ? [...noteReasons(kind, content), ...codedReasons(content, '')] : [];
  const reasons = [...put, ...derived];
  const bears = new Set(reasons.map(({ label }) => label));
  // A therapist's own note on substance use is a counselling note (42 CFR 2.11) as well.
  if (bears.has('SUD') && bears.has('PSYTHPN'))
    reasons.push({ label: 'SUDCN', element: 'meta.security', because: 'a psychotherapy note on substance use' });
  return reasons;
}

function putLabels(content: FhirObject): Reason[] {
  const meta = content['meta'];
  const security = isObject(meta) ? meta['security'] : undefined;
  const entries = [
    ...asList(security).map((entry) => ({ element: 'meta.security', entry })),
    ...objectsOf(content['securityLabel']).flatMap((concept) =>
      asList(concept['coding']).map((entry) => ({ element: 'securityLabel', entry })),
    ),
  ];
  return entries.flatMap(({ element, entry }) =>
    labelsOfSecurity(entry).map((label) => ({ label, element, because: 'its sender put it' })),
  );
}

function noteReasons(kind: string, content: FhirObject): Reason[] {
  if (!NOTES.has(kind)) return [];
  const words = [...wordsOf(content['type']), ...asList(content['description']), ...asList(content['title'])];
  return reasonsByWords(SENSITIVITY_TABLE.notes, words, 'type');
}

/** What the codings of a resource give, wherever they stand in it. */
function codedReasons(value: FhirValue, element: string): Reason[] {
  if (Array.isArray(value)) return value.flatMap((inner) => codedReasons(inner, element));
  if (!isObject(value) || typeof value['reference'] === 'string') return [];
  if (Array.isArray(value['coding'])) return conceptReasons(objectsOf(value['coding']), wordsOf(value), element);
  if (typeof value['code'] === 'string' && typeof value['system'] === 'string')
    return conceptReasons([value], wordsOf(value), element);
  if (isBareConcept(value)) return conceptReasons([], wordsOf(value), element);
  return Object.entries(value).flatMap(([name, inner]) =>
    inner === undefined || ASIDE.has(name) ? [] : codedReasons(inner, element === '' ? name : `${element}.${name}`),
  );
}

/** A concept of which only words were sent. */
function isBareConcept(value: FhirObject): boolean {
  const keys = Object.keys(value);
  return keys.length === 1 && keys[0] === 'text' && typeof value['text'] === 'string';
}

/** Codes decide; words where no code of the concept has its place in the table. */
function conceptReasons(codings: readonly FhirObject[], words: readonly FhirValue[], element: string): Reason[] {
  const reasons: Reason[] = [];
  let judged = false;
  for (const coding of codings) {
    const code = stringOf(coding['code']);
    if (code === null) continue;
    for (const system of systemsOf(stringOf(coding['system']), code)) {
      const groups = groupsOf(system, code);
      judged ||= groups !== null || isComplete(system);
      for (const { labels, name } of groups ?? [])
        reasons.push(...labels.map((label) => ({ label, element, because: `${name} (${system})` })));
    }
  }
  return judged ? reasons : reasonsByWords(SENSITIVITY_TABLE.words, words, element);
}

function systemsOf(system: string | null, code: string) {
  if (system === null) return systemsByForm(code);
  const known = codeSystemOf(system);
  return known === null ? [] : [known];
}

function reasonsByWords(
  groups: typeof SENSITIVITY_TABLE.words,
  words: readonly FhirValue[],
  element: string,
): Reason[] {
  const texts = words.filter((word) => typeof word === 'string');
  return groups
    .filter(({ pattern }) => texts.some((text) => pattern.test(text)))
    .flatMap(({ labels, name }) => labels.map((label) => ({ label, element, because: name })));
}

/** The text of a concept and the displays of its codings. */
function wordsOf(concept: FhirValue | undefined): FhirValue[] {
  return objectsOf(concept).flatMap((value) => [
    ...asList(value['text']),
    ...asList(value['display']),
    ...objectsOf(value['coding']).flatMap(({ display }) => asList(display)),
  ]);
}

/** Who wrote a note that stays with its author, in the elements FHIR has for it. */
const AUTHOR_PATHS = ['author', 'performer', 'performer.actor', 'recorder', 'asserter', 'assessor'] as const;

/** Ids of the practitioners who wrote the record; null for one that is nobody's alone. */
export function authorsOf(labels: readonly Label[], content: FhirObject): string[] | null {
  if (!AUTHOR_ONLY.some((label) => labels.includes(label))) return null;
  const authors = AUTHOR_PATHS.flatMap((path) => referencesAt(content, path))
    .filter((reference) => reference.startsWith('Practitioner/'))
    .map((reference) => reference.slice('Practitioner/'.length));
  return [...new Set(authors)].sort();
}
