/**
 * Reads a measure bundle that the operator supplies: one FHIR Measure, its libraries with ELM, its expanded value sets.
 * Everything that would fail later, patient by patient, is told here, before anything is computed.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { asList, type FhirObject, firstString, isObject, objectsOf, stringOf, valuesAt } from '../shared/fhir-json.js';

/** Beyond this a gzipped file is no measure bundle; the largest published ones unpack to some 40 MB. */
const MAX_BYTES = 500_000_000;

export interface MeasureBundle {
  readonly file: string;
  /** The canonical address without version: which measure it is. */
  readonly url: string;
  /** With version, as reports name it. */
  readonly canonical: string;
  readonly title: string;
  readonly measure: FhirObject;
  readonly bundle: FhirObject;
  /** Resource types that the logic looks at. */
  readonly kinds: readonly string[];
  /** Profiles by which the logic tells records apart (QI-Core, US Core). */
  readonly profiles: readonly string[];
  /** Changes when anything in the bundle does. */
  readonly digest: string;
}

/** @throws Error with one line that names the file and what is wrong with it. */
export async function readMeasureBundle(file: string): Promise<MeasureBundle> {
  const bytes = await bytesOf(file);
  const bundle = parsed(file, bytes);
  const resources = objectsOf(bundle['entry'])
    .map((entry) => entry['resource'])
    .filter(isObject);
  const measure = theMeasure(file, resources);
  const libraries = elmOf(file, resources);
  const url = required(file, measure, 'url');
  requireLibraries(file, measure, resources, libraries);
  requireValueSets(file, resources, libraries);
  const retrieves = libraries.flatMap(retrievesIn);
  const version = stringOf(measure['version']);
  return {
    file,
    url,
    canonical: version === null ? url : `${url}|${version}`,
    title: stringOf(measure['title']) ?? stringOf(measure['name']) ?? url,
    measure,
    bundle,
    kinds: [...new Set(['Patient', ...retrieves.map(({ kind }) => kind)])].sort(),
    profiles: [...new Set(retrieves.flatMap(({ profile }) => profile ?? []))].sort(),
    digest: createHash('sha256').update(bytes).digest('base64url'),
  };
}

async function bytesOf(file: string): Promise<Buffer> {
  const stored = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${file}: cannot be read (${error.code ?? 'unknown reason'})`);
  });
  const isGzipped = stored[0] === 0x1f && stored[1] === 0x8b;
  if (!isGzipped) return stored;
  try {
    return gunzipSync(stored, { maxOutputLength: MAX_BYTES });
  } catch {
    throw new Error(`${file}: the gzip is broken, cut off, or unpacks to more than ${MAX_BYTES} bytes`);
  }
}

function parsed(file: string, bytes: Buffer): FhirObject {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new Error(`${file}: is not JSON`);
  }
  if (!isObject(value) || value['resourceType'] !== 'Bundle') throw new Error(`${file}: is no FHIR Bundle`);
  return value;
}

function theMeasure(file: string, resources: readonly FhirObject[]): FhirObject {
  const measures = resources.filter((resource) => resource['resourceType'] === 'Measure');
  const [measure] = measures;
  if (measure === undefined) throw new Error(`${file}: the Bundle holds no Measure`);
  if (measures.length > 1) throw new Error(`${file}: the Bundle holds ${measures.length} Measures, not one`);
  if (objectsOf(measure['group']).length === 0) throw new Error(`${file}: the Measure has no group`);
  return measure;
}

function required(file: string, measure: FhirObject, element: string): string {
  const value = stringOf(measure[element]);
  if (value === null) throw new Error(`${file}: the Measure has no ${element}`);
  return value;
}

type Elm = FhirObject;

/** The logic of each library in the bundle: ELM as JSON. */
function elmOf(file: string, resources: readonly FhirObject[]): Elm[] {
  return resources
    .filter((resource) => resource['resourceType'] === 'Library')
    .flatMap((library) => {
      const content = objectsOf(library['content']).find((part) => part['contentType'] === 'application/elm+json');
      const data = content === undefined ? null : stringOf(content['data']);
      if (data === null) return [];
      try {
        const elm: unknown = JSON.parse(Buffer.from(data, 'base64').toString('utf8'));
        const inner = isObject(elm) ? elm['library'] : undefined;
        if (isObject(inner)) return [inner];
      } catch {
        // told below
      }
      throw new Error(`${file}: the ELM of Library ${stringOf(library['id']) ?? '(no id)'} is not JSON`);
    });
}

function requireLibraries(
  file: string,
  measure: FhirObject,
  resources: readonly FhirObject[],
  libraries: readonly Elm[],
): void {
  const [wanted] = asList(measure['library']).filter((value) => typeof value === 'string');
  if (wanted === undefined) throw new Error(`${file}: the Measure names no library`);
  const [url] = wanted.split('|');
  const main = resources.find((resource) => resource['resourceType'] === 'Library' && resource['url'] === url);
  if (main === undefined) throw new Error(`${file}: the Bundle does not hold the Measure's library ${wanted}`);
  const names = new Set(libraries.map((elm) => firstString(elm, 'identifier.id')));
  if (!objectsOf(main['content']).some((part) => part['contentType'] === 'application/elm+json' && part['data']))
    throw new Error(`${file}: the Measure's library ${wanted} holds no ELM (application/elm+json)`);
  for (const elm of libraries)
    for (const path of valuesAt(elm, 'includes.def.path')) {
      const included = typeof path === 'string' ? (path.split('/').at(-1) ?? path) : '';
      if (!names.has(included) && !names.has(String(path)))
        throw new Error(
          `${file}: ${firstString(elm, 'identifier.id') ?? 'a library'} includes ${String(path)}, whose ELM is not in the Bundle`,
        );
    }
}

function requireValueSets(file: string, resources: readonly FhirObject[], libraries: readonly Elm[]): void {
  const held = new Set(
    resources.filter((resource) => resource['resourceType'] === 'ValueSet').map((set) => stringOf(set['url'])),
  );
  const asked = new Set(
    libraries.flatMap((elm) => valuesAt(elm, 'valueSets.def.id')).map((id) => String(id).split('|')[0] ?? ''),
  );
  const missing = [...asked].filter((url) => !held.has(url));
  if (missing.length > 0)
    throw new Error(`${file}: the Bundle lacks ${missing.length} value sets that its logic uses: ${missing[0]}, ...`);
}

interface Retrieve {
  readonly kind: string;
  readonly profile: string | null;
}

function retrievesIn(value: unknown): Retrieve[] {
  if (Array.isArray(value)) return value.flatMap(retrievesIn);
  if (!isObject(value)) return [];
  const inner = Object.values(value).flatMap(retrievesIn);
  const type = stringOf(value['dataType']);
  if (value['type'] !== 'Retrieve' || type === null) return inner;
  return [{ kind: type.replace(/^\{.*\}/, ''), profile: stringOf(value['templateId']) }, ...inner];
}
