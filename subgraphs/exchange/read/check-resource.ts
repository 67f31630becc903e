import { isUtf8 } from 'node:buffer';
import { isObject } from '../../shared/fhir-json.js';
import { type FhirResource, parseJson, valueClass } from '../normalise/fhir-resource.js';
import { isResourceType } from '../normalise/resource-types.js';
import { unsafeName } from './element-names.js';
import { type ReadErrorCode, type Rejection, rejection } from './errors.js';
import { type OtherVersion, type VersionSigns, versionOfType, versionSigns } from './fhir-version.js';
import { wrongShape } from './resource-shape.js';

/** FHIR's rule for ids: https://hl7.org/fhir/R4/datatypes.html#id. */
const ID = /^[A-Za-z0-9\-.]{1,64}$/;

/** Text that was cut out, and what is known of it without parsing. */
export interface RawResource {
  readonly file: string;
  readonly where: string;
  /** Null when it is over the limit. */
  readonly bytes: Buffer | null;
  readonly tooDeep: boolean;
  /** What to say when it does not parse. */
  readonly notJson: ReadErrorCode;
}

export interface ParsedResource {
  readonly text: string;
  readonly bytes: number;
  /** The type is one of FHIR's, of whatever version; the id may be missing yet. */
  readonly resource: FhirResource;
  readonly signs: VersionSigns;
}

export type Parsed = { readonly parsed: ParsedResource } | { readonly rejection: Rejection };

/** Parses a resource and looks at its type. Bundles pass too. */
export function parseResource(raw: RawResource): Parsed {
  const { file, where, bytes } = raw;
  const refuse = (code: ReadErrorCode, detail?: string, path?: string): Parsed => ({
    rejection: rejection(code, { file, where, path }, detail),
  });
  if (bytes === null) return refuse('TOO_LARGE');
  if (raw.tooDeep) return refuse('TOO_DEEP');
  if (!isUtf8(bytes)) return refuse('NOT_UTF8');
  const text = bytes.toString('utf8');
  const value = parsedOrUndefined(text);
  if (value === undefined) return refuse(raw.notJson);
  if (!isObject(value)) return refuse('NOT_FHIR_JSON', `${valueClass(value)} where an object is expected`);
  const type = value['resourceType'];
  if (type === undefined) return refuse('NOT_FHIR_JSON', 'resourceType is missing', 'resourceType');
  if (typeof type !== 'string') return refuse('WRONG_RESOURCE_TYPE', expected(type, 'a string'), 'resourceType');
  const unsafe = unsafeName(value, isResourceType(type) ? type : '', text);
  if (unsafe !== null) return refuse('UNSAFE_NAME', undefined, unsafe);
  if (!isResourceType(type) && versionOfType(type) === null)
    return refuse('WRONG_RESOURCE_TYPE', undefined, 'resourceType');
  const resource = value as FhirResource;
  return { parsed: { text, bytes: bytes.length, resource, signs: versionSigns(resource, text) } };
}

/**
 * What is wrong with a resource that stands by itself or in a bundle; null when nothing is.
 *
 * @param version what the resource or its bundle was found to be, if not R4.
 */
export function refusal(
  resource: FhirResource,
  version: OtherVersion | null,
  at: { readonly file: string; readonly where: string },
): Rejection | null {
  const place = { ...at, type: isResourceType(resource.resourceType) ? resource.resourceType : undefined };
  const path = `${resource.resourceType}.id`;
  if (version !== null) return rejection('WRONG_FHIR_VERSION', place, `it looks like ${version}`);
  const id: unknown = resource['id'];
  if (id === undefined || id === null) return rejection('MISSING_ID', { ...place, path });
  if (typeof id !== 'string') return rejection('INVALID_ID', { ...place, path }, expected(id, 'a string'));
  if (!ID.test(id)) return rejection('INVALID_ID', { ...place, path });
  const wrong = wrongShape(resource);
  return wrong && rejection('WRONG_SHAPE', { ...place, path: wrong.path }, expected(wrong.value, wrong.expected));
}

function expected(found: unknown, wanted: string): string {
  return `${valueClass(found)} where ${wanted} is expected`;
}

function parsedOrUndefined(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    // The parser's message quotes the text.
    return undefined;
  }
}
