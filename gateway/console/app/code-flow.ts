/** Sign-in at an OpenID provider: authorization code with PKCE (RFC 7636), as a public client. */
import * as oauth from 'oauth4webapi';

export interface ProviderClient {
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
}

/** What must outlive the way to the provider and back: three random values, forgotten as soon as they are used. */
const KEPT = 'chartlens-sign-in';

interface Kept {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
}

/** Leaves for the provider's sign-in. */
export async function begin({ issuer, clientId, scope }: ProviderClient): Promise<void> {
  const server = await discover(issuer);
  if (server.authorization_endpoint === undefined) throw new Error('The provider names no authorization endpoint.');
  const kept: Kept = {
    verifier: oauth.generateRandomCodeVerifier(),
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
  };
  sessionStorage.setItem(KEPT, JSON.stringify(kept));
  const to = new URL(server.authorization_endpoint);
  const parameters = {
    client_id: clientId,
    redirect_uri: here(),
    response_type: 'code',
    scope,
    state: kept.state,
    nonce: kept.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(kept.verifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) to.searchParams.set(name, value);
  location.assign(to);
}

export interface Tokens {
  readonly access: string;
  /** Gives a later access token; null where the provider handed nothing out for that. */
  readonly renew: (() => Promise<string>) | null;
}

/** Back from the provider: the access token. The code leaves the address before anything else happens. */
export async function finish({ issuer, clientId, scope }: ProviderClient): Promise<Tokens> {
  const returned = new URL(location.href);
  history.replaceState(null, '', '/');
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null') as Kept | null;
  sessionStorage.removeItem(KEPT);
  if (kept === null) throw new Error('This sign-in was not begun here.');
  const server = await discover(issuer);
  const client = { client_id: clientId };
  const parameters = oauth.validateAuthResponse(server, client, returned, kept.state);
  const answer = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    parameters,
    here(),
    kept.verifier,
    options(issuer),
  );
  const nonce = scope.split(' ').includes('openid') ? { expectedNonce: kept.nonce, requireIdToken: true } : {};
  const { access_token, refresh_token } = await oauth.processAuthorizationCodeResponse(server, client, answer, nonce);
  return { access: access_token, renew: refresh_token === undefined ? null : renewer(server, clientId, refresh_token) };
}

/** Refresh tokens are used once where the provider hands out a new one with each answer (RFC 9700, 2.2.2). */
function renewer(server: oauth.AuthorizationServer, clientId: string, first: string): () => Promise<string> {
  const client = { client_id: clientId };
  let token = first;
  return async () => {
    const answer = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), token, options(server.issuer));
    const { access_token, refresh_token } = await oauth.processRefreshTokenResponse(server, client, answer);
    token = refresh_token ?? token;
    return access_token;
  };
}

async function discover(issuer: string): Promise<oauth.AuthorizationServer> {
  const url = new URL(issuer);
  return oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, options(issuer)));
}

/** The gateway takes an issuer over http only outside production. */
function options(issuer: string) {
  return { [oauth.allowInsecureRequests]: issuer.startsWith('http:') };
}

function here(): string {
  return `${location.origin}/`;
}
