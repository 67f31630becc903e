/** FHIR JSON as it comes: nothing about its shape is taken for granted. */

export type FhirValue = string | number | boolean | null | FhirObject | FhirValue[];
export interface FhirObject {
  [element: string]: FhirValue | undefined;
}

export function isObject(value: unknown): value is FhirObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as a list: absent is empty, one is a list of one. */
export function asList(value: FhirValue | undefined): FhirValue[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

export function objectsOf(value: FhirValue | undefined): FhirObject[] {
  return asList(value).filter(isObject);
}

export function stringOf(value: FhirValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

/** All values at a dotted path, lists flattened on the way. */
export function valuesAt(root: FhirValue | undefined, path: string): FhirValue[] {
  const found: FhirValue[] = [];
  gather(root, path.split('.'), 0, found);
  return found;
}

/** Appends what lies at the steps from `at` on: it is asked many times for each record, so no list is made on the way. */
function gather(value: FhirValue | undefined, steps: readonly string[], at: number, found: FhirValue[]): void {
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) for (const one of value) gatherBelow(one, steps, at, found);
  else gatherBelow(value, steps, at, found);
}

function gatherBelow(value: FhirValue, steps: readonly string[], at: number, found: FhirValue[]): void {
  const step = steps[at];
  if (step === undefined) found.push(value);
  else if (isObject(value) && Object.hasOwn(value, step)) gather(value[step], steps, at + 1, found);
}

/** The first string at a dotted path. */
export function firstString(root: FhirValue | undefined, path: string): string | null {
  return stringOf(valuesAt(root, path).find((value) => typeof value === 'string'));
}

/** The references (`Type/id`) held by the Reference elements at a dotted path. */
export function referencesAt(root: FhirValue | undefined, path: string): string[] {
  return valuesAt(root, `${path}.reference`).filter((value) => typeof value === 'string');
}

/** The ids of the references at a path which point at one type. */
export function idsAt(root: FhirValue | undefined, path: string, type: string): string[] {
  return referencesAt(root, path)
    .map((reference) => idOf(reference, type))
    .filter((id) => id !== null);
}

/** The id in a reference of the given type; null for a reference of another type. */
export function idOf(reference: string, type: string): string | null {
  return reference.startsWith(`${type}/`) ? reference.slice(type.length + 1) : null;
}

/** The type and id of `Type/id`; ids may hold slashes (identifiers that stand in for an id). */
export function splitReference(reference: string): { type: string; id: string } | null {
  const slash = reference.indexOf('/');
  return slash > 0 && slash < reference.length - 1
    ? { type: reference.slice(0, slash), id: reference.slice(slash + 1) }
    : null;
}

/** The codes of CodeableConcepts or Codings at a path, each as `system|code` and as bare `code`. */
export function codesAt(root: FhirValue | undefined, path: string): string[] {
  const found = new Set<string>();
  for (const value of valuesAt(root, path)) {
    if (typeof value === 'string') found.add(value);
    if (!isObject(value)) continue;
    for (const coding of value['coding'] === undefined ? [value] : objectsOf(value['coding'])) {
      const code = stringOf(coding['code']);
      if (code === null) continue;
      found.add(code);
      found.add(`${stringOf(coding['system']) ?? ''}|${code}`);
    }
  }
  return [...found];
}
