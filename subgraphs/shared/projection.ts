/**
 * From one committed version to what the read model holds of it. Pure: the same version and the same answers about
 * other records give the same documents, so the read model can be rebuilt to the same bytes.
 */
import { createHash } from 'node:crypto';
import { periodRange, startOf } from '../exchange/normalise/dates.js';
import { parseJson } from '../exchange/normalise/fhir-resource.js';
import { identifierKeys } from '../exchange/normalise/identifiers.js';
import { canonicalReference, recordId } from '../exchange/normalise/references.js';
import type { CommittedVersion, RecordDocument, RelationDocument } from './databases.js';
import {
  type FhirObject,
  type FhirValue,
  idOf,
  isObject,
  referencesAt,
  splitReference,
  stringOf,
  valuesAt,
} from './fhir-json.js';
import { KeptWith } from './kept-with.js';
import { type ImpliedRecord, type KindDefinition, kindDefinition, type SideFact } from './record-kind.js';
import { inheritedFrom, searchKeys } from './search-keys.js';

/** Who answers to a reference that does not name its record: `source|Practitioner?identifier=system|value`. */
export interface OtherRecords {
  /** The record (`Type/id`) behind an alias key, as far as it is known. */
  aliased(key: string): string | undefined;
  /** List-valued search keys of another record; undefined when there is no such record yet. */
  keysOf(reference: string): Readonly<Record<string, unknown>> | undefined;
  /** Under whom records of a patient are filed: the patient, or who replaced them (merged-charts.ts). */
  survivorOf(patient: string): string;
}

export interface Projected {
  readonly document: RecordDocument;
  readonly relations: readonly RelationDocument[];
  readonly sideFacts: readonly SideFact[];
  readonly implied: readonly ImpliedRecord[];
}

/** Types of which a reference alone makes a stub, so that what is known by display only has a name. */
const STUB_TYPES: ReadonlySet<string> = new Set(['Organization', 'Practitioner', 'Location', 'Patient']);

/** Kinds that others refer to by identifier. */
const ALIASED: ReadonlySet<string> = new Set([
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'Location',
  'Patient',
]);

/** The keys under which others may refer to a record without naming it. */
export function aliasKeys(version: CommittedVersion): string[] {
  if (!ALIASED.has(version.kind)) return [];
  return identifierKeys(resourceOf(version)).flatMap((identifier) => [
    `${version.source}|${version.kind}?identifier=${identifier}`,
    `${version.source}|?identifier=${identifier}`,
  ]);
}

/** The keys, besides aliases, that wake records which wait for this one: its name, and its bare id when it is new. */
export function wakeKeys(version: CommittedVersion): string[] {
  const named = `${version.kind}/${version.id}`;
  return version.version === 1 ? [named, `${version.source}|urn:uuid:${bareId(version)}`] : [named];
}

function bareId({ id, source }: CommittedVersion): string {
  const prefix = recordId(source, '');
  return id.startsWith(prefix) ? id.slice(prefix.length) : id;
}

const parsedResources = new KeptWith<CommittedVersion, FhirObject>();

/** The resource of a version; parsed once, never changed. */
export function resourceOf(version: CommittedVersion): FhirObject {
  return parsedResources.of(version, () => {
    const parsed = parseJson(version.text);
    if (!isObject(parsed)) throw new Error(`${version.kind}/${version.id}/${version.version}: not an object`);
    return parsed;
  });
}

export interface Needs {
  readonly aliases: readonly string[];
  readonly records: readonly string[];
}

const knownNeeds = new KeptWith<CommittedVersion, Needs>();

/** What a version needs to know of others before it can be projected. */
export function needsOf(version: CommittedVersion): Needs {
  return knownNeeds.of(version, () => findNeeds(version));
}

/** The walk that told what a version needs, for `project` to take over: its outcome is the same. */
const firstWalks = new KeptWith<CommittedVersion, Walked>();

interface Walked {
  readonly walk: ReferenceWalk;
  readonly content: FhirObject;
}

