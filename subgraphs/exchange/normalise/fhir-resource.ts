import type { FhirObject } from '../../shared/fhir-json.js';

/** A FHIR R4 resource as parsed: type and id are known to be sound, nothing else is. */
export interface FhirResource extends FhirObject {
  readonly resourceType: string;
  readonly id: string;
}

/** Says what kind of JSON value stands there, never the value itself: it may be health data. */
export function valueClass(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  return `a ${typeof value}`;
}

/**
 * Parses JSON which a stranger wrote. `__proto__` is left out: JSON.parse makes it an ordinary key, but whoever
 * copies the object with Object.assign or key by key would set a prototype with it. The text keeps it, verbatim.
 *
 * @throws SyntaxError when it is not JSON. Its message quotes the text, so do not show it.
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  // Any of its letters may be written as an escape.
  if (text.includes('__proto__') || text.includes('\\u00')) removePrototypeKeys(value);
  return value;
}

function removePrototypeKeys(root: unknown): void {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (Object.hasOwn(value, '__proto__')) Reflect.deleteProperty(value, '__proto__');
    for (const member of Object.values(value)) open.push(member);
  }
}
