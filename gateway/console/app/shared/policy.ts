/** The policy and every role's schema, loaded once for whoever may compare roles. */
import { buildSchema, type GraphQLSchema } from 'graphql';
import type { PolicyData } from '../../../../schema/policy/policy-data.js';
import type { Role } from '../../../../schema/policy/role.js';
import { type Identity, mayCompareRoles, type SignIn } from './sign-in.js';

export interface RolesCompared {
  readonly policy: PolicyData;
  /** The schema of a role, built when it is first asked for; one after the other, and the page goes on between them. */
  schemaOf(role: Role): Promise<GraphQLSchema>;
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
  const known = new Map<Role, Promise<GraphQLSchema>>();
  let last: Promise<unknown> = Promise.resolve();
  return {
    policy,
    schemaOf(role) {
      const build = () => buildSchema(schemas[role], { assumeValidSDL: true, noLocation: true });
      const schema = known.get(role) ?? last.then(nextTask).then(build);
      known.set(role, schema);
      // One that cannot be built is told to who asked for it, and holds up no other.
      last = schema.catch(() => undefined);
      return schema;
    },
  };
}

/** Building all of them in one go stops a page for a second. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** A policy that was served on this record. */
export interface PolicyVersion {
  readonly digest: string;
  readonly since: string;
}

/** Those that were, the newest first. @throws Error where the gateway does not tell. */
export async function policyVersions(identity: Identity): Promise<readonly PolicyVersion[]> {
  return (await (await fetched('/console/policies.json', identity)).json()) as readonly PolicyVersion[];
}

/** One of them as it is written down. */
export async function policyVersion(digest: string, identity: Identity): Promise<string> {
  return (await fetched(`/console/policies/${digest}`, identity)).text();
}

async function fetched(path: string, { token }: Identity): Promise<Response> {
  const answer = await fetch(path, { headers: { authorization: `Bearer ${token}` } });
  if (!answer.ok) throw new Error(`The gateway answered ${answer.status}.`);
  return answer;
}
