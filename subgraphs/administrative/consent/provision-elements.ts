/**
 * The elements of Consent.provision (FHIR R4), each read into what a rule needs of it. An element that is absent restricts
 * nothing; one of which any part cannot be understood is null.
 */
import { dateRange } from '../../exchange/normalise/dates.js';
import { isResourceType } from '../../exchange/normalise/resource-types.js';
import type { ConsentProvisionRule } from '../../shared/consent-rule.js';
import {
  asList,
  type FhirObject,
  type FhirValue,
  isObject,
  objectsOf,
  splitReference,
  stringOf,
} from '../../shared/fhir-json.js';
import { labelOfCoding } from '../../shared/sensitivity/security-labels.js';

/** What an element restricts a rule to; null where it cannot be understood. */
export type Restriction = Partial<ConsentProvisionRule> | null;

/** Sorted and each once, so that the same consent gives the same rule whatever order its lists are in. */
function sorted<T extends string>(values: readonly T[]): T[] {
  return [...new Set(values)].sort();
}

/** What every entry of a list says; null where one of them says nothing that is understood. */
function each<T>(value: FhirValue | undefined, read: (entry: FhirObject) => T | null): T[] | null {
  const entries = asList(value);
  const found = entries.map((entry) => (isObject(entry) ? read(entry) : null));
  return found.some((one) => one === null) ? null : (found as T[]);
}

/** Period.start and end as dates, both included: a day is the whole day, a month the whole month. */
export function periodOf(value: FhirValue | undefined): { start?: Date; end?: Date } | null {
  if (value === undefined) return {};
  if (!isObject(value)) return null;
  const start = value['start'] === undefined ? undefined : dateRange(value['start']).start;
  const end = value['end'] === undefined ? undefined : dateRange(value['end']).end;
  if (start === null || end === null || (start && end && start > end)) return null;
  return { ...(start && { start }), ...(end && { end }) };
}

/** The codes of a CodeableConcept, or null. */
function codings(concept: FhirValue | undefined): FhirObject[] | null {
  const found = isObject(concept) ? objectsOf(concept['coding']).filter((one) => stringOf(one['code'])) : [];
  return found.length > 0 ? found : null;
}

/** Who is told (v3 ParticipationType and RoleCode), and whose records they are. */
const RECIPIENTS: ReadonlySet<string> = new Set(['IRCP', 'PRCP', 'TRC', 'NOT', 'REFT', 'GRANTEE', 'DELEGATEE']);
const WRITERS: ReadonlySet<string> = new Set(['CST', 'AUT', 'ENT']);
/** People a consent mentions without restricting whom it is about: who gave it, whom it concerns, who saw it given. */
const BYSTANDERS: ReadonlySet<string> = new Set(['GRANTOR', 'CONSENTER', 'SBJ', 'PAT', 'RCT', 'WIT', 'VRF']);

/** Begins the id of a record that nobody has sent yet (projection.ts): whom it stands for is not known. */
const STAND_IN = '~';

/** `Type/id` of a reference that leads to a record. */
function recordOf(reference: FhirValue | undefined): string | null {
  const target = isObject(reference) ? stringOf(reference['reference']) : null;
  const parts = target === null ? null : splitReference(target);
  if (!parts || !isResourceType(parts.type) || parts.id.includes(STAND_IN)) return null;
  return `${parts.type}/${parts.id}`;
}

interface Actor {
  readonly as: 'recipient' | 'writer' | 'bystander';
  readonly record: string;
}

function actorOf(actor: FhirObject): Actor | null {
  const record = recordOf(actor['reference']);
  const roles = actor['role'] === undefined ? [] : codings(actor['role']);
  if (roles === null) return null;
  const codes = roles.map((role) => stringOf(role['code']) ?? '');
  if (codes.some((code) => BYSTANDERS.has(code))) return { as: 'bystander', record: '' };
  if (record === null) return null;
  if (codes.some((code) => WRITERS.has(code)))
    return record.startsWith('Organization/') ? { as: 'writer', record } : null;
  return codes.length === 0 || codes.some((code) => RECIPIENTS.has(code)) ? { as: 'recipient', record } : null;
}

/** Recipients and custodians are told apart: one that cannot be understood may be either. */
export function actorsOf(provision: FhirObject): Restriction {
  const actors = each(provision['actor'], actorOf);
  if (actors === null) return null;
  const recipients = actors.filter(({ as }) => as === 'recipient').map(({ record }) => record);
  const writers = actors.filter(({ as }) => as === 'writer').map(({ record }) => record.slice('Organization/'.length));
  return {
    ...(recipients.length > 0 && { recipients: sorted(recipients) }),
    ...(writers.length > 0 && { writers: sorted(writers) }),
  };
}

