/** From the homes of the policy to the data that is committed as schema/generated/policy.json. */
import type { Coordinate } from '../policy/catalogue.js';
import { CLEARANCES } from '../policy/clearances.js';
import type { Policy } from '../policy/decide.js';
import { FACETS } from '../policy/facets.js';
import { LABELS } from '../policy/labels.js';
import type { ArgumentData, FieldData, PolicyData } from '../policy/policy-data.js';
import { ROLE_GRANTS } from '../policy/roles.js';
import { rowScopeWords } from '../policy/row-scope-words.js';
import { ROLES, type Role } from '../policy/viewer.js';

export interface PolicyFacts {
  /** Every kind of record that is served. */
  readonly kinds: readonly string[];
  /** What derived fields are computed from (schema/policy/derivations.ts). */
  readonly sources: ReadonlyMap<Coordinate, readonly Coordinate[]>;
  /** Types of the schema by the kinds of record that they are, or are a part of. */
  readonly types: ReadonlyMap<string, readonly string[]>;
}

export function policyData(policy: Policy, { kinds, sources, types }: PolicyFacts): PolicyData {
  const { catalogue } = policy;
  return {
    facets: FACETS,
    roles: ofRoles((role) => {
      const { title, purpose, grants, writes = [] } = ROLE_GRANTS[role];
      return { title, purpose, reads: [...grants].sort(), writes: [...writes].sort() };
    }),
    labels: LABELS,
    clearances: ofRoles((role) => CLEARANCES[role]),
    rowScopes: ofRoles((role) => reachOf(policy, role, kinds)),
    types: sorted([...types]),
    fields: sorted(
      [...catalogue.fields].map(([at, { facet, summarises, records, asksStore }]): [string, FieldData] => {
        const from = sources.get(at);
        return [
          at,
          {
            facet,
            ...(from && { from }),
            ...(summarises !== null && { summarises }),
            ...(records !== undefined && { records }),
            ...(asksStore && { asks: true as const }),
          },
        ];
      }),
    ),
    arguments: sorted(
      [...catalogue.arguments].map(([at, { facet, touches }]): [string, ArgumentData] => [at, { facet, touches }]),
    ),
  };
}

function ofRoles<T>(of: (role: Role) => T): Record<Role, T> {
  return Object.fromEntries(ROLES.map((role) => [role, of(role)])) as Record<Role, T>;
}

/** Kinds of which the role may read something, with the records it reaches. */
function reachOf(policy: Policy, role: Role, kinds: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    [...kinds].sort().flatMap((kind) => {
      const words = readsSomething(policy, role, kind) ? rowScopeWords(role, kind) : null;
      return words === null ? [] : [[kind, words]];
    }),
  );
}

function readsSomething({ catalogue, mayRead }: Policy, role: Role, kind: string): boolean {
  return [...catalogue.fields].some(
    ([at, { facet }]) => at.startsWith(`${kind}.`) && facet !== 'key' && facet !== 'element' && mayRead(role, at),
  );
}

function sorted<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}
