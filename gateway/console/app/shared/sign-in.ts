/** Who the console asks as. Tokens live in this module's memory and nowhere else: a reload forgets them. */
import type { Role } from '../../../../schema/policy/role.js';

/** Somebody to ask as. */
export interface Identity {
  readonly token: string;
  readonly role: Role;
  readonly organization: string | null;
  readonly patient: string | null;
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
}

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
  };
}

/** One identity and no other. */
export function ownSignIn(settings: SignInSettings, own: Identity): SignIn {
  return { settings, canSwitch: false, identityFor: ({ role }) => Promise.resolve(role === own.role ? own : null) };
}

/** Whether the gateway tells the identity what other roles see. */
export function mayCompareRoles({ settings }: SignIn, { role }: Identity): boolean {
  return settings.kind === 'local' || role === 'auditor';
}

/** What a token says of whom it is for; the gateway checks it, this only shows it. */
export function identityOf(token: string, names: ProviderSettings['claims']): Identity {
  const [, payload = ''] = token.split('.');
  const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
  const claims = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  const text = (name: string) => (typeof claims[name] === 'string' ? claims[name] : null);
  const { role, organization, patient } = names;
  return { token, role: text(role) as Role, organization: text(organization), patient: text(patient) };
}

async function issue(request: IdentityRequest): Promise<Identity> {
  const answer = await fetch('/console/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  const body = (await answer.json()) as Identity & { readonly errors?: readonly { readonly message: string }[] };
  if (!answer.ok) throw new Error(body.errors?.[0]?.message ?? `The gateway answered ${answer.status}.`);
  return body;
}
