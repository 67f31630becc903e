/** Who asks, as the naive gateway tells its subgraphs: a header that they believe. */
import { rule } from '../../../subgraphs/shared/graphql-shield.js';

export interface User {
  readonly role: string;
  readonly organization: string;
}

export interface Context {
  readonly user: User | null;
}

export const USER_HEADER = 'x-user';

/** For what composing asks, before anybody has signed in. */
export const anybody = rule('anybody', { cache: 'no_cache' })(() => true);

export const isAuthenticated = rule('authenticated', { cache: 'contextual' })(
  (_parent, _args, { user }: Context) => user !== null,
);

export const isClinician = rule('clinician', { cache: 'contextual' })(
  (_parent, _args, { user }: Context) => user?.role === 'clinician',
);

export const readsBills = rule('reads-bills', { cache: 'contextual' })(
  (_parent, _args, { user }: Context) => user?.role === 'clinician' || user?.role === 'insurer',
);

export function userOf(context: Context): User {
  if (!context.user) throw new Error('nobody asks');
  return context.user;
}
