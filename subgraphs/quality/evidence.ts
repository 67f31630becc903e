/**
 * The records that decided: for each population those in which its criteria found what they ask for. The logic (ELM) is
 * walked from the population's expression along what holds; where a part of it gave records, these are the evidence, and
 * what lies below (all records of a type, before they were filtered) is not.
 */
import { type FhirObject, firstString, isObject, objectsOf, stringOf, valuesAt } from '../shared/fhir-json.js';
import type { GroupResult, PartResults } from './engine-types.js';

export interface Logic {
  /** The name of the library whose expressions the populations name. */
  readonly main: string;
  /** By library name: its expressions, and what the names of included libraries stand for. */
  readonly libraries: ReadonlyMap<string, LogicLibrary>;
}

interface LogicLibrary {
  readonly expressions: ReadonlyMap<string, FhirObject>;
  readonly includes: ReadonlyMap<string, string>;
}

export function logicOf(bundle: FhirObject, measure: FhirObject): Logic {
  const libraries = new Map<string, LogicLibrary>();
  const names = new Map<string, string>();
  for (const { resource } of objectsOf(bundle['entry'])) {
    if (!isObject(resource) || resource['resourceType'] !== 'Library') continue;
    const elm = elmIn(resource);
    const name = elm === null ? null : firstString(elm, 'identifier.id');
    if (elm === null || name === null) continue;
    names.set(stringOf(resource['url']) ?? '', name);
    libraries.set(name, libraryOf(elm));
  }
  const [wanted] = valuesAt(measure, 'library');
  return { main: names.get(String(wanted).split('|')[0] ?? '') ?? '', libraries };
}

function elmIn(library: FhirObject): FhirObject | null {
  const content = objectsOf(library['content']).find((part) => part['contentType'] === 'application/elm+json');
  const data = content === undefined ? null : stringOf(content['data']);
  const elm: unknown = data === null ? null : JSON.parse(Buffer.from(data, 'base64').toString('utf8'));
  return isObject(elm) && isObject(elm['library']) ? elm['library'] : null;
}

function libraryOf(elm: FhirObject): LogicLibrary {
  const statements = valuesAt(elm, 'statements.def').filter(isObject);
  return {
    // Functions have no result of their own: what they were given does.
    expressions: new Map(
      statements
        .filter((statement) => statement['type'] !== 'FunctionDef')
        .map((statement) => [stringOf(statement['name']) ?? '', statement]),
    ),
    includes: new Map(
      valuesAt(elm, 'includes.def')
        .filter(isObject)
        .map((included) => [
          stringOf(included['localIdentifier']) ?? '',
          (stringOf(included['path']) ?? '').split('/').at(-1) ?? '',
        ]),
    ),
  };
}

const TAKES_OUT = /exclusion|exception/;

/** References (`Type/id`) by the id of the population for which they decided. */
export function evidenceOf(logic: Logic, group: GroupResult, parts: PartResults): Map<string, string[]> {
  const walk = new EvidenceWalk(logic, parts);
  const found = new Map<string, string[]>();
  for (const [index, { populationId, populationType, criteriaExpression, result }] of (
    group.populationResults ?? []
  ).entries()) {
    if (criteriaExpression === undefined) continue;
    // Who was not taken out was not by anything: what came near it has decided nothing.
    const isOut = !result && TAKES_OUT.test(populationType);
    found.set(populationId ?? `${populationType}-${index}`, isOut ? [] : walk.from(criteriaExpression, result));
  }
  return found;
}

class EvidenceWalk {
  readonly #logic: Logic;
  readonly #parts: PartResults;

  constructor(logic: Logic, parts: PartResults) {
    this.#logic = logic;
    this.#parts = parts;
  }

  /** @param holds whether the person is in the population: then only what holds has decided. */
  from(expression: string, holds: boolean): string[] {
    const found = new Set<string>();
    this.#statement(this.#logic.main, expression, holds, found, new Set());
    return [...found].sort();
  }

  #statement(library: string, name: string, holds: boolean, found: Set<string>, seen: Set<string>): void {
    const statement = this.#logic.libraries.get(library)?.expressions.get(name);
    if (statement === undefined || seen.has(`${library} ${name}`)) return;
    seen.add(`${library} ${name}`);
    this.#node(library, statement['expression'], holds, found, seen);
  }

  #node(at: string, node: unknown, holds: boolean, found: Set<string>, seen: Set<string>): void {
    if (Array.isArray(node)) {
      for (const inner of node) this.#node(at, inner, holds, found, seen);
      return;
    }
    if (!isObject(node)) return;
    const localId = stringOf(node['localId']);
    const results = this.#parts[at] ?? {};
    if (localId !== null && Object.hasOwn(results, localId)) {
      const value = results[localId];
      const records = recordsIn(value);
      for (const reference of records) found.add(reference);
      if (records.length > 0 || (holds && isNothing(value))) return;
    }
    if (node['type'] === 'ExpressionRef') {
      const alias = stringOf(node['libraryName']);
      const library = alias === null ? at : this.#logic.libraries.get(at)?.includes.get(alias);
      this.#statement(library ?? '', stringOf(node['name']) ?? '', holds, found, seen);
      return;
    }
    // What is denied decides by what it found: 'not null' holds because there is something.
    const below = holds && !DENIALS.has(stringOf(node['type']) ?? '');
    for (const [element, inner] of Object.entries(node))
      if (typeof inner === 'object' && element !== 'annotation' && !element.endsWith('TypeSpecifier'))
        this.#node(at, inner, below, found, seen);
  }
}

const DENIALS: ReadonlySet<string> = new Set(['Not', 'IsNull', 'IsFalse']);

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === false || (Array.isArray(value) && value.length === 0);
}

/** Tuples hold records, and lists of tuples do: a visit with the readings taken in it. */
const DEEPEST = 4;

/** The records a value is, lists or holds. The engine wraps each in an object that keeps its JSON. */
function recordsIn(value: unknown, depth = 0): string[] {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap((entry) => recordsIn(entry, depth + 1));
  const json = (value as { _json?: unknown })._json;
  if (json === undefined)
    return Object.getPrototypeOf(value) === Object.prototype
      ? Object.values(value).flatMap((entry) => recordsIn(entry, depth + 1))
      : [];
  const type = isObject(json) ? stringOf(json['resourceType']) : null;
  const id = isObject(json) ? stringOf(json['id']) : null;
  return type === null || id === null || type === 'Patient' ? [] : [`${type}/${id}`];
}
