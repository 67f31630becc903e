/** What a verified token must say before it is a viewer: exactly one role, and the ids that role needs. */
import type { JWTPayload } from 'jose';
import { isRole, PURPOSES_OF_ROLE, type Purpose, type Role, type Viewer } from '../schema/policy/viewer.js';
import type { ClaimNames } from './config.js';

/** Why a token was refused, in words that may be shown: about claims the issuer signed, never about keys. */
export class ClaimProblem extends Error {
  override readonly name = 'ClaimProblem';
}

/** These roles reach rows through an organisation; without one their row scope would have no bound. */
export const ROLES_OF_AN_ORGANIZATION: readonly Role[] = ['clinician', 'registrar', 'biller', 'insurer'];

/** A record id as the read model has it: a FHIR id, or `SOURCE:id` for another sender's. */
const RECORD_ID = /^(?:[A-Za-z0-9._-]{1,64}:)?~?[A-Za-z0-9._-]{1,128}$/;
const MAX_TEXT = 255;

export function isRecordId(value: string): boolean {
  return RECORD_ID.test(value);
}

/**
 * The viewer that a verified payload names.
 * @throws ClaimProblem on a missing, ill-formed or contradictory claim: nothing is guessed, nothing is trimmed.
 */
export function viewerOf(payload: JWTPayload, names: ClaimNames): Viewer {
  const role = roleOf(payload, names.role);
  const organization = idOf(payload, names.organization, 'organization');
  const patient = idOf(payload, names.patient, 'patient');
  if (organization === null && ROLES_OF_AN_ORGANIZATION.includes(role)) {
    throw new ClaimProblem(`a token of the role ${role} must name an organization`);
  }
  if (patient === null && role === 'patient') throw new ClaimProblem('a token of the role patient must name a patient');
  return {
    subject: textOf(payload, 'sub') ?? fail('the token must name its subject (sub)'),
    role,
    organization: role === 'patient' ? null : organization,
    patient: role === 'patient' ? patient : null,
    purpose: purposeOf(payload, names.purpose, role),
    tokenId: textOf(payload, 'jti'),
    width: null,
  };
}

/** An array, another case or a list in one string is not a role: who would say which one was meant? */
function roleOf(payload: JWTPayload, name: string): Role {
  const role = payload[name];
  return isRole(role) ? role : fail('the token must carry exactly one known role, as a string');
}

/** Absent, the role's first purpose. One that the role has no business with is refused, not replaced. */
function purposeOf(payload: JWTPayload, name: string, role: Role): Purpose {
  const stated = payload[name];
  const allowed = PURPOSES_OF_ROLE[role];
  if (stated === undefined) return allowed[0];
  const purpose = allowed.find((candidate) => candidate === stated);
  return purpose ?? fail(`the purpose of a token of the role ${role} must be ${allowed.join(' or ')}`);
}

function idOf(payload: JWTPayload, name: string, meaning: string): string | null {
  const id = payload[name];
  if (id === undefined || id === null) return null;
  return typeof id === 'string' && RECORD_ID.test(id) ? id : fail(`the ${meaning} of the token must be one record id`);
}

function textOf(payload: JWTPayload, name: string): string | null {
  const value = payload[name];
  if (value === undefined) return null;
  const fits = typeof value === 'string' && value !== '' && value.length <= MAX_TEXT && !/\p{Cc}/u.test(value);
  return fits ? value : fail(`the claim ${name} of the token must be a short text`);
}

function fail(problem: string): never {
  throw new ClaimProblem(problem);
}
