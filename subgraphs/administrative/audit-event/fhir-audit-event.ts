/**
 * A trail entry as a FHIR R4 AuditEvent, in the shape of IHE's Basic Audit Log Patterns (PatientRead and Read, Query,
 * Privacy Disclosure at source). GraphQL and the export both come from here. No BALP profile is claimed in `meta`: they
 * ask for network addresses, ids of the records read and the text of the query, which the trail does not keep.
 */
import { accountedPatients, PURPOSE_RULES } from '../../../schema/policy/accounting.js';
import type { TrailDisclosure, TrailEntry, TrailOutcome, TrailRecipient } from '../../../schema/policy/trail.js';
import type { Viewer } from '../../../schema/policy/viewer.js';

export interface FhirCoding {
  readonly system: string;
  readonly code: string;
  readonly display?: string;
}

export interface FhirConcept {
  readonly coding?: readonly FhirCoding[];
  readonly text?: string;
}

export interface FhirReference {
  readonly reference?: string;
  readonly type?: string;
  readonly identifier?: { readonly value: string };
  readonly display?: string;
}

export interface FhirAgent {
  readonly type: FhirConcept;
  readonly role?: readonly FhirConcept[];
  readonly who?: FhirReference;
  readonly altId?: string;
  readonly requestor: boolean;
  readonly policy?: readonly string[];
  readonly purposeOfUse?: readonly FhirConcept[];
}

export interface FhirEntity {
  readonly what?: FhirReference;
  readonly type: FhirCoding;
  readonly role: FhirCoding;
  readonly securityLabel?: readonly FhirCoding[];
  readonly name?: string;
  readonly detail?: readonly { readonly type: string; readonly valueString: string }[];
}

export interface FhirAuditEvent {
  readonly resourceType: 'AuditEvent';
  readonly id: string;
  readonly type: FhirCoding;
  readonly subtype: readonly FhirCoding[];
  readonly action: AuditEventAction;
  readonly recorded: string;
  readonly outcome: string;
  readonly outcomeDesc: string;
  readonly purposeOfEvent: readonly FhirConcept[];
  readonly agent: readonly FhirAgent[];
  readonly source: { readonly observer: FhirReference; readonly type: readonly FhirCoding[] };
  readonly entity?: readonly FhirEntity[];
}

type Told = Pick<
  TrailEntry,
  '_id' | 'at' | 'viewer' | 'operation' | 'outcome' | 'code' | 'disclosures' | 'action' | 'recipient'
>;

/** FHIR AuditEventAction: create, read, update, delete, execute. */
export type AuditEventAction = 'C' | 'R' | 'U' | 'D' | 'E';

/** The entry as FHIR tells it. With only the rows of one patient in it, it tells of that patient alone. */
export function auditEvent(entry: Told): FhirAuditEvent {
  const entity = entitiesOf(entry);
  return {
    resourceType: 'AuditEvent',
    id: auditEventId(entry._id),
    type: typeOf(entry),
    subtype: subtypesOf(entry),
    action: actionOf(entry),
    recorded: entry.at.toISOString(),
    outcome: OUTCOME_CODES[entry.outcome],
    outcomeDesc: outcomeDescOf(entry),
    purposeOfEvent: purposesOf(entry),
    agent: agentsOf(entry),
    source: sourceOf(),
    // R4 knows no empty lists.
    ...(entity.length > 0 && { entity }),
  };
}

/** Ids in FHIR have no colon. */
export function auditEventId(entryId: string): string {
  return entryId.replace(':', '.');
}

const DCM = 'http://dicom.nema.org/resources/ontology/DCM';
const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem';
const dcm = (code: string, display: string): FhirCoding => ({ system: DCM, code, display });
const rest = (code: string): FhirCoding => ({ system: 'http://hl7.org/fhir/restful-interaction', code, display: code });
const coded = (name: string, code: string, display: string): FhirCoding => ({
  system: `${TERMINOLOGY}/${name}`,
  code,
  display,
});

/** FHIR AuditEventOutcome: 0 success, 4 the caller's failure, 8 ours. */
export const OUTCOME_CODES: Readonly<Record<TrailOutcome, string>> = { disclosed: '0', refused: '4', failed: '8' };

