import type { Policy } from '../../schema/policy/decide.js';
import { ROLES } from '../../schema/policy/viewer.js';
import { shouldRead } from './expected-access.js';

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
      return may === shouldRead(role, at, touches) ? [] : [`${role} may ${may ? '' : 'not '}read ${at}`];
    }),
  );
}
