/** Who comes first when there is not room for all: the weight of each role's share of the gateway's time. */
import type { Role } from '../../schema/policy/viewer.js';

/**
 * Somebody waits at a bedside for the clinician's answer, and at a desk for the registrar's; counts of a population can be
 * asked for again. A share that its role does not use is everybody's.
 */
export const SHARES: Readonly<Record<Role, number>> = {
  clinician: 8,
  registrar: 4,
  patient: 2,
  biller: 2,
  insurer: 2,
  auditor: 1,
  agency: 1,
  analyst: 1,
};

const ALL = Object.values(SHARES).reduce((sum, share) => sum + share, 0);

/** The part of the whole, from 0 to 1, that is a role's when all roles ask. */
export function partOf(role: Role): number {
  return SHARES[role] / ALL;
}