export function outcomeDescOf({ outcome, code }: Pick<Told, 'outcome' | 'code'>): string {
  return code === null ? outcome : `${outcome}: ${code}`;
}

/**
 * What a mutation did; else read where records were shown, handing over included (BALP Privacy Disclosure), and execute
 * where an operation came to nothing (BALP Query).
 */
export function actionOf({ disclosures, action }: Pick<Told, 'disclosures' | 'action'>): AuditEventAction {
  return action ?? (disclosures.length > 0 ? 'R' : 'E');
}

type Typed = Pick<Told, 'viewer' | 'disclosures' | 'code' | 'action'>;

/** The interaction of FHIR's REST that does the same. */
const INTERACTIONS: Readonly<Record<AuditEventAction, string>> = {
  C: 'create',
  R: 'read',
  U: 'update',
  D: 'delete',
  E: 'search',
};

/** A disclosure that must be accounted for, any other read, an attempt at what is forbidden, or a query without answer. */
export function typeOf({ viewer, disclosures, code, action }: Typed): FhirCoding {
  if (accountedPatients(viewer, disclosures).length > 0) return dcm('110106', 'Export');
  if (disclosures.length > 0 || action !== undefined) return coded('audit-event-type', 'rest', 'Restful Operation');
  return code === 'FORBIDDEN' ? dcm('110113', 'Security Alert') : dcm('110112', 'Query');
}

export function subtypesOf({ viewer, disclosures, code, action }: Typed): FhirCoding[] {
  return [
    ...(accountedPatients(viewer, disclosures).length > 0
      ? [coded('iso-21089-lifecycle', 'disclose', 'Disclose Record Lifecycle Event')]
      : []),
    rest(INTERACTIONS[actionOf({ disclosures, ...(action !== undefined && { action }) })]),
    ...(code === 'FORBIDDEN' ? [dcm('110132', 'Use of Restricted Function')] : []),
    ...(isBreakGlass({ disclosures }) ? [dcm('110127', 'Emergency Override Started')] : []),
  ];
}

export function isBreakGlass({ disclosures }: Pick<Told, 'disclosures'>): boolean {
  return disclosures.some(({ breakGlass }) => breakGlass === true);
}

const ACT_REASON = 'v3-ActReason';

/** Why: the viewer's purpose of use, and that the glass was broken. */
export function purposesOf({ viewer, disclosures }: Pick<Told, 'viewer' | 'disclosures'>): FhirConcept[] {
  const { words } = PURPOSE_RULES[viewer.purpose];
  return [
    { coding: [coded(ACT_REASON, viewer.purpose, words)], text: words },
    ...(isBreakGlass({ disclosures })
      ? [{ coding: [coded(ACT_REASON, 'BTG', 'break the glass')], text: 'Break-glass' }]
      : []),
  ];
}

const PARTICIPATION = 'v3-ParticipationType';
const SOURCE = dcm('110153', 'Source Role ID');
const DESTINATION = dcm('110152', 'Destination Role ID');
/** Whom something was handed to, who did not ask for it themselves. */
const RECIPIENT: FhirConcept = { coding: [coded(PARTICIPATION, 'IRCP', 'information recipient')] };
const APPLICATION = dcm('110150', 'Application');

/**
 * Who took part: the person, the organisation on whose behalf, who received what was handed over, and this gateway. Records
 * flow from the gateway to them; of what they wrote, and of a query without answer, they are the source.
 */
function agentsOf(entry: Told): FhirAgent[] {
  const { organization } = entry.viewer;
  const [theirs, ours] = actionOf(entry) === 'R' ? [DESTINATION, SOURCE] : [SOURCE, DESTINATION];
  return [
    userOf(entry),
    ...(organization === null
      ? []
      : [{ type: { coding: [theirs] }, who: referenceTo('Organization', organization), requestor: false }]),
    ...(entry.recipient ? [recipientOf(entry.recipient)] : []),
    { type: { coding: [ours, APPLICATION] }, who: GATEWAY, requestor: false },
  ];
}

