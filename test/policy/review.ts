import type { Policy } from '../../schema/policy/decide.js';
import { ROLES, type Role } from '../../schema/policy/viewer.js';
import { shouldRead } from './expected-access.js';

/** What was reviewed does not change while the tests run: hundreds of policies are held against it. */
const reviewed = new Map<string, boolean>();

function wasReviewed(role: Role, at: string, touches: readonly string[]): boolean {
  const key = `${role} ${at} ${touches.join()}`;
  const known = reviewed.get(key) ?? shouldRead(role, at, touches);
  reviewed.set(key, known);
  return known;
}

/** Where a policy decides otherwise than was reviewed by hand, in words. The catalogue must be loaded. */
export function differencesFromReview(policy: Policy): string[] {
  const { fields, arguments: args } = policy.catalogue;
  const coordinates: [string, readonly string[]][] = [
    ...[...fields.keys()].map((at): [string, readonly string[]] => [at, []]),
    ...[...args].map(([at, { touches }]): [string, readonly string[]] => [at, touches]),
  ];
  return ROLES.flatMap((role) =>
    coordinates.flatMap(([at, touches]) => {
      const may = policy.mayRead(role, at);
      return may === wasReviewed(role, at, touches) ? [] : [`${role} may ${may ? '' : 'not '}read ${at}`];
    }),
  );
}