const ACT_REASON: ReadonlySet<string> = new Set([
  'http://terminology.hl7.org/CodeSystem/v3-ActReason',
  'http://hl7.org/fhir/v3/ActReason',
  'urn:oid:2.16.840.1.113883.5.8',
]);

/** A code of another system keeps its system, so that it is taken for none of ours. */
export function purposesOf(provision: FhirObject): Restriction {
  const purposes = each(provision['purpose'], (coding) => {
    const [code, system] = [stringOf(coding['code']), stringOf(coding['system'])];
    return code === null || system === null || ACT_REASON.has(system) ? code : `${system}|${code}`;
  });
  return purposes && (purposes.length > 0 ? { purposes: sorted(purposes) } : {});
}

/** FHIR consentaction: what counts as reading. Collecting is to get hold of: who denies it does not want it read. */
const READING = {
  permit: new Set(['access', 'use', 'disclose']),
  deny: new Set(['access', 'use', 'disclose', 'collect']),
} as const;
const OTHER_ACTIONS: ReadonlySet<string> = new Set(['collect', 'correct']);

export function actionsOf(provision: FhirObject, type: 'permit' | 'deny'): Restriction {
  const actions = each(
    provision['action'],
    (action) => codings(action)?.map((one) => stringOf(one['code']) ?? '') ?? null,
  );
  if (actions === null) return null;
  const codes = actions.flat();
  if (codes.length === 0 || codes.some((code) => READING[type].has(code))) return { reads: true };
  return codes.every((code) => OTHER_ACTIONS.has(code)) ? { reads: false } : null;
}

export function labelsOf(provision: FhirObject): Restriction {
  const labels = each(provision['securityLabel'], labelOfCoding);
  return labels && (labels.length > 0 ? { labels: sorted(labels) } : {});
}

const RESOURCE_TYPES: ReadonlySet<string> = new Set([
  'http://hl7.org/fhir/resource-types',
  'http://hl7.org/fhir/ValueSet/resource-types',
]);
const LOINC = 'http://loinc.org';

/** A resource type by its name or by a profile that ends in one; a kind of document by its LOINC code. */
function classOf(coding: FhirObject): { kind: string } | { code: string } | null {
  const [code, system] = [stringOf(coding['code']) ?? '', stringOf(coding['system']) ?? ''];
  if (code === '') return null;
  if (system === LOINC) return { code: `${system}|${code}` };
  const name = code.slice(code.lastIndexOf('/') + 1);
  const named = RESOURCE_TYPES.has(system) || code.includes('/') || system.includes('StructureDefinition');
  return named && isResourceType(name) ? { kind: name } : null;
}

/** Provision.class and code: kinds of records, and what they say. Where one list holds both they cannot be told as one. */
export function contentsOf(provision: FhirObject): Restriction {
  const classes = each(provision['class'], classOf);
  const codes = each(provision['code'], codesOf);
  if (classes === null || codes === null) return null;
  const kinds = classes.flatMap((one) => ('kind' in one ? one.kind : []));
  const documents = classes.flatMap((one) => ('code' in one ? one.code : []));
  if (documents.length > 0 && (kinds.length > 0 || codes.length > 0)) return null;
  const all = [...documents, ...codes.flat()];
  return { ...(kinds.length > 0 && { kinds: sorted(kinds) }), ...(all.length > 0 && { codes: sorted(all) }) };
}

function codesOf(concept: FhirObject): string[] | null {
  const found = codings(concept);
  if (found === null || found.some((coding) => stringOf(coding['system']) === null)) return null;
  return found.map((coding) => `${stringOf(coding['system'])}|${stringOf(coding['code'])}`);
}

/** FHIR consent-data-meaning: the record itself, with what refers to it, or whatever somebody wrote. */
const OF_THE_RECORD: ReadonlySet<string> = new Set(['instance', 'dependents']);

/**
 * The records a provision is about. `related` (with what the record refers to) cannot be told from the record alone, nor
 * can records and authors in one list.
 */
export function dataOf(provision: FhirObject): Restriction {
  const data = each(provision['data'], (entry) => {
    const record = recordOf(entry['reference']);
    const meaning = stringOf(entry['meaning']);
    return record === null || meaning === null ? null : { record, meaning };
  });
  if (data === null) return null;
  if (data.length === 0) return {};
  if (data.every(({ meaning }) => OF_THE_RECORD.has(meaning)))
    return { records: sorted(data.map(({ record }) => record)) };
  if (data.every(({ meaning, record }) => meaning === 'authoredby' && record.startsWith('Organization/')))
    return { writers: sorted(data.map(({ record }) => record.slice('Organization/'.length))) };
  return null;
}
