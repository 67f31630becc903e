/** `policy -- explain`: yes or no, and the reason of every wall. */
import { parseArgs } from 'node:util';
import { readPolicyData } from '../../schema/derive/generated.js';
import { EnvironmentReader } from '../../schema/environment-reader.js';
import { readAccess } from '../../schema/policy/access-settings.js';
import type { Explanation, WallReason } from '../../schema/policy/explain.js';
import { type AccessQuestion, explainQuestion } from '../../schema/policy/explain-question.js';
import {
  isRole,
  PURPOSES_OF_ROLE,
  type Purpose,
  ROLES,
  type Role,
  type Viewer,
  WIDTHS,
  type Width,
} from '../../schema/policy/viewer.js';
import '../../subgraphs/kinds.js';
import { AccessExplainer } from '../../subgraphs/shared/access/explain-access.js';
import type { Databases } from '../../subgraphs/shared/databases.js';
import { readConfig } from '../config.js';
import { Directory, ORGANIZATION_OF } from '../directory.js';
import { withDatabases } from './open-databases.js';

export const EXPLAIN_HELP = `Usage: npm run -s policy -- explain --role ROLE --field Type.field [options]

Answers yes or no, then says for every wall why. Without --patient it is about the field alone, and needs no database.

  --role ROLE           ${ROLES.join(', ')}
  --field FIELD         Type.field, or Type.field(argument:)
  --patient NAME        whose records: id or exact name
  --organization NAME   for whom the viewer acts: id or exact name, of the payer for an insurer
  --subject TEXT        who the viewer is; for a clinician the Practitioner id
  --purpose CODE        left out, the role's first
  --width WIDTH         ${WIDTHS.join(' or ')}, for a clinician; left out, PRACTICE
  --record KIND/ID      one record of the patient
  --help                this text

It names labels and records: it is for those who run chartlens. Auditors ask the field explainAccess, which does not.
Reads MONGODB_URI, DATA_DIR and what decides about access like npm start.`;

export const EXPLAIN_OPTIONS = {
  role: { type: 'string' },
  field: { type: 'string' },
  patient: { type: 'string' },
  organization: { type: 'string' },
  subject: { type: 'string' },
  purpose: { type: 'string' },
  width: { type: 'string' },
  record: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = Readonly<Partial<Record<Exclude<keyof typeof EXPLAIN_OPTIONS, 'help'>, string>>>;

/** The text to print. @throws Error naming the option that is wrong, DirectoryProblem, UnknownFieldError. */
export async function explainCommand(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const { values } = parseArgs({ args: [...args], options: EXPLAIN_OPTIONS, strict: true, allowPositionals: false });
  if (values.help) return EXPLAIN_HELP;
  const { role, field } = required(values);
  if (values.patient === undefined) {
    if (values.record !== undefined) throw new Error('--record names a record of a patient: say whose with --patient.');
    const question = { viewer: viewerOf(values, role, null, null), field, patient: null, record: null };
    return explained(question, await explainQuestion(readPolicyData(), question, null));
  }
  const { mongodbUri, dataDir } = readConfig(env);
  return withDatabases({ uri: mongodbUri, dataDir, holder: 'chartlens policy' }, (databases) =>
    explainIn(databases, values, env),
  );
}

/** The same over databases that are open. */
export async function explainIn(databases: Databases, values: Values, env: NodeJS.ProcessEnv): Promise<string> {
  const { role, field } = required(values);
  const directory = new Directory(databases);
  const patient = values.patient === undefined ? null : await directory.resolve('patient', values.patient);
  const organization = await organizationOf(values, role, directory);
  const viewer = viewerOf(values, role, organization, patient);
  const question = { viewer, field, patient, record: values.record ?? null };
  const reader = new EnvironmentReader(env);
  const settings = readAccess(reader);
  reader.finish();
  const explainer = new AccessExplainer(databases, settings, 'operator');
  return explained(question, await explainQuestion(readPolicyData(), question, explainer));
}

function required({ role, field, record }: Values): { role: Role; field: string } {
  if (!isRole(role)) throw new Error(`--role takes one of ${ROLES.join(', ')}. See --help.`);
  if (!field) throw new Error('--field takes Type.field, for example Patient.birthDate. See --help.');
  if (record !== undefined && !/^[A-Z][A-Za-z]+\/.+$/.test(record))
    throw new Error('--record takes Kind/id, for example Condition/123.');
  return { role, field };
}

async function organizationOf({ organization }: Values, role: Role, directory: Directory): Promise<string | null> {
  const sort = ORGANIZATION_OF[role];
  if (organization !== undefined) return directory.resolve(sort ?? 'organization', organization);
  if (sort !== null) throw new Error(`--organization is needed: a ${role} acts for a ${sort}.`);
  return null;
}

function viewerOf(values: Values, role: Role, organization: string | null, patient: string | null): Viewer {
  return {
    subject: values.subject ?? 'somebody',
    role,
    organization,
    patient: role === 'patient' ? patient : null,
    purpose: purposeOf(values.purpose, role),
    tokenId: null,
    width: widthOf(values.width, role),
  };
}

function purposeOf(text: string | undefined, role: Role): Purpose {
  const purposes = PURPOSES_OF_ROLE[role];
  if (text === undefined) return purposes[0];
  const purpose = purposes.find((candidate) => candidate === text);
  if (!purpose) throw new Error(`--purpose takes one of ${purposes.join(', ')} for a ${role}.`);
  return purpose;
}

function widthOf(text: string | undefined, role: Role): Width | null {
  if (role !== 'clinician') {
    if (text !== undefined) throw new Error('--width is a choice of clinicians alone.');
    return null;
  }
  const width = WIDTHS.find((candidate) => candidate === (text ?? 'PRACTICE'));
  if (!width) throw new Error(`--width takes ${WIDTHS.join(' or ')}.`);
  return width;
}

function explained({ viewer, field, patient, record }: AccessQuestion, { allowed, walls }: Explanation): string {
  const verb = field.startsWith('Mutation.') ? 'call' : 'read';
  const who = `${viewer.role}${viewer.organization === null ? '' : ` of ${viewer.organization}`}`;
  const of = patient === null ? '' : ` of patient ${patient}${record === null ? '' : `, ${record}`}`;
  const head = `${allowed ? 'Yes' : 'No'}: the role ${who} may ${allowed ? '' : 'not '}${verb} ${field}${of}.`;
  return [head, '', ...walls.map(line)].join('\n');
}

function line({ wall, open, words, basis, kind }: WallReason): string {
  const about = kind === undefined ? '' : `${kind}: `;
  const claimed = basis === null ? '' : ` Basis: ${basis.exception}, ${basis.title}.`;
  return `  ${wall.toLowerCase().padEnd(7)}  ${open ? 'open  ' : 'closed'}  ${about}${words}${claimed}`;
}
