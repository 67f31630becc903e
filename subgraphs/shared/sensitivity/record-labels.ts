/**
 * The sensitivity labels of one record: those its sender put, and those that its codes give by our table. Pure: the same
 * content gives the same labels, so the read model can be rebuilt to the same bytes. What a record takes over from its
 * visit and from what it names is added where it is projected.
 */
import { LRUCache } from 'lru-cache';
import { ALL_LABELS, AUTHOR_ONLY, type Label } from '../../../schema/policy/labels.js';
import { asList, type FhirObject, type FhirValue, isObject, stringOf } from '../fhir-json.js';
import { CODE_SYSTEMS, type CodeSystem, type WordGroup } from './code-group.js';
import { codeSystemOf, isComplete, systemsByForm } from './code-systems.js';
import { visitCodedPlaces } from './coded-places.js';
import { labelsOfSecurity } from './security-labels.js';
import { groupsOf, SENSITIVITY_TABLE } from './sensitivity-table.js';

/** Why a record bears a label: where it says so, and what the table knows of it. */
export interface Reason {
  readonly label: Label;
  /** `meta.security`, `code`, `component.code`, ... */
  readonly element: string;
  /** The code and its group of the table, a group of words, or that the sender put it. */
  readonly because: string;
}

type Found = (labels: readonly Label[], element: string, because: () => string) => void;

/** Notes: what the name of their type says makes them their author's. */
const NOTES: ReadonlySet<string> = new Set([
  'DocumentReference',
  'Composition',
  'ClinicalImpression',
  'DiagnosticReport',
  'Observation',
]);

/**
 * That somebody does not tolerate a medicine does not say that they take it, and hiding it from those who prescribe
 * does harm: only what its sender put, and what its visit is, labels an allergy.
 */
const NEVER_CODED: ReadonlySet<string> = new Set(['AllergyIntolerance']);

/**
 * The labels of a record, in a fixed order, each once.
 * @param coded whether its codes and words are judged, not only what was put
 */
export function labelsOf(kind: string, content: FhirObject, coded = true): Label[] {
  const bears = new Set<Label>();
  findLabels(kind, content, coded, (labels) => {
    for (const label of labels) bears.add(label);
  });
  return settled(kind, bears);
}

/** Why a record bears its own labels: each reason once, in the order in which its elements tell. */
export function whyLabelled(kind: string, content: FhirObject, coded = true): Reason[] {
  const reasons = new Map<string, Reason>();
  findLabels(kind, content, coded, (labels, element, because) => {
    for (const label of labels) {
      const reason = { label, element, because: because() };
      reasons.set(JSON.stringify(reason), reason);
    }
  });
  const bears = new Set([...reasons.values()].map(({ label }) => label));
  const added = settled(kind, bears).filter((label) => !bears.has(label));
  return [...reasons.values(), ...added.map((label) => ({ label, element: 'type', because: COUNSELLING }))];
}

const COUNSELLING = 'a psychotherapy note on substance use is a counselling note (42 CFR 2.11)';

/** A record's labels in their order. A therapist's own note on substance use is a counselling note as well. */
export function settled(kind: string, bears: ReadonlySet<unknown>): Label[] {
  const counselling = NOTES.has(kind) && bears.has('SUD') && bears.has('PSYTHPN');
  return ALL_LABELS.filter((label) => bears.has(label) || (counselling && label === 'SUDCN'));
}

/**
 * What a visit passes on to its parts: the labels put on it, and those of what it was for. A diagnosis that stands among
 * others makes the visit's own record sensitive, since it names it, but not each blood pressure that was taken there.
 */
export function labelsOfVisit(content: FhirObject): Label[] {
  const { meta, type, class: visitClass, serviceType, reasonCode } = content;
  const own = labelsOf('Encounter', { meta, type, class: visitClass, serviceType, reasonCode });
  return own.filter((label) => !(AUTHOR_ONLY as readonly Label[]).includes(label));
}

function findLabels(kind: string, content: FhirObject, coded: boolean, found: Found): void {
  putLabels(content, found);
  const judged = coded && !NEVER_CODED.has(kind);
  visitCodedPlaces(content, {
    security: (entry, element) => put(entry, element, found),
    coding: judged ? (coding, element) => judgeCoding(coding, element, found) : () => true,
    words: judged ? (text, element) => judgeWords(SENSITIVITY_TABLE.words, text, element, found) : () => undefined,
  });
  if (NOTES.has(kind)) judgeNoteType(content, found);
}

function putLabels(content: FhirObject, found: Found): void {
  const { meta, securityLabel } = content;
  for (const entry of isObject(meta) ? asList(meta['security']) : []) put(entry, 'meta.security', found);
  for (const concept of asList(securityLabel))
    for (const entry of isObject(concept) ? asList(concept['coding'] ?? concept) : [concept])
      put(entry, 'securityLabel', found);
}

function put(entry: FhirValue, element: string, found: Found): void {
  found(labelsOfSecurity(entry), element, () => {
    const code = isObject(entry) ? stringOf(entry['code']) : null;
    return code === null ? 'its sender put a label that cannot be read' : `its sender put ${code}`;
  });
}

/** Returns whether the code settles the matter, so that words beside it need not be asked. */
function judgeCoding(coding: FhirObject, element: string, found: Found): boolean {
  const code = stringOf(coding['code']);
  if (code === null) return false;
  const given = stringOf(coding['system']);
  const named = given === null ? null : codeSystemOf(given);
  if (given !== null && named === null) return false;
  const systems: readonly CodeSystem[] = named === null ? systemsByForm(code.trim()) : [named];
  let settles = named !== null && isComplete(named);
  for (const system of systems) {
    const groups = groupsOf(system, code);
    if (groups === null) continue;
    // A code that only looks like one of the system does not silence the words.
    settles ||= named !== null;
    for (const { labels, name } of groups) found(labels, element, () => `${CODE_SYSTEMS[system]} ${code}: ${name}`);
  }
  return settles;
}

function judgeWords(groups: readonly WordGroup[], text: string, element: string, found: Found): void {
  for (const { labels, name } of groupsIn(groups, text)) found(labels, element, () => name);
}

/** Displays repeat by the thousand; notes do not. */
const remembered = new LRUCache<string, readonly WordGroup[]>({ max: 20_000 });
const LONGEST_REMEMBERED = 200;

function groupsIn(groups: readonly WordGroup[], text: string): readonly WordGroup[] {
  const judge = () => groups.filter(({ pattern }) => pattern.test(text));
  if (text.length > LONGEST_REMEMBERED || groups !== SENSITIVITY_TABLE.words) return judge();
  const known = remembered.get(text);
  if (known) return known;
  const judged = judge();
  remembered.set(text, judged);
  return judged;
}

/** The names of a note's type, wherever senders write them. */
function judgeNoteType(content: FhirObject, found: Found): void {
  for (const element of ['type', 'code', 'category', 'description', 'title'])
    if (content[element] !== undefined)
      visitCodedPlaces(
        { [element]: content[element] },
        {
          coding: () => false,
          words: (text, place) => judgeWords(SENSITIVITY_TABLE.notes, text, place, found),
          security: () => undefined,
        },
      );
}
