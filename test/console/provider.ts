/** An OpenID provider that signs in whoever comes: code flow with PKCE for one public client, as RFC 7636 wants it. */
import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

export interface Provider {
  readonly issuer: string;
  /** What clients sent to the token endpoint. */
  readonly exchanges: URLSearchParams[];
  stop(): Promise<void>;
}

export const CLIENT_ID = 'chartlens-console';

/** Starts the provider. Access tokens carry the claims; refresh tokens, where it hands them out, are good for one use. */
export async function startProvider(claims: JWTPayload, { refreshes = false } = {}): Promise<Provider> {
  const refreshTokens = new Set<string>();
  const refreshToken = () => {
    const token = randomUUID();
    refreshTokens.add(token);
    return token;
  };
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  const asked = new Map<string, URLSearchParams>();
  const exchanges: URLSearchParams[] = [];
  let issuer = '';
  const sign = (payload: JWTPayload, audience: string) =>
    new SignJWT(payload)
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuer(issuer)
      .setSubject('somebody')
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey);
  const exchange = async (form: URLSearchParams): Promise<[number, object]> => {
    exchanges.push(form);
    if (form.get('grant_type') === 'refresh_token') {
      if (!refreshTokens.delete(form.get('refresh_token') ?? '')) return [400, { error: 'invalid_grant' }];
      return [
        200,
        { token_type: 'Bearer', access_token: await sign(claims, 'chartlens'), refresh_token: refreshToken() },
      ];
    }
    const begun = asked.get(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!begun || begun.get('code_challenge') !== challenge) return [400, { error: 'invalid_grant' }];
    return [
      200,
      {
        token_type: 'Bearer',
        access_token: await sign(claims, 'chartlens'),
        id_token: await sign({ nonce: begun.get('nonce') }, CLIENT_ID),
        ...(refreshes && { refresh_token: refreshToken() }),
      },
    ];
  };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', issuer);
    response.setHeader('access-control-allow-origin', '*').setHeader('content-type', 'application/json');
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return response.end(
          JSON.stringify({
            issuer,
            authorization_endpoint: `${issuer}/authorize`,
            token_endpoint: `${issuer}/token`,
            jwks_uri: `${issuer}/jwks`,
          }),
        );
      case '/jwks':
        return response.end(JSON.stringify({ keys: [jwk] }));
      case '/authorize': {
        const code = randomUUID();
        asked.set(code, url.searchParams);
        const back = new URL(url.searchParams.get('redirect_uri') ?? '');
        back.search = String(new URLSearchParams({ code, state: url.searchParams.get('state') ?? '' }));
        return response.writeHead(302, { location: back.href }).end();
      }
      default: {
        const [status, body] = await exchange(new URLSearchParams(await textOf(request)));
        return response.writeHead(status).end(JSON.stringify(body));
      }
    }
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { issuer, exchanges, stop: () => stopped(server) };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

async function stopped(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
