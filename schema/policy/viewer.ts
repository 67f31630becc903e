/** The authenticated caller and how a gateway vouches for one to its subgraphs. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { isRole, type Role } from './role.js';

export { isRole, ROLES, type Role } from './role.js';

/** HL7 v3 PurposeOfUse codes a viewer may act under (45 CFR 164.506, 164.512, 164.524). */
export const PURPOSES = ['TREAT', 'ETREAT', 'HPAYMT', 'HOPERAT', 'PUBHLTH', 'HRESCH', 'PATRQT', 'HCOMPL'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** The purposes each role may state; the first is what a token without the claim means. */
export const PURPOSES_OF_ROLE: Readonly<Record<Role, readonly [Purpose, ...Purpose[]]>> = {
  clinician: ['TREAT', 'ETREAT'],
  registrar: ['HOPERAT', 'TREAT'],
  biller: ['HPAYMT', 'HOPERAT'],
  insurer: ['HPAYMT', 'HOPERAT'],
  agency: ['PUBHLTH', 'HOPERAT'],
  analyst: ['HRESCH', 'HOPERAT', 'PUBHLTH'],
  patient: ['PATRQT'],
  auditor: ['HCOMPL', 'HOPERAT'],
};

/** How much of a record a clinician asks for: what their organisation wrote, or what all organisations did. */
export const WIDTHS = ['PRACTICE', 'NETWORK'] as const;
export type Width = (typeof WIDTHS)[number];

/** Ids stand without their type: `organization` is an Organization id (the payer's for an insurer), `patient` a Patient id. */
export interface Viewer {
  readonly subject: string;
  readonly role: Role;
  readonly organization: string | null;
  readonly patient: string | null;
  readonly purpose: Purpose;
  readonly tokenId: string | null;
  /** What a clinician asked for with this request; null for the roles that have no choice. */
  readonly width: Width | null;
}

/** The header that carries a sealed viewer from the gateway to a subgraph. */
export const VIEWER_HEADER = 'chartlens-viewer';

/** How long a sealed viewer is good for: long enough for a slow operation, too short to be worth stealing. */
const SEAL_SECONDS = 60;

function signature(payload: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(payload).digest();
}

/** Numbers the seals of a process, so that no two requests carry the same. */
let seals = 0;

/** Seals a viewer with the secret that gateway and subgraphs share: `payload.signature`, both base64url. */
export function sealViewer(viewer: Viewer, secret: string, now: number = Date.now()): string {
  const payload = Buffer.from(JSON.stringify({ ...viewer, until: now + SEAL_SECONDS * 1000, seal: seals++ })).toString(
    'base64url',
  );
  return `${payload}.${signature(payload, secret).toString('base64url')}`;
}

/** Opens a sealed viewer; null for anything that the gateway did not sign, or signed too long ago. */
export function openViewer(sealed: string | undefined, secret: string, now: number = Date.now()): Viewer | null {
  const [payload, mac, rest] = (sealed ?? '').split('.');
  if (!payload || !mac || rest !== undefined) return null;
  const given = Buffer.from(mac, 'base64url');
  const wanted = signature(payload, secret);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
  const opened = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Viewer & { until: number; seal: number };
  const { until, seal: _seal, ...viewer } = opened;
  return until >= now && isRole(viewer.role) ? viewer : null;
}
