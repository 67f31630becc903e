/** `oidc-provider`, which is certified by the OpenID Foundation, as hospitals run one: somebody else's code on the other side. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import Provider, { type Configuration } from 'oidc-provider';

export const CONSOLE_CLIENT = 'chartlens-console';
/** A program that gets tokens by itself, for the tests of tokens. */
export const MACHINE = { client_id: 'machine', client_secret: 'a secret of the test' } as const;

export interface CertifiedProvider {
  readonly issuer: string;
  /** Whom the console may come back to. */
  allow(redirectUri: string): void;
  /** New keys, and the old ones gone, while it runs. */
  rotate(): Promise<void>;
  /** An access token of the program, for an audience. */
  token(audience?: string): Promise<string>;
  stop(): Promise<void>;
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' };
}

/** Starts it. Access tokens are JWTs that carry the claims. */
export async function startCertifiedProvider(claims: Readonly<Record<string, string>>): Promise<CertifiedProvider> {
  let listener: RequestListener = (_request, response) => void response.writeHead(503).end();
  let redirectUris = ['http://127.0.0.1:1/'];
  let key = await newKey();
  const server = createServer((request, response) => listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const open = () => {
    listener = new Provider(issuer, configuration(claims, key, redirectUris)).callback();
  };
  open();
  return {
    issuer,
    allow(redirectUri) {
      redirectUris = [redirectUri];
      open();
    },
    async rotate() {
      key = await newKey();
      open();
    },
    async token(audience = 'chartlens') {
      const answer = await fetch(`${issuer}/token`, {
        method: 'POST',
        body: new URLSearchParams({ ...MACHINE, grant_type: 'client_credentials', resource: `urn:${audience}` }),
      });
      const { access_token: token } = (await answer.json()) as { readonly access_token?: string };
      if (token === undefined) throw new Error(`the provider gives no token: ${answer.status}`);
      return token;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function configuration(
  claims: Readonly<Record<string, string>>,
  key: JWK,
  redirectUris: readonly string[],
): Configuration {
  return {
    jwks: { keys: [key as never] },
    clients: [
      {
        client_id: CONSOLE_CLIENT,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        redirect_uris: [...redirectUris],
      },
      {
        ...MACHINE,
        token_endpoint_auth_method: 'client_secret_post',
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
      },
    ],
    cookies: { keys: ['a key of the test'] },
    clientBasedCORS: () => true,
    pkce: { required: () => true },
    extraTokenClaims: () => ({ ...claims }),
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    features: {
      devInteractions: { enabled: true },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'urn:chartlens',
        useGrantedResource: () => true,
        getResourceServerInfo: (_context, resource) => ({
          scope: 'openid',
          audience: resource.replace(/^urn:/, ''),
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  };
}
