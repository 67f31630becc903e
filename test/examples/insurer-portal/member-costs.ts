/** What an insurer's portal shows of a member. Asking for a condition here is an error of the compiler: there is none. */
import { ask, type Gateway } from '../client.js';
import { MemberCostsDocument } from './operations.generated.js';

export interface MemberCosts {
  readonly member: string;
  readonly claims: number;
  readonly paid: number;
}

/** What was paid for a member in all years; null for somebody else's member. */
export async function memberCosts(gateway: Gateway, id: string): Promise<MemberCosts | null> {
  const { patient } = await ask(gateway, MemberCostsDocument, { id, first: 1 });
  if (!patient) return null;
  return {
    member: patient.displayName ?? 'unnamed',
    claims: patient.claims.totalCount,
    paid: patient.costSummary.reduce((sum, { paid }) => sum + (paid?.value ?? 0), 0),
  };
}
