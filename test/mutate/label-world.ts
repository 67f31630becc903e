/** A world for the finer rules: labels of every kind from two houses, consents, care that has ended, a broken glass. */
import { ALL_LABELS, type Label } from '../../schema/policy/labels.js';
import type { Role } from '../../schema/policy/viewer.js';
import type { Resource } from '../support/world.js';
import type { Named } from './seen.js';

export const NOW = new Date('2026-01-15T12:00:00Z');

type House = 'north' | 'south';
interface Told extends Named {
  readonly label: Label | null;
  readonly house: House;
}

const CODES: Readonly<Record<Label, string>> = {
  R: 'R',
  V: 'V',
  SUD: 'SUD',
  SUDCN: 'SUD',
  PSY: 'PSY',
  PSYTHPN: 'PSYTHPN',
  HIV: 'HIV',
  SEX: 'SEX',
  SDV: 'SDV',
  OTHER: 'XYZZY',
};
const to = (reference: string) => ({ reference });
const CONFIDENTIALITY = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';
const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';

const coding = (label: Label) => ({
  system: label === 'R' || label === 'V' ? CONFIDENTIALITY : ACT_CODE,
  code: CODES[label],
});
const meta = (label: Label | null) => (label === null ? {} : { meta: { security: [coding(label)] } });

/** Ann asks for nothing; Bea permits the north and red; Cyd permits substance use records; Dan and Eli deny. */
const PEOPLE = ['ann', 'bea', 'cyd', 'dan', 'eli', 'fay', 'gil'] as const;
type Person = (typeof PEOPLE)[number];
/** Fay was last seen long ago; Gil was never there, and the glass is broken for him. */
const IN_CARE: ReadonlySet<string> = new Set(['ann', 'bea', 'cyd', 'dan', 'eli']);

const records: { told: Told; resource: Resource }[] = [];
function add(patient: Person, house: House, label: Label | null, resource: Resource): void {
  records.push({ told: { kind: resource.resourceType, id: resource.id, patient, house, label }, resource });
}

for (const patient of PEOPLE) {
  const year = patient === 'fay' ? '2001' : '2025';
  const here = patient === 'gil' ? 'south' : 'north';
  const visit = (house: House): Resource => ({
    resourceType: 'Encounter',
    id: `visit-${patient}-${house}`,
    status: 'finished',
    class: { code: 'AMB' },
    subject: to(`Patient/${patient}`),
    serviceProvider: to(`Organization/${house}`),
    period: { start: `${year}-03-01T09:00:00Z`, end: `${year}-03-01T10:00:00Z` },
  });
  add(patient, here, null, { resourceType: 'Patient', id: patient, name: [{ family: patient }] });
  for (const house of patient === 'gil' ? (['south'] as const) : (['north', 'south'] as const)) {
    add(patient, house, null, visit(house));
    for (const label of [null, ...ALL_LABELS]) addLabelled(patient, house, label);
  }
}

function addLabelled(patient: Person, house: House, label: Label | null): void {
  const id = (kind: string) => `${kind}-${patient}-${house}-${label ?? 'none'}`.toLowerCase();
  const about = { encounter: to(`Encounter/visit-${patient}-${house}`) };
  if (label === 'SUDCN') {
    addNote(patient, house, id('note'));
    return;
  }
  const security = meta(label);
  add(patient, house, label, {
    resourceType: 'Observation',
    id: id('observation'),
    ...security,
    status: 'final',
    code: { text: 'a reading' },
    subject: to(`Patient/${patient}`),
    ...about,
  });
  add(patient, house, label, {
    resourceType: 'Claim',
    id: id('claim'),
    ...security,
    status: 'active',
    use: 'claim',
    patient: to(`Patient/${patient}`),
    provider: to(`Organization/${house}`),
    insurer: to('Organization/red'),
    created: '2025-03-02',
  });
  add(patient, house, label, {
    resourceType: 'Coverage',
    id: id('coverage'),
    ...security,
    status: 'active',
    beneficiary: to(`Patient/${patient}`),
    payor: [to('Organization/red')],
  });
}

