/** An identity provider in a box: signs anything, well or badly, as a test asks. */
import { CompactSign, type CryptoKey, exportJWK, generateKeyPair, type JSONWebKeySet } from 'jose';
import { type ClaimNames, readConfig } from '../../../gateway/config.js';
import { fixedKeys } from '../../../gateway/keys.js';
import { createViewerReader, type ViewerReader, type ViewerReaderOptions } from '../../../gateway/viewer.js';

export const ISSUER = 'https://id.example';
export const AUDIENCE = 'chartlens';
export const CLAIMS: ClaimNames = readConfig({}).signIn.claims;

export interface Provider {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwks: JSONWebKeySet;
  /** Signs claims over those of a good clinician; a claim of undefined is left out. */
  token(claims?: Record<string, unknown>, header?: Record<string, unknown>): Promise<string>;
  /** Signs a payload exactly as written. */
  raw(payload: string, header?: Record<string, unknown>): Promise<string>;
}

export async function openProvider(kid = 'k1', alg = 'ES256'): Promise<Provider> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid, alg, use: 'sig' }] };
  const raw = (payload: string, header: Record<string, unknown> = {}) =>
    new CompactSign(new TextEncoder().encode(payload)).setProtectedHeader({ alg, kid, ...header }).sign(privateKey);
  return {
    kid,
    privateKey,
    publicKey,
    jwks,
    raw,
    token: (claims, header) => raw(JSON.stringify(goodClaims(claims)), header),
  };
}

export function goodClaims(claims: Record<string, unknown> = {}): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000);
  const good = { iss: ISSUER, aud: AUDIENCE, sub: 'dr-ada', iat: now, exp: now + 600, jti: 'token-1' };
  return { ...good, role: 'clinician', organization: 'org-1', ...claims };
}

export function readerFor(provider: Pick<Provider, 'jwks'>, options: Partial<ViewerReaderOptions> = {}): ViewerReader {
  return createViewerReader({
    issuer: ISSUER,
    audience: AUDIENCE,
    algorithms: ['ES256', 'RS256', 'PS256', 'EdDSA'],
    claims: CLAIMS,
    keys: fixedKeys(provider.jwks),
    ...options,
  });
}

/** A token put together by hand, with whatever signature. */
export function unsigned(header: object, payload: object, signature = ''): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(payload)}.${signature}`;
}
