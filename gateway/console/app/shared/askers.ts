/** For whom each role acts when the console asks as several. */
import type { Role } from '../../../../schema/policy/role.js';
import type { Identity, IdentityRequest, SignIn } from './sign-in.js';

/** Organisations by role. */
export type ActingFor = Readonly<Partial<Record<Role, string>>>;

/** Demo organisations with which the patients of the questions have to do. */
const ACTING_FOR: ActingFor = {
  clinician: 'tamarack-family-practice',
  registrar: 'tamarack-family-practice',
  biller: 'tamarack-family-practice',
  insurer: 'payer-northlight-health-plan',
};

/** Whom a role asks as: of the demo data when it is there; `patient` is whom the question is about. */
export function askerOf(role: Role, patient: string | null, actingFor: ActingFor = {}): IdentityRequest {
  const organization = actingFor[role] ?? ACTING_FOR[role];
  return {
    role,
    ...(organization !== undefined && { organization }),
    ...(role === 'patient' && patient !== null && { patient }),
  };
}

/** Where the demo people are not in the record, the first that fits the role asks. */
export async function identityAs(
  signIn: SignIn,
  role: Role,
  patient: string | null,
  actingFor: ActingFor = {},
): Promise<Identity | null> {
  return signIn.identityFor(askerOf(role, patient, actingFor)).catch(() => signIn.identityFor({ role }));
}