function recipientOf({ name, address, organization }: TrailRecipient): FhirAgent {
  const display = address === undefined ? name : `${name}, ${address}`;
  const who = organization === undefined ? {} : referenceTo('Organization', organization);
  return { type: RECIPIENT, who: { ...who, display }, requestor: false };
}

/** The person who asked. */
function userOf({ viewer, disclosures }: Pick<Told, 'viewer' | 'disclosures'>): FhirAgent {
  const { subject, role, tokenId } = viewer;
  return {
    type: USER_TYPE,
    role: [{ text: role }],
    who: whoIs(viewer),
    altId: subject,
    requestor: true,
    // BALP: the id of the token under whose authority it was asked. A uri has no blanks.
    ...(tokenId !== null && { policy: [/^\S+$/.test(tokenId) ? tokenId : encodeURIComponent(tokenId)] }),
    purposeOfUse: purposesOf({ viewer, disclosures }),
  };
}

export const USER_TYPE: FhirConcept = { coding: [coded(PARTICIPATION, 'IRCP', 'information recipient')] };

/** A clinician signs in under their Practitioner id, but who signs tokens need not know our directory. */
function whoIs({ subject, role, patient }: Viewer): FhirReference {
  if (role === 'patient' && patient !== null) return referenceTo('Patient', patient);
  return { ...(role === 'clinician' && { type: 'Practitioner' }), identifier: { value: subject } };
}

const GATEWAY: FhirReference = { type: 'Device', display: 'chartlens gateway' };

export function sourceOf(): FhirAuditEvent['source'] {
  return { observer: GATEWAY, type: [coded('security-source-type', '4', 'Application Server')] };
}

const PERSON = coded('audit-entity-type', '1', 'Person');
const SYSTEM_OBJECT = coded('audit-entity-type', '2', 'System Object');
const PATIENT_ROLE = coded('object-role', '1', 'Patient');
const DATA_ROLE = coded('object-role', '4', 'Domain Resource');
const QUERY_ROLE = coded('object-role', '24', 'Query');
const PART2 = coded('v3-ActCode', '42CFRPart2', '42 CFR Part2');

function entitiesOf(entry: Told): FhirEntity[] {
  const patients = [...new Set(entry.disclosures.flatMap(({ patient }) => patient ?? []))];
  return [
    ...patients.map((id) => ({ what: referenceTo('Patient', id), type: PERSON, role: PATIENT_ROLE })),
    ...entry.disclosures.map(dataOf),
    ...queryOf(entry),
  ];
}

/** How entities of records shown are typed; which records they were, the trail does not keep. */
export const DATA_TYPE = { type: SYSTEM_OBJECT, role: DATA_ROLE } as const;

export function securityLabelOf({ part2 }: Pick<TrailDisclosure, 'part2'>): FhirCoding[] {
  return part2 ? [PART2] : [];
}

function dataOf(row: TrailDisclosure): FhirEntity {
  const { kind, patient, count } = row;
  const label = securityLabelOf(row);
  return {
    what: { type: kind, display: `${count} of ${kind}` },
    ...DATA_TYPE,
    ...(label.length > 0 && { securityLabel: label }),
    name: kind,
    detail: [
      { type: 'count', valueString: String(count) },
      ...(patient === null ? [] : [{ type: 'patient', valueString: patient }]),
      ...(row.breakGlass ? [{ type: 'break-glass', valueString: 'true' }] : []),
    ],
  };
}

/** The operation by the name that the client gave it, and how much of the record it was asked over. */
function queryOf({ operation, viewer: { width } }: Pick<Told, 'operation' | 'viewer'>): FhirEntity[] {
  if (operation === null && width === null) return [];
  return [
    {
      type: SYSTEM_OBJECT,
      role: QUERY_ROLE,
      ...(operation !== null && { name: operation }),
      ...(width !== null && { detail: [{ type: 'width', valueString: width }] }),
    },
  ];
}

const FHIR_ID = /^[A-Za-z0-9\-.]{1,64}$/;

/** Ids of other senders and of stand-ins are none of FHIR's; those are told as identifiers. */
function referenceTo(type: string, id: string): FhirReference {
  return FHIR_ID.test(id) ? { reference: `${type}/${id}`, type } : { type, identifier: { value: id } };
}
