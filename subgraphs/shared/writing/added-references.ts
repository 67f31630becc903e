/** What references mean that we write into a record. */
import { DEFAULT_SOURCE } from '../../exchange/normalise/references.js';
import { type ExactObject, writeExact } from './exact-json.js';

/** The references that stand in elements, as they are written. */
export function referencesIn(elements: ExactObject): string[] {
  return [...writeExact(elements).matchAll(/"reference":"([A-Z][A-Za-z]*\/[^"\\]+)"/g)].map(([, to]) => to ?? '');
}

/** References that we add name records by their ids here, also where those of a sender are kept apart by its name. */
export function meantHere(references: readonly string[], source: string): Record<string, string> {
  const named = references.filter((reference) => source !== DEFAULT_SOURCE || reference.includes(':'));
  return Object.fromEntries(named.map((reference) => [reference, reference]));
}