function walkOver(version: CommittedVersion, others: OtherRecords): Walked {
  const walk = new ReferenceWalk(version, others);
  return { walk, content: walk.resolve(resourceOf(version)) };
}

function findNeeds(version: CommittedVersion): Needs {
  const walked = walkOver(version, {
    aliased: () => undefined,
    keysOf: () => undefined,
    survivorOf: (patient) => patient,
  });
  const aliases = [...walked.walk.awaited];
  if (aliases.length === 0) firstWalks.set(version, walked);
  return { aliases, records: inheritedFrom(walked.content, kindDefinition(version.kind)) };
}

/**
 * The records (`Type/id`) that a version takes over from, where those who answer to its references are known: a visit
 * that is named by a bundle's `urn:uuid` is known by its id only then.
 */
export function recordsFor(version: CommittedVersion, others: OtherRecords): readonly string[] {
  const { aliases, records } = needsOf(version);
  if (aliases.length === 0) return records;
  const walked = walkOver(version, others);
  firstWalks.set(version, walked);
  return inheritedFrom(walked.content, kindDefinition(version.kind));
}

export function project(version: CommittedVersion, others: OtherRecords): Projected {
  // Taken once: what is projected belongs to the caller.
  const { walk, content } = firstWalks.take(version) ?? walkOver(version, others);
  // The record's own id, as references to it are written.
  content['id'] = version.id;
  const definition = kindDefinition(version.kind);
  const reference = `${version.kind}/${version.id}`;
  const inherited = inheritedFrom(content, definition);
  const awaits = [...walk.awaited, ...inherited].sort();
  const person = patientOf(version.kind, content, definition);
  const patient = filedUnder(person, definition, others);
  const document: RecordDocument = {
    _id: reference,
    kind: version.kind,
    patient,
    ...(person !== null && person !== patient && { person }),
    version: version.version,
    hashes: version.hashes,
    at: mainDate(content, definition),
    ...searchKeys(content, definition, others),
    ...(awaits.length > 0 && { awaits: [...new Set(awaits)] }),
    content: { ...content, ...definition?.stored?.(content) },
  };
  return {
    document,
    relations: relationsOf(version, content, definition, others),
    sideFacts: (definition?.sideFacts?.(content) ?? []).map((fact) => factFiled(fact, others)),
    implied: [...walk.stubs(), ...(definition?.implied?.(content) ?? []).map((record) => impliedFiled(record, others))],
  };
}

/** Rewrites the references of a resource and remembers those that nothing answers to yet. */
class ReferenceWalk {
  readonly awaited = new Set<string>();
  readonly #stubs = new Map<string, ImpliedRecord>();
  readonly #version: CommittedVersion;
  readonly #others: OtherRecords;

  constructor(version: CommittedVersion, others: OtherRecords) {
    this.#version = version;
    this.#others = others;
  }

  resolve(resource: FhirObject): FhirObject {
    return this.#object(resource, '');
  }

  stubs(): ImpliedRecord[] {
    return [...this.#stubs.values()];
  }

  #object(value: FhirObject, element: string): FhirObject {
    const copy: FhirObject = {};
    for (const key of Object.keys(value)) {
      const inner = value[key];
      if (inner !== undefined) copy[key] = typeof inner === 'object' ? this.#value(inner, key) : inner;
    }
    const resolved = this.#referenceOf(value, element);
    if (resolved === null) return copy;
    this.#stub(resolved, stringOf(value['display']));
    // Who a person is stands in their own record, under a facet and a row scope of its own, not in references to it.
    if (/^(Patient|RelatedPerson)\//.test(resolved)) delete copy['display'];
    copy['reference'] = resolved;
    return copy;
  }

  #value(value: FhirValue, element: string): FhirValue {
    if (Array.isArray(value)) return value.map((inner) => this.#value(inner, element));
    return isObject(value) ? this.#object(value, element) : value;
  }

  /** The record a Reference element points at: known, or a stand-in by its identifier until it is. */
  #referenceOf(value: FhirObject, element: string): string | null {
    const { source, references } = this.#version;
    const found = canonicalReference(value, { source, references, element });
    if (found === null || found.kind === 'unknown') return null;
    if (found.kind === 'resolved') return found.ref;
    const key = `${source}|${found.key}`;
    // Even when somebody answers, the answer may change: an alias goes to the smallest of several records.
    this.awaited.add(key);
    return this.#others.aliased(key) ?? standIn(source, found.key);
  }

