import { type FhirObject, type FhirValue, isObject, stringOf } from '../../shared/fhir-json.js';
import { token } from './identifiers.js';
import { isResourceType } from './resource-types.js';

/** The source whose ids are the FHIR ids as they are. */
export const DEFAULT_SOURCE = 'default';

const SOURCE = /^[A-Za-z0-9-]{1,24}$/;
const RELATIVE = /^([A-Z][A-Za-z]*)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;
const ABSOLUTE = /^(https?:\/\/.+?)\/([A-Z][A-Za-z]*\/[A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/i;
const CONDITIONAL = /^(?:https?:\/\/[^?]+\/)?([A-Z][A-Za-z]*)\?([^#]*)$/;
const UUID_URN = /^urn:uuid:([A-Za-z0-9\-.]{1,64})$/i;
/** The elements of a Reference; an object with others beside `identifier` is something else. */
const REFERENCE_ELEMENTS = new Set(['id', 'extension', 'type', 'identifier', 'display', '_type', '_display']);

/** Elements that can refer to one type only, in all of R4: what an identifier there identifies. */
const TYPE_OF_ELEMENT: Readonly<Record<string, string>> = {
  practitioner: 'Practitioner',
  organization: 'Organization',
  managingOrganization: 'Organization',
  serviceProvider: 'Organization',
  custodian: 'Organization',
  insurer: 'Organization',
  location: 'Location',
  facility: 'Location',
  beneficiary: 'Patient',
  patient: 'Patient',
  encounter: 'Encounter',
  coverage: 'Coverage',
};

/**
 * What a reference means, by the commit that holds it alone.
 * - resolved: a record, 'Type/id', the id as records of its source have it;
 * - conditional: 'Type?identifier=system|value', or '?identifier=system|value' when the type is not known;
 * - pending: 'urn:uuid:X', which the record with the id X of the same source answers to;
 * - unknown: nothing that a record could answer to.
 */
export type CanonicalReference =
  | { readonly kind: 'resolved'; readonly ref: string }
  | { readonly kind: 'conditional'; readonly key: string }
  | { readonly kind: 'pending'; readonly key: string }
  | { readonly kind: 'unknown'; readonly why: 'contained' | 'external' | 'malformed' };

export interface ReferenceContext {
  readonly source: string;
  /** What `resolveInBundle` gave when the resource came. */
  readonly references: Readonly<Record<string, string>>;
  /** The name of the element that holds the reference ('organization'): tells the type of a bare identifier. */
  readonly element?: string | undefined;
}

export interface FoundReference {
  /** As in FHIRPath, without the indexes of lists: 'Observation.subject'. */
  readonly path: string;
  readonly raw: string;
}

/** Is it a name that keeps the ids of a sender apart? Letters, digits and '-', at most 24. */
export function isSourceName(name: string): boolean {
  return SOURCE.test(name);
}

/** The id of a record: the FHIR id for the default source; `NAME:id` for others, ':' cannot occur in a FHIR id. */
export function recordId(source: string, id: string): string {
  return source === DEFAULT_SOURCE ? id : `${source}:${id}`;
}

/** All references in a resource, those of contained resources too; bare identifiers as '?identifier=system|value'. */
export function collectReferences(resource: FhirObject): FoundReference[] {
  const found: FoundReference[] = [];
  const walk = (value: FhirValue | undefined, path: string, element: string): void => {
    if (Array.isArray(value)) for (const inner of value) walk(inner, path, element);
    if (!isObject(value)) return;
    const raw = rawReference(value, element);
    if (raw !== null) found.push({ path, raw });
    for (const [name, inner] of Object.entries(value)) {
      if (typeof inner === 'object') walk(inner, path === '' ? name : `${path}.${name}`, name);
    }
  };
  walk(resource, stringOf(resource['resourceType']) ?? '', '');
  return found;
}

export interface BundleContext {
  readonly source: string;
  /** The bundle's fullUrls (urn:uuid in lower case) to 'Type/id', the ids as they came. */
  readonly urls: ReadonlyMap<string, string>;
  /** The fullUrl of the resource itself. */
  readonly fullUrl?: string | undefined;
}

/**
 * What only the bundle can tell about the references of a resource, to be kept with it: raw reference to 'Type/id'
 * (as records have it), or to itself when it is on another server than the resource. All other references mean the
 * same with or without the bundle.
 */
export function resolveInBundle(resource: FhirObject, bundle: BundleContext): Record<string, string> {
  const base = ABSOLUTE.exec(bundle.fullUrl ?? '')?.[1];
  const resolved = new Map<string, string>();
  for (const { raw } of collectReferences(resource)) {
    const target = bundle.urls.get(urlKey(raw)) ?? bundle.urls.get(urlKey(withoutVersion(raw)));
    if (isUrl(raw) && target !== undefined) resolved.set(raw, inSource(target, bundle.source));
    else if (base !== undefined && isElsewhere(raw, base)) resolved.set(raw, raw);
  }
  return Object.fromEntries(resolved);
}

/**
 * What a Reference element (or its `reference` string) means; null when the object is no reference to a record.
 * Deterministic: the same element in the same commit always means the same.
 */
export function canonicalReference(value: string, context: ReferenceContext): CanonicalReference;
export function canonicalReference(value: FhirObject, context: ReferenceContext): CanonicalReference | null;
export function canonicalReference(value: FhirObject | string, context: ReferenceContext): CanonicalReference | null {
  const raw = typeof value === 'string' ? value : rawReference(value, context.element ?? '');
  if (raw === null) return null;
  if (Object.hasOwn(context.references, raw)) return fromBundle(context.references[raw] ?? '');
  if (raw.startsWith('#')) return { kind: 'unknown', why: 'contained' };
  if (raw.startsWith('?identifier=')) return { kind: 'conditional', key: raw };
  return (
    relative(raw, context.source) ??
    pending(raw) ??
    conditional(raw) ??
    absolute(raw, context.source) ?? { kind: 'unknown', why: isUrl(raw) ? 'external' : 'malformed' }
  );
}

/** The key of a fullUrl among a bundle's urls: UUIDs are the same in upper and lower case. */
export function urlKey(fullUrl: string): string {
  return /^urn:uuid:/i.test(fullUrl) ? fullUrl.toLowerCase() : fullUrl;
}

/** The `reference` of a Reference, or its identifier in the form of a conditional reference. */
function rawReference(value: FhirObject, element: string): string | null {
  const { reference, identifier } = value;
  if (typeof reference === 'string' && reference !== '') return reference;
  if (!isObject(identifier) || !Object.keys(value).every((name) => REFERENCE_ELEMENTS.has(name))) return null;
  const number = stringOf(identifier['value']);
  if (number === null || number === '') return null;
  const type = stringOf(value['type']) ?? TYPE_OF_ELEMENT[element] ?? '';
  return `${isResourceType(type) ? type : ''}?identifier=${token(identifier['system'], number)}`;
}

function fromBundle(target: string): CanonicalReference {
  return isUrl(target) ? { kind: 'unknown', why: 'external' } : { kind: 'resolved', ref: target };
}

function relative(raw: string, source: string): CanonicalReference | null {
  const [, type = '', id = ''] = RELATIVE.exec(raw) ?? [];
  return isResourceType(type) ? { kind: 'resolved', ref: `${type}/${recordId(source, id)}` } : null;
}

function absolute(raw: string, source: string): CanonicalReference | null {
  const target = ABSOLUTE.exec(raw)?.[2];
  return target === undefined ? null : relative(target, source);
}

function pending(raw: string): CanonicalReference | null {
  const id = UUID_URN.exec(raw)?.[1];
  return id === undefined ? null : { kind: 'pending', key: `urn:uuid:${id}` };
}

/** Only a search by one identifier with a system names one record. */
function conditional(raw: string): CanonicalReference | null {
  const [, type = '', query = ''] = CONDITIONAL.exec(raw) ?? [];
  if (!isResourceType(type) || !query.startsWith('identifier=') || query.includes('&')) return null;
  const identifier = decoded(query.slice('identifier='.length));
  return identifier.includes('|') ? { kind: 'conditional', key: `${type}?identifier=${identifier}` } : null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function inSource(target: string, source: string): string {
  const slash = target.indexOf('/');
  return `${target.slice(0, slash)}/${recordId(source, target.slice(slash + 1))}`;
}

function withoutVersion(raw: string): string {
  return raw.replace(/\/_history\/[^/]*$/, '');
}

/** Is it an absolute reference to another server than that of `base`? An equal id there is not the same record. */
function isElsewhere(raw: string, base: string): boolean {
  const theirs = ABSOLUTE.exec(raw)?.[1];
  return theirs !== undefined && theirs !== base;
}

function isUrl(text: string): boolean {
  return /^(https?:|urn:)/i.test(text);
}
