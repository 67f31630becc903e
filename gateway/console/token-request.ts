/** From what the console asks of the local issuer to a token. */
import { isRole } from '../../schema/policy/viewer.js';
import { ClaimProblem } from '../claims.js';
import { tokenRequest } from '../commands/token-options.js';
import { type Directory, DirectoryProblem } from '../directory.js';
import { catalogued } from '../errors.js';
import type { LocalIssuer } from '../issuer.js';

export interface IssuedToken {
  readonly token: string;
  readonly role: string;
  /** Whom it is for: the ids that were meant. */
  readonly organization: string | null;
  readonly patient: string | null;
}

/** @throws CataloguedError BAD_TOKEN_REQUEST */
export type IssueToken = (asked: unknown) => Promise<IssuedToken>;

/** A page that is left open is not a working day. */
const EXPIRES_IN = '1h';

/** Issues tokens by role, and by id or exact name of an organisation or a patient; left out, the first that fits. */
export function tokenIssuer(issuer: LocalIssuer, directory: Directory): IssueToken {
  return async (asked) => {
    const { role, organization, patient } = fieldsOf(asked);
    if (!isRole(role)) throw refused('name one role');
    const options = { role, organization, patient, subject: null, purpose: null, expiresIn: EXPIRES_IN };
    try {
      const request = await tokenRequest(options, directory);
      const token = await issuer.issueToken(request);
      return { token, role, organization: request.organization ?? null, patient: request.patient ?? null };
    } catch (error) {
      if (error instanceof DirectoryProblem) throw refused('nobody in the record fits, or several do');
      if (error instanceof ClaimProblem) throw refused(error.message);
      throw error;
    }
  };
}

interface Asked {
  readonly role: unknown;
  readonly organization: string | null;
  readonly patient: string | null;
}

function fieldsOf(asked: unknown): Asked {
  if (typeof asked !== 'object' || asked === null || Array.isArray(asked)) throw refused('send a JSON object');
  const { role, organization, patient } = asked as Record<string, unknown>;
  return { role, organization: nameIn(organization), patient: nameIn(patient) };
}

function nameIn(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' && value !== '' && value.length <= 255) return value;
  throw refused('an organization and a patient are named by a short text');
}

function refused(reason: string) {
  return catalogued('BAD_TOKEN_REQUEST', { reason });
}
