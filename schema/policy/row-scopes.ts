/**
 * Which records of a kind a viewer reaches. Pure: a viewer and what a kind is about give a scope, which the
 * record store turns into a predicate of its database query. A kind without a rule here is out of reach.
 */
import type { Viewer } from './viewer.js';

/** How a patient came to be related to an organisation, a practitioner or a payer. */
export type Relationship = 'treats' | 'cares' | 'appointment' | 'manages' | 'bills' | 'insures' | 'break-glass';

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

/**
 * The parties a viewer stands for: what relations and consents name. Care teams and appointments name practitioners:
 * a clinician's subject is their Practitioner id.
 */
export function partiesOf(viewer: Viewer): string[] {
  const parties = viewer.organization ? [`Organization/${viewer.organization}`] : [];
  return viewer.role === 'clinician' ? [...parties, `Practitioner/${viewer.subject}`] : parties;
}

/** The party that a clinician who breaks the glass becomes: this person, acting for this organisation. */
export function breakGlassParty(viewer: Pick<Viewer, 'subject' | 'organization'>): string {
  return `BreakGlass/${viewer.organization ?? ''}/${viewer.subject}`;
}

function patients(viewer: Viewer, as: readonly Relationship[], where: Record<string, string> = {}): RowScope {
  const parties = partiesOf(viewer);
  return parties.length > 0 ? { reach: 'patients', parties, as, where } : NONE;
}

function ofInsurer(viewer: Viewer, kind: string): RowScope {
  if (!viewer.organization) return NONE;
  if (BILLS.has(kind)) return { reach: 'where', where: { payers: viewer.organization } };
  if (kind === 'Coverage') return { reach: 'where', where: { payers: viewer.organization } };
  // What was computed for this payer, of people who are its members (45 CFR 164.506(c)(4): quality assessment).
  if (kind === 'MeasureOutcome') return patients(viewer, ['insures'], { payers: viewer.organization });
  return kind === 'Patient' ? patients(viewer, ['insures']) : NONE;
}

function ofBiller(viewer: Viewer, kind: string): RowScope {
  if (!viewer.organization) return NONE;
  if (BILLS.has(kind)) return { reach: 'where', where: { providers: viewer.organization } };
  return kind === 'Patient' || kind === 'Coverage' ? patients(viewer, ['bills']) : NONE;
}

/** Emergency openings: the auditor's to review, the clinician's own, and the patient's to know of. */
function ofBreakGlass(viewer: Viewer): RowScope {
  if (viewer.role === 'auditor') return ALL;
  if (viewer.role === 'clinician') return { reach: 'where', where: { party: breakGlassParty(viewer) } };
  return viewer.role === 'patient' && viewer.patient ? { reach: 'where', where: { patient: viewer.patient } } : NONE;
}

/** The row scope of a viewer for one kind of record (DESIGN "Who reaches which rows"). */
export function rowScope(viewer: Viewer, kind: string): RowScope {
  // A medicine concerns no person; it is read through the orders that name it.
  if (kind === 'Medication') return viewer.role === 'clinician' || viewer.role === 'patient' ? ALL : NONE;
  if (DIRECTORY.has(kind)) return viewer.role === 'agency' || viewer.role === 'analyst' ? NONE : ALL;
  if (kind === 'BreakGlass') return ofBreakGlass(viewer);
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
