/** The policy and every role's schema, loaded once for whoever may compare roles. */
import { buildSchema, type GraphQLSchema } from 'graphql';
import type { PolicyData } from '../../../../schema/policy/policy-data.js';
import type { Role } from '../../../../schema/policy/role.js';
import { type Identity, mayCompareRoles, type SignIn } from './sign-in.js';

export interface RolesCompared {
  readonly policy: PolicyData;
  /** The schema of a role, built when it is first asked for. */
  schemaOf(role: Role): GraphQLSchema;
}

let loading: Promise<RolesCompared> | null = null;

/** @throws Error where the gateway does not tell it to this identity. */
export function rolesCompared(signIn: SignIn, identity: Identity): Promise<RolesCompared> {
  if (!mayCompareRoles(signIn, identity))
    return Promise.reject(new Error('Other roles are compared here by auditors, or where the local issuer signs in.'));
  loading ??= load(identity);
  loading.catch(() => {
    loading = null;
  });
  return loading;
}

async function load({ token }: Identity): Promise<RolesCompared> {
  const answer = await fetch('/console/policy.json', { headers: { authorization: `Bearer ${token}` } });
  if (!answer.ok) throw new Error(`The gateway answered ${answer.status}.`);
  const { policy, schemas } = (await answer.json()) as {
    readonly policy: PolicyData;
    readonly schemas: Readonly<Record<Role, string>>;
  };
  const built = new Map<Role, GraphQLSchema>();
  return {
    policy,
    schemaOf(role) {
      const schema = built.get(role) ?? buildSchema(schemas[role], { assumeValidSDL: true });
      built.set(role, schema);
      return schema;
    },
  };
}
