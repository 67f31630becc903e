/**
 * A request for amendment, its denial, the statement of disagreement and the rebuttal (45 CFR 164.526(d)) as a FHIR Task,
 * and back: R4 has no resource for it, and HL7's Patient Request for Corrections (hl7.fhir.uv.patient-corrections) takes a
 * Task, whose codes are used here. A reader elsewhere finds the record in dispute in `focus` and all words in plain
 * elements; what our own import reads is the text as it stands here, so that the record elsewhere is equal to this one.
 */
import type { CommittedVersion } from '../shared/databases.js';
import { type FhirObject, firstString, isObject, objectsOf, stringOf } from '../shared/fhir-json.js';
import { resourceOf } from '../shared/projection.js';
import { parseJson } from './normalise/fhir-resource.js';
import { isResourceType } from './normalise/resource-types.js';
import type { SourceEntry } from './read/source-entry.js';

export const AMENDMENT = 'AmendmentRequest';
/** `.invalid` is a name that no server has (RFC 2606). */
const EXTENSION = 'https://chartlens.invalid/fhir/StructureDefinition/amendment-request';
const TASK_TYPES = 'http://hl7.org/fhir/uv/patient-corrections/CodeSystem/PatientCorrectionTaskTypes';

const STATUS: Readonly<Record<string, string>> = { requested: 'requested', accepted: 'completed', denied: 'rejected' };

/** The FHIR type as which records of a kind are handed over; null for kinds that are not. */
export function fhirTypeOf(kind: string): string | null {
  if (kind === AMENDMENT) return 'Task';
  return isResourceType(kind) ? kind : null;
}

/** The text of a version as it is handed over: as it came, but for what FHIR has no type for. */
export function fhirTextOf(version: CommittedVersion): string {
  if (version.kind !== AMENDMENT) return version.text;
  const request = resourceOf(version);
  const [disagreement, rebuttal] = [part(request, 'disagreement'), part(request, 'rebuttal')];
  const [organization] = objectsOf(request['organization']);
  return JSON.stringify({
    resourceType: 'Task',
    id: request['id'],
    extension: [{ url: EXTENSION, valueString: version.text }],
    status: STATUS[stringOf(request['status']) ?? ''] ?? 'requested',
    statusReason: denial(request),
    intent: 'order',
    code: { coding: [{ system: TASK_TYPES, code: disagreement ? 'medRecCxDenialDisagree' : 'medRecCxReq' }] },
    description: request['statement'],
    focus: request['record'],
    for: request['patient'],
    authoredOn: request['requested'],
    requester: request['patient'],
    owner: organization,
    note: [...noteOf(disagreement, 'filed', request['patient']), ...noteOf(rebuttal, 'prepared', organization)],
  });
}

function part(request: FhirObject, name: string): FhirObject | null {
  const found = request[name];
  return isObject(found) ? found : null;
}

function denial(request: FhirObject): FhirObject | undefined {
  const text = firstString(request, 'outcome.statement');
  const basis = firstString(request, 'outcome.basis');
  if (text === null) return undefined;
  return { ...(basis !== null && { coding: [{ system: EXTENSION, code: basis }] }), text };
}

function noteOf(said: FhirObject | null, when: string, author: unknown): object[] {
  const text = stringOf(said?.['statement']);
  return text === null ? [] : [{ authorReference: author, time: said?.[when], text }];
}

/** The request that a Task holds which was handed over by `fhirTextOf`; the entry itself for anything else. */
export function amendmentIn(entry: SourceEntry): SourceEntry {
  const { resource } = entry;
  if (resource.resourceType !== 'Task') return entry;
  const marked = objectsOf(resource['extension']).find(({ url }) => url === EXTENSION);
  const text = stringOf(marked?.['valueString']);
  const request = text === null ? null : parsed(text);
  if (text === null || request === null || !isRequest(request) || request['id'] !== resource.id) return entry;
  return { ...entry, text, resource: { ...request, resourceType: AMENDMENT, id: resource.id } };
}

function parsed(text: string): FhirObject | null {
  try {
    const value = parseJson(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

const TEXTS = ['status', 'version', 'statement', 'requested', 'due'] as const;
const PARTS = ['outcome', 'disagreement', 'rebuttal'] as const;

/** Whether somebody's text has the shape of a request: what it says is read as one. */
function isRequest(request: FhirObject): boolean {
  const optional = (value: unknown, type: string) => value === undefined || typeof value === type;
  return (
    request['resourceType'] === AMENDMENT &&
    (stringOf(request['status']) ?? '') in STATUS &&
    ['patient', 'record'].every((name) => firstString(request, `${name}.reference`) !== null) &&
    objectsOf(request['organization']).every(({ reference }) => typeof reference === 'string') &&
    TEXTS.every((name) => optional(request[name], 'string')) &&
    PARTS.every((name) => request[name] === undefined || isObject(request[name])) &&
    PARTS.every((name) => optional(part(request, name)?.['statement'], 'string')) &&
    optional(part(request, 'outcome')?.['accepted'], 'boolean') &&
    /^([A-Z_]+)?$/.test(firstString(request, 'outcome.basis') ?? '')
  );
}