  #stub(reference: string, display: string | null): void {
    const parts = splitReference(reference);
    if (!parts || !STUB_TYPES.has(parts.type) || this.#stubs.has(reference)) return;
    if (reference === `${this.#version.kind}/${this.#version.id}`) return;
    if (display === null && parts.type !== 'Patient' && !parts.id.includes(STAND_IN)) return;
    this.#stubs.set(reference, stubOf(parts.type, parts.id, display));
  }
}

/** Begins the id of a record that nobody has sent; it occurs in no FHIR id, so it meets no real one. */
const STAND_IN = '~';

/** The id a record goes by until it is sent. */
export function standIn(source: string, key: string): string | null {
  const [type = '', identifier] = key.split('?identifier=');
  if (identifier === undefined || type === '') return null;
  // Hashed: an id is seen by whoever sees the record, an identifier may be a person's.
  const digest = createHash('sha256').update(identifier).digest('hex').slice(0, 24);
  return `${type}/${recordId(source, `${STAND_IN}${digest}`)}`;
}

/** A record of which only a display is known. */
function stubOf(kind: string, id: string, display: string | null): ImpliedRecord {
  return {
    kind,
    id,
    patient: kind === 'Patient' ? id : null,
    keys: {},
    content: {},
    ...(display !== null && { name: display }),
  };
}

function patientOf(kind: string, content: FhirObject, definition: KindDefinition | undefined): string | null {
  if (kind === 'Patient') return stringOf(content['id']);
  const paths = definition
    ? definition.patient
      ? [definition.patient]
      : []
    : ['subject', 'patient', 'beneficiary', 'for', 'individual'];
  for (const path of paths)
    for (const reference of referencesAt(content, path)) {
      const id = idOf(reference, 'Patient');
      if (id !== null) return id;
    }
  return null;
}

/** A person's own record stays under their id, and so does what was computed from their chart alone. */
function filedUnder(
  person: string | null,
  definition: KindDefinition | undefined,
  { survivorOf }: OtherRecords,
): string | null {
  const stays = person === null || definition?.kind === 'Patient' || definition?.underConsents === true;
  return stays ? person : survivorOf(person);
}

function factFiled(fact: SideFact, { survivorOf }: OtherRecords): SideFact {
  const { patient } = fact.set;
  return typeof patient === 'string' ? { ...fact, set: { ...fact.set, patient: survivorOf(patient) } } : fact;
}

function impliedFiled(record: ImpliedRecord, { survivorOf }: OtherRecords): ImpliedRecord {
  const { kind, patient: person } = record;
  const patient = person === null || kind === 'Patient' ? person : survivorOf(person);
  return patient === null || patient === person ? record : { ...record, patient, person: person ?? patient };
}

function mainDate(content: FhirObject, definition: KindDefinition | undefined): Date | null {
  for (const path of definition?.at ?? [])
    for (const value of valuesAt(content, path)) {
      const date = isObject(value) ? (periodRange(value).start ?? periodRange(value).end) : startOf(value);
      if (date) return date;
    }
  return null;
}

function relationsOf(
  version: CommittedVersion,
  content: FhirObject,
  definition: KindDefinition | undefined,
  { survivorOf }: OtherRecords,
): RelationDocument[] {
  const record = `${version.kind}/${version.id}`;
  const claims = definition?.relations?.(content) ?? [];
  const rows = new Map<string, RelationDocument>();
  for (const { patient: person, party, as, from = null, until = null } of claims) {
    const patient = survivorOf(person);
    const _id = `${record} ${patient} ${as} ${party}`;
    rows.set(_id, { _id, patient, party, as, record, version: version.version, from, until });
  }
  return [...rows.values()];
}
