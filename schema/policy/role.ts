/** The roles. By themselves, so that a browser can load the list. */
export const ROLES = [
  'clinician',
  'registrar',
  'biller',
  'insurer',
  'agency',
  'analyst',
  'patient',
  'auditor',
] as const;
export type Role = (typeof ROLES)[number];

export function isRole(value: unknown): value is Role {
  return typeof value === 'string' && (ROLES as readonly string[]).includes(value);
}
