/**
 * Which records of a kind a viewer reaches. Pure: a viewer and what a kind is about give a scope, which the
 * record store turns into a predicate of its database query. A kind without a rule here is out of reach.
 */
import type { Viewer } from './viewer.js';

/** How a patient came to be related to an organisation, a practitioner or a payer. */
export type Relationship = 'treats' | 'cares' | 'appointment' | 'manages' | 'bills' | 'insures';

export type RowScope =
  | { readonly reach: 'all' }
  | { readonly reach: 'none' }
  | {
      readonly reach: 'patients';
      /** The patient must be related to one of these parties (`Organization/1`, `Practitioner/2`) in one of these ways. */
      readonly parties: readonly string[];
      readonly as: readonly Relationship[];
      /** What the record itself must hold besides. */
      readonly where: Readonly<Record<string, string>>;
    }
  | { readonly reach: 'where'; readonly where: Readonly<Record<string, string>> };

const ALL: RowScope = { reach: 'all' };
const NONE: RowScope = { reach: 'none' };

/** Kinds that concern no person: what a public directory or a timetable shows. */
const DIRECTORY: ReadonlySet<string> = new Set([
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'Location',
  'Schedule',
  'Slot',
]);

const REGISTRATION: ReadonlySet<string> = new Set(['Patient', 'RelatedPerson', 'Appointment', 'Coverage']);
const BILLS: ReadonlySet<string> = new Set(['Claim', 'ExplanationOfBenefit']);

function patients(viewer: Viewer, as: readonly Relationship[], where: Record<string, string> = {}): RowScope {
  const parties = viewer.organization ? [`Organization/${viewer.organization}`] : [];
  // Care teams and appointments name practitioners: a clinician's subject is their Practitioner id.
  if (viewer.role === 'clinician') parties.push(`Practitioner/${viewer.subject}`);
  return parties.length > 0 ? { reach: 'patients', parties, as, where } : NONE;
}

function ofInsurer(viewer: Viewer, kind: string): RowScope {
  if (!viewer.organization) return NONE;
  if (BILLS.has(kind)) return { reach: 'where', where: { payers: viewer.organization } };
  if (kind === 'Coverage') return { reach: 'where', where: { payers: viewer.organization } };
  return kind === 'Patient' ? patients(viewer, ['insures']) : NONE;
}

function ofBiller(viewer: Viewer, kind: string): RowScope {
  if (!viewer.organization) return NONE;
  if (BILLS.has(kind)) return { reach: 'where', where: { providers: viewer.organization } };
  return kind === 'Patient' || kind === 'Coverage' ? patients(viewer, ['bills']) : NONE;
}

/** The row scope of a viewer for one kind of record (DESIGN "Who reaches which rows"). */
export function rowScope(viewer: Viewer, kind: string): RowScope {
  // A medicine concerns no person; it is read through the orders that name it.
  if (kind === 'Medication') return viewer.role === 'clinician' || viewer.role === 'patient' ? ALL : NONE;
  if (DIRECTORY.has(kind)) return viewer.role === 'agency' || viewer.role === 'analyst' ? NONE : ALL;
  switch (viewer.role) {
    case 'clinician':
      return patients(viewer, ['treats', 'cares', 'appointment', 'manages']);
    case 'registrar':
      return REGISTRATION.has(kind) ? patients(viewer, ['treats', 'appointment', 'manages']) : NONE;
    case 'biller':
      return ofBiller(viewer, kind);
    case 'insurer':
      return ofInsurer(viewer, kind);
    case 'patient':
      return viewer.patient ? { reach: 'where', where: { patient: viewer.patient } } : NONE;
    case 'auditor':
      return kind === 'Consent' || kind === 'AuditEvent' ? ALL : NONE;
    default:
      return NONE;
  }
}
