/** Who the console asks as. Tokens live in this module's memory and nowhere else: a reload forgets them. */
import type { Role } from '../../../../schema/policy/role.js';

/** Somebody to ask as. */
export interface Identity {
  readonly token: string;
  readonly role: Role;
  readonly organization: string | null;
  readonly patient: string | null;
  /** When the token ends, in milliseconds; null for one that does not say. */
  readonly expires: number | null;
}

/** Whom a token is asked for; left out, the first that fits the role. */
export interface IdentityRequest {
  readonly role: Role;
  readonly organization?: string;
  readonly patient?: string;
}

export interface ProviderSettings {
  readonly kind: 'oidc';
  readonly issuer: string;
  readonly clientId: string | null;
  readonly scope: string;
  /** The names of the claims. */
  readonly claims: Readonly<Record<'role' | 'organization' | 'patient', string>>;
}

export interface LocalSettings {
  readonly kind: 'local';
  readonly claims: ProviderSettings['claims'];
}

export type SignInSettings = LocalSettings | ProviderSettings;

/** Gives identities: any of them where the local issuer signs, one's own where an OpenID provider does. */
export interface SignIn {
  readonly settings: SignInSettings;
  /** Whether it gives any identity, and not one's own alone. */
  readonly canSwitch: boolean;
  /** Null for an identity that whoever sits here cannot take. */
  identityFor(request: IdentityRequest): Promise<Identity | null>;
  /** The same somebody with a later token; null where only a new sign-in gives one. */
  renewed(identity: Identity): Promise<Identity | null>;
  /** Takes one that somebody brought in the place of one that has ended. */
  take(identity: Identity): void;
}

/** Gives an access token of the same person, again and again. */
export type RenewToken = () => Promise<string>;

/** Less than the hour for which the local issuer signs. */
const KEPT_MS = 50 * 60 * 1000;

/** Reads from the gateway how people sign in. */
export async function readSettings(): Promise<SignInSettings> {
  const answer = await fetch('/console/settings.json');
  if (!answer.ok) throw new Error(`The gateway answered ${answer.status}.`);
  const { signIn } = (await answer.json()) as { readonly signIn: SignInSettings };
  return signIn;
}

/** The local issuer's identities, each asked for once. */
export function localSignIn(settings: SignInSettings): SignIn {
  const kept = new Map<string, { readonly identity: Promise<Identity>; readonly until: number }>();
  return {
    settings,
    canSwitch: true,
    identityFor(request) {
      const key = JSON.stringify([request.role, request.organization, request.patient]);
      const known = kept.get(key);
      if (known && known.until > Date.now()) return known.identity;
      const identity = issue(request);
      kept.set(key, { identity, until: Date.now() + KEPT_MS });
      identity.catch(() => kept.delete(key));
      return identity;
    },
    renewed: ({ role, organization, patient }) =>
      issue({ role, ...(organization !== null && { organization }), ...(patient !== null && { patient }) }),
    take: () => undefined,
  };
}

/** One identity and no other; `renew` where the provider gives later tokens without a new sign-in. */
export function ownSignIn(settings: SignInSettings, own: Identity, renew: RenewToken | null = null): SignIn {
  let current = own;
  return {
    settings,
    canSwitch: false,
    identityFor: ({ role }) => Promise.resolve(role === current.role ? current : null),
    async renewed() {
      if (renew === null) return null;
      current = identityOf(await renew(), settings.claims);
      return current;
    },
    take(identity) {
      current = identity;
    },
  };
}

/** Whether the gateway tells the identity what other roles see. */
export function mayCompareRoles({ settings }: SignIn, { role }: Identity): boolean {
  return settings.kind === 'local' || role === 'auditor';
}

/** What a token says of whom it is for; the gateway checks it, this only shows it. */
export function identityOf(token: string, names: ProviderSettings['claims']): Identity {
  const claims = payloadOf(token);
  const text = (name: string) => (typeof claims[name] === 'string' ? claims[name] : null);
  const { role, organization, patient } = names;
  const expires = expiryOf(token);
  return { token, role: text(role) as Role, organization: text(organization), patient: text(patient), expires };
}

async function issue(request: IdentityRequest): Promise<Identity> {
  const answer = await fetch('/console/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  const body = (await answer.json()) as Omit<Identity, 'expires'> & {
    readonly errors?: readonly { readonly message: string }[];
  };
  if (!answer.ok) throw new Error(body.errors?.[0]?.message ?? `The gateway answered ${answer.status}.`);
  return { ...body, expires: expiryOf(body.token) };
}

function expiryOf(token: string): number | null {
  const { exp } = payloadOf(token);
  return typeof exp === 'number' ? exp * 1000 : null;
}

/** What a token says; nobody checks it here. */
function payloadOf(token: string): Record<string, unknown> {
  const [, payload = ''] = token.split('.');
  const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
}
