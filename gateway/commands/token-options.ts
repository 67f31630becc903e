/** What `npm run token` is asked for, and what of it must be looked up in the record. */
import { isRole, PURPOSES, type Purpose, ROLES, type Role } from '../../schema/policy/viewer.js';
import { type Directory, DirectoryProblem, ORGANIZATION_OF } from '../directory.js';
import type { TokenRequest } from '../issuer.js';

export const TOKEN_OPTIONS = {
  role: { type: 'string' },
  organization: { type: 'string' },
  patient: { type: 'string' },
  subject: { type: 'string' },
  purpose: { type: 'string' },
  'expires-in': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

export const TOKEN_USAGE = `Prints one token of the local issuer.

  npm run -s token -- --role ROLE [options]

  --role ROLE           ${ROLES.join(', ')}
  --organization NAME   id or exact name of the organization, of the payer for an insurer;
                        left out, the first that fits the role
  --patient NAME        id or exact name of the patient; left out, the first (role patient)
  --subject TEXT        who it is for; for a clinician the Practitioner id
  --purpose CODE        ${PURPOSES.join(', ')}; left out, the role's first
  --expires-in SPAN     seconds, or a span such as 30m, 12h, 7d; left out, 12h`;

export interface TokenOptions {
  readonly role: Role;
  readonly organization: string | null;
  readonly patient: string | null;
  readonly subject: string | null;
  readonly purpose: Purpose | null;
  readonly expiresIn: number | string | null;
}

type Values = Readonly<Partial<Record<Exclude<keyof typeof TOKEN_OPTIONS, 'help'>, string>>>;

/** @throws Error saying which option is wrong and what it takes. */
export function readTokenOptions(values: Values): TokenOptions {
  const { role, purpose } = values;
  if (!isRole(role)) throw new Error(`--role takes one of ${ROLES.join(', ')}. See --help.`);
  for (const [name, value] of Object.entries(values)) {
    if (value === '') throw new Error(`--${name} is empty.`);
  }
  return {
    role,
    organization: values.organization ?? null,
    patient: values.patient ?? null,
    subject: values.subject ?? null,
    purpose: purpose === undefined ? null : readPurpose(purpose),
    expiresIn: values['expires-in'] === undefined ? null : readSpan(values['expires-in']),
  };
}

function readPurpose(text: string): Purpose {
  const purpose = PURPOSES.find((candidate) => candidate === text);
  if (!purpose) throw new Error(`--purpose takes one of ${PURPOSES.join(', ')}.`);
  return purpose;
}

/** A negative number makes an expired token, which is good for trying out what one gets with it. */
function readSpan(text: string): number | string {
  if (/^-?\d{1,9}$/.test(text)) return Number(text);
  if (/^\d{1,6} ?(s|m|h|d|w|seconds?|minutes?|hours?|days?|weeks?)$/.test(text)) return text;
  throw new Error('--expires-in takes seconds, or a span such as 30m, 12h, 7d.');
}

/** Whether anything must be looked up: a token of an auditor can be made without any database. */
export function needsDirectory({ role, organization, patient }: TokenOptions): boolean {
  return organization !== null || patient !== null || ORGANIZATION_OF[role] !== null || role === 'patient';
}

/** @throws DirectoryProblem for a name that is nobody's or several people's, and when nobody fits the role. */
export async function tokenRequest(options: TokenOptions, directory: Directory | null): Promise<TokenRequest> {
  const organization = directory && (await organizationFor(options, directory));
  const patient = directory && (await patientFor(options, directory));
  const { role, subject, purpose, expiresIn } = options;
  return {
    role,
    ...(organization !== null && { organization }),
    ...(patient !== null && { patient }),
    ...(subject !== null && { subject }),
    ...(purpose !== null && { purpose }),
    ...(expiresIn !== null && { expiresIn }),
  };
}

async function organizationFor({ role, organization }: TokenOptions, directory: Directory): Promise<string | null> {
  const sort = ORGANIZATION_OF[role];
  if (organization !== null) return directory.resolve(sort ?? 'organization', organization);
  return sort && someone(await directory.first(sort), sort);
}

async function patientFor({ role, patient }: TokenOptions, directory: Directory): Promise<string | null> {
  if (patient !== null) return directory.resolve('patient', patient);
  return role === 'patient' ? someone(await directory.first('patient'), 'patient') : null;
}

function someone(id: string | null, sort: string): string {
  if (id === null)
    throw new DirectoryProblem(`There is no ${sort} in the record yet: start the gateway once, or import records.`);
  return id;
}
