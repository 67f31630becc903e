/**
 * References that may point at anyone, shown without anyone's name. A Reference carries a `display`, and that of a
 * patient or a relative is a person's name, which has a facet of its own and a row scope of its own.
 */
import type { Facet } from '../../schema/policy/facets.js';
import { type FhirObject, type FhirValue, isObject, objectsOf, stringOf } from '../shared/fhir-json.js';
import { ComputedField } from '../shared/plain-resolvers.js';
import type { RecordFieldOptions } from '../shared/record-field.js';
import { Reference } from './reference.js';

/** What a public directory names. */
const DIRECTORY: ReadonlySet<string> = new Set([
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'Location',
  'HealthcareService',
]);

/** What becomes of a reference to anything else: left out, or kept as `Type/id` without its display. */
export type Others = 'hidden' | 'unnamed';

/**
 * The part of a FHIR Reference that may be shown; null for what must not or cannot be shown.
 * Without a type that can be told (display only, an unresolved urn:uuid) it counts as pointing at anyone.
 */
export function visibleReference(
  value: FhirValue | undefined,
  others: Others,
  named: readonly string[] = [],
): FhirObject | null {
  if (!isObject(value)) return null;
  const reference = stringOf(value['reference']);
  const type = typeOf(reference, stringOf(value['type'])) ?? '';
  if (DIRECTORY.has(type) || named.includes(type)) return value;
  return others === 'unnamed' && reference !== null ? { reference, type: value['type'] } : null;
}

/** What the reference says beats what its `type` claims. */
function typeOf(reference: string | null, claimed: string | null): string | null {
  return /^([A-Z][A-Za-z]*)[/?]/.exec(reference ?? '')?.[1] ?? claimed;
}

export interface VisibleReferenceOptions extends RecordFieldOptions {
  readonly others: Others;
  /** Further types that are shown in full: no person is one of them. */
  readonly named?: readonly string[];
}

/** One reference that may point at anyone; people and places of the directory are shown in full. */
export function VisibleReferenceField(facet: Facet, options: VisibleReferenceOptions) {
  return (target: object, property: string): void =>
    ComputedField(
      facet,
      () => Reference,
      (source) => visibleReference(source[property], options.others, options.named),
      {
        ...options,
        needs: shownPaths(property),
      },
    )(target, property);
}

/** A list of references that may point at anyone; what is hidden leaves no gap. */
export function VisibleReferencesField(facet: Facet, options: VisibleReferenceOptions) {
  return (target: object, property: string): void =>
    ComputedField(
      facet,
      () => [Reference],
      (source) =>
        source[property] === undefined
          ? null
          : objectsOf(source[property]).flatMap(
              (value) => visibleReference(value, options.others, options.named) ?? [],
            ),
      { ...options, needs: shownPaths(property) },
    )(target, property);
}

function shownPaths(element: string): string[] {
  return ['reference', 'type', 'display'].map((part) => `${element}.${part}`);
}