/** The label of counselling notes is none that senders put: the name of the note tells. */
function addNote(patient: Person, house: House, id: string): void {
  add(patient, house, 'SUDCN', {
    resourceType: 'DocumentReference',
    id,
    status: 'current',
    type: { text: 'Substance use counseling session note' },
    subject: to(`Patient/${patient}`),
    author: [to('Practitioner/counsellor')],
    context: { encounter: [to(`Encounter/visit-${patient}-${house}`)] },
  });
}

function consent(patient: Person, provision: Record<string, unknown>): Resource {
  const scope = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] };
  return {
    resourceType: 'Consent',
    id: `consent-${patient}`,
    status: 'active',
    scope,
    patient: to(`Patient/${patient}`),
    dateTime: '2025-01-01',
    provision,
  };
}
const recipients = (...ids: string[]) => ({
  actor: ids.map((id) => ({ role: { coding: [{ code: 'IRCP' }] }, reference: to(`Organization/${id}`) })),
});

const OTHERS: readonly Resource[] = [
  ...['north', 'south', 'red'].map((id) => ({ resourceType: 'Organization', id, name: id })),
  consent('bea', { type: 'permit', ...recipients('north', 'red') }),
  consent('cyd', { type: 'permit', ...recipients('north', 'red'), securityLabel: [coding('SUD')] }),
  consent('dan', { type: 'deny', ...recipients('north') }),
  consent('eli', { type: 'deny', ...recipients('red') }),
  {
    resourceType: 'BreakGlass',
    id: 'opening',
    patient: to('Patient/gil'),
    subject: 'doctor',
    organization: to('Organization/north'),
    reason: 'an emergency of the story',
    opened: '2026-01-15T11:30:00.000Z',
    until: '2026-01-15T12:30:00.000Z',
  },
];

export const LABEL_WORLD: readonly Resource[] = [...OTHERS, ...records.map(({ resource }) => resource)];
export const LABEL_RECORDS: readonly Told[] = records.map(({ told }) => told);

const NOTES: readonly (Label | null)[] = ['PSYTHPN', 'SUDCN'];
const GENERAL: readonly (Label | null)[] = [null, 'R', 'PSY', 'HIV', 'SEX', 'SDV'];

/** Whether the viewer of the role should see the record: said by hand, and not by the code that is tried. */
export function shouldSee(role: Role, { kind, patient, house, label }: Told): boolean {
  switch (role) {
    case 'clinician':
      return clinicianSees(kind, patient ?? '', house, label);
    case 'registrar':
      return IN_CARE.has(patient ?? '') && patient !== 'dan' && kind !== 'Observation' && kind !== 'Encounter'
        ? kind === 'Patient' || (kind === 'Coverage' && !NOTES.includes(label))
        : false;
    case 'biller':
      if (patient === 'dan' || patient === 'gil') return false;
      if (kind === 'Claim') return house === 'north' && !NOTES.includes(label);
      // Whom the north billed, long ago too.
      return kind === 'Patient' || (kind === 'Coverage' && !NOTES.includes(label));
    case 'insurer':
      if (patient === 'eli') return false;
      if (kind === 'Patient') return true;
      if (kind !== 'Claim' && kind !== 'Coverage') return false;
      return GENERAL.includes(label) || (patient === 'cyd' && label === 'SUD' && kind === 'Claim');
    case 'patient':
      return patient === 'ann' && !NOTES.includes(label);
    default:
      return false;
  }
}

function clinicianSees(kind: string, patient: string, house: House, label: Label | null): boolean {
  if (patient === 'dan' || patient === 'fay' || NOTES.includes(label)) return false;
  if (patient === 'gil' || kind === 'Patient' || kind === 'Coverage' || house === 'north') return true;
  if (patient === 'bea') return GENERAL.includes(label);
  return label === null || label === 'R' || (patient === 'cyd' && label === 'SUD');
}
