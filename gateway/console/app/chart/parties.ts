/** Who can be chosen in the chart: patients in reach, organisations that treat, organisations that pay. */
import { dataOf } from '../shared/ask.js';
import type { Identity, SignIn } from '../shared/sign-in.js';

export interface Party {
  readonly id: string;
  readonly name: string | null;
}

export interface Parties {
  readonly patients: readonly Party[];
  readonly providers: readonly Party[];
  readonly payers: readonly Party[];
  /** For which organisation the clinician acts. */
  readonly practice: string;
  /** As whom the chart is read first. */
  readonly reader: 'clinician' | 'patient' | 'insurer' | 'registrar';
}

interface Directory {
  readonly patients: { readonly nodes: readonly { readonly id: string; readonly displayName: string | null }[] };
  readonly organizations: {
    readonly nodes: readonly (Party & {
      readonly type: readonly { readonly coding: readonly { readonly code: string | null }[] | null }[] | null;
    })[];
  };
}

const DIRECTORY = `{
  patients(first: 300) { nodes { id displayName } }
  organizations(first: 100) { nodes { id name type { coding { code } } } }
}`;

/** Codes of HL7's organization-type that mean a payer. */
const PAYS = ['pay', 'ins'];

/** As a clinician of the practice where the local issuer signs in, else as oneself. @throws Error for roles that reach no person. */
export async function partiesOf(signIn: SignIn, own: Identity, practice: string): Promise<Parties> {
  const request = { role: 'clinician' as const, organization: practice };
  const identity = signIn.canSwitch ? await clinicianOf(signIn, request) : own;
  const { role, organization } = identity;
  if (role !== 'clinician' && role !== 'patient' && role !== 'insurer' && role !== 'registrar')
    throw new Error(`The role ${role} reads no chart.`);
  const { patients, organizations } = await dataOf<Directory>(identity, { query: DIRECTORY, width: 'NETWORK' });
  const pays = ({ type }: Directory['organizations']['nodes'][number]) =>
    (type ?? []).some(({ coding }) => coding?.some(({ code }) => PAYS.includes(code ?? '')));
  const all = organizations.nodes;
  return {
    patients: patients.nodes.map(({ id, displayName }) => ({ id, name: displayName })),
    providers: signIn.canSwitch ? all.filter((one) => !pays(one)) : [],
    payers: signIn.canSwitch ? all.filter(pays) : [],
    practice: organization ?? practice,
    reader: role,
  };
}

async function clinicianOf(signIn: SignIn, request: { role: 'clinician'; organization: string }): Promise<Identity> {
  const identity = await signIn.identityFor(request).catch(() => signIn.identityFor({ role: 'clinician' }));
  if (identity === null) throw new Error('Nobody can be a clinician here.');
  return identity;
}
