/** What of a record stands beside its content in the read model, for questions to look at. Pure. */
import { AUTHOR_ONLY } from '../../schema/policy/labels.js';
import { codesAt, type FhirObject, idOf, idsAt, isObject, referencesAt, valuesAt } from './fhir-json.js';
import type { OtherRecords } from './projection.js';
import { type Inheritance, inheritancesOf, type KindDefinition } from './record-kind.js';
import { authorsOf } from './sensitivity/note-authors.js';
import { labelsOf, settled } from './sensitivity/record-labels.js';

/** The keys by which a record is found and by which it is decided who may read it, its own and those taken over. */
export function searchKeys(
  content: FhirObject,
  definition: KindDefinition | undefined,
  others: Pick<OtherRecords, 'keysOf'>,
): Record<string, unknown> {
  if (!definition) return {};
  const status = definition.status ? valuesAt(content, definition.status)[0] : undefined;
  const encounter = definition.encounter ? referencesAt(content, definition.encounter)[0] : undefined;
  const keys: Record<string, unknown> = {
    ...(typeof status === 'string' && { status }),
    ...(isObject(status) && { status: codesAt(content, definition.status ?? '')[0] }),
    ...(definition.codes && { codes: definition.codes.flatMap((path) => codesAt(content, path)) }),
    ...(definition.categories && { categories: definition.categories.flatMap((path) => codesAt(content, path)) }),
    ...(encounter !== undefined && { encounter: idOf(encounter, 'Encounter') }),
    ...definition.keys?.(content),
    ...accessKeys(content, definition),
  };
  for (const { element, kind, keys: names, under } of inheritancesOf(definition))
    for (const reference of inheritedReferences(content, element).filter((target) => idOf(target, kind) !== null)) {
      const theirs = others.keysOf(reference);
      for (const name of names) keys[name] = union(keys[name], inheritable(name, theirs?.[under?.[name] ?? name]));
    }
  settleLabels(keys, content, definition.kind);
  return keys;
}

/** What decides who may read the record, as far as it tells itself. */
function accessKeys(content: FhirObject, definition: KindDefinition): Record<string, unknown> {
  const { kind, writers, patient } = definition;
  const ofPractice = writers !== undefined;
  const labels = ofPractice || patient !== undefined || kind === 'Medication';
  return {
    // What belongs to the person bears what its sender put; what it is coded with, an address say, tells no diagnosis.
    ...(labels && { labels: labelsOf(kind, content, ofPractice || kind === 'Medication') }),
    ...(ofPractice && { writers: writersOf(content, writers) }),
  };
}

function writersOf(content: FhirObject, writers: NonNullable<KindDefinition['writers']>): string[] {
  if (typeof writers === 'function') return [...writers(content)].sort();
  return [...new Set(writers.flatMap((path) => idsAt(content, path, 'Organization')))].sort();
}

/** Labels in their order, none where there are none; notes that are their author's say whose. */
function settleLabels(keys: Record<string, unknown>, content: FhirObject, kind: string): void {
  const labels = settled(kind, new Set(union(keys['labels'], [])));
  const authors = authorsOf(labels, content, union(keys['authors'], []));
  if (labels.length > 0) keys['labels'] = labels;
  else delete keys['labels'];
  if (authors) keys['authors'] = authors;
  else delete keys['authors'];
}

/** That a note is its author's alone is of the note. */
function inheritable(name: string, values: unknown): unknown {
  const apart: readonly unknown[] = AUTHOR_ONLY;
  return name === 'labels' && Array.isArray(values) ? values.filter((value) => !apart.includes(value)) : values;
}

function union(mine: unknown, theirs: unknown): string[] {
  const lists = [mine, theirs].flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []));
  return [...new Set(lists.filter((value) => typeof value === 'string'))].sort();
}

/** The records whose keys a record takes over. */
export function inheritedFrom(content: FhirObject, definition: KindDefinition | undefined): string[] {
  return inheritancesOf(definition).flatMap(({ element, kind }) =>
    inheritedReferences(content, element).filter((reference) => idOf(reference, kind) !== null),
  );
}

function inheritedReferences(content: FhirObject, element: Inheritance['element']): readonly string[] {
  if (typeof element !== 'string') return element(content);
  // Most records lack most elements that others take over by.
  const [first = element] = element.split('.', 1);
  return Object.hasOwn(content, first) ? referencesAt(content, element) : [];
}
