import { asList, type FhirObject, type FhirValue, isObject } from '../fhir-json.js';

/** What MongoDB would return of a content for a projection of these paths: for contents that are not read from it. */
export function picked(content: FhirObject, paths: readonly string[]): FhirObject {
  const steps = new Map<string, string[]>();
  const whole = new Set<string>();
  for (const path of paths) {
    const dot = path.indexOf('.');
    if (dot < 0) whole.add(path);
    else steps.set(path.slice(0, dot), [...(steps.get(path.slice(0, dot)) ?? []), path.slice(dot + 1)]);
  }
  const found: FhirObject = {};
  for (const [element, value] of Object.entries(content)) {
    if (whole.has(element)) found[element] = value;
    else if (steps.has(element)) {
      const inner = pickedIn(value, steps.get(element) ?? []);
      if (inner !== undefined) found[element] = inner;
    }
  }
  return found;
}

/** Of lists each object; of single values, which have no parts, nothing. */
function pickedIn(value: FhirValue | undefined, paths: readonly string[]): FhirValue | undefined {
  if (Array.isArray(value)) return value.flatMap((inner): FhirValue[] => asList(pickedIn(inner, paths)));
  return isObject(value) ? picked(value, paths) : undefined;
}
