/** Token to viewer: the only way anybody becomes a viewer. Whatever is wrong with a token, the answer is 401. */
import { createHash } from 'node:crypto';
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Viewer } from '../schema/policy/viewer.js';
import { ClaimProblem, viewerOf } from './claims.js';
import type { ClaimNames } from './config.js';
import { hasDuplicateKeys } from './duplicate-keys.js';
import { CataloguedError, catalogued } from './errors.js';
import { type KeySource, KeysUnavailable } from './keys.js';

export interface ViewerReader {
  /** @throws CataloguedError UNAUTHENTICATED, or SIGN_IN_UNAVAILABLE while no key can be had. */
  read(authorizationHeader: string | undefined): Promise<Viewer>;
  /** The viewer of a token that was checked before and still holds; null for all else. Checks no signature. */
  known(authorizationHeader: string | undefined): Viewer | null;
}

export interface ViewerReaderOptions {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  readonly claims: ClaimNames;
  readonly keys: KeySource;
  /** Verified tokens kept at once. */
  readonly cacheSize?: number;
  /** Milliseconds since the epoch; tests replace it. */
  readonly now?: () => number;
}

interface Verified {
  readonly viewer: Viewer;
  readonly until: number;
  readonly keysVersion: number;
}

const CACHE_SIZE = 10_000;
const CLOCK_TOLERANCE_SECONDS = 5;
const BEARER = /^bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;
const MAX_TOKEN_CHARACTERS = 8192;
/** RFC 8725, 3.11: a token made for something else (logout, proof of possession) is not an access token. */
const TOKEN_TYPES = ['jwt', 'at+jwt', 'application/at+jwt'];

/** Checks tokens against an issuer's keys and remembers what it verified until the token ends. */
export function createViewerReader(options: ViewerReaderOptions): ViewerReader {
  const cache = new LRUCache<string, Verified>({ max: options.cacheSize ?? CACHE_SIZE });
  const now = options.now ?? Date.now;
  const kept = (key: string): Viewer | null => {
    const known = cache.get(key);
    return known && known.until > now() && known.keysVersion === options.keys.version ? known.viewer : null;
  };
  return {
    known: (header) => {
      const token = tokenIn(header);
      return token === null ? null : kept(keyOf(token));
    },
    async read(header) {
      const token = tokenOf(header);
      const key = keyOf(token);
      const known = kept(key);
      if (known) return known;
      const { viewer, until } = await verify(token, options, now);
      cache.set(key, { viewer, until, keysVersion: options.keys.version });
      return viewer;
    },
  };
}

function tokenOf(header: string | undefined): string {
  if (header === undefined) throw unauthenticated('none was sent');
  const token = tokenIn(header);
  if (token === null) throw unauthenticated('this is not one token');
  return token;
}

function tokenIn(header: string | undefined): string | null {
  const token = BEARER.exec(header ?? '')?.[1];
  return token === undefined || token.length > MAX_TOKEN_CHARACTERS ? null : token;
}

/** The whole token is the key: two tokens that differ anywhere are two tokens, and none is kept as text. */
function keyOf(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}

async function verify(token: string, options: ViewerReaderOptions, now: () => number) {
  try {
    refuseOddHeader(token);
    const { payload } = await jwtVerify(token, options.keys.find, {
      issuer: options.issuer,
      audience: options.audience,
      algorithms: [...options.algorithms],
      requiredClaims: ['exp', 'sub'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(now()),
    });
    if (hasDuplicateKeys(payloadText(token))) throw new ClaimProblem('a claim of the token stands there twice');
    return { viewer: viewerOf(payload, options.claims), until: endOf(payload) };
  } catch (error) {
    throw refusalFor(error);
  }
}

/** Keys that come inside a token (jwk, jku, x5u) are never looked at; what a token marks as critical, we do not know. */
function refuseOddHeader(token: string): void {
  const { crit, typ } = decodeProtectedHeader(token);
  if (crit !== undefined) throw new ClaimProblem('it asks for an extension that is not known here');
  if (typ !== undefined && !TOKEN_TYPES.includes(String(typ).toLowerCase())) {
    throw new ClaimProblem('it is not an access token');
  }
}

function payloadText(token: string): string {
  return Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
}

function endOf(payload: JWTPayload): number {
  return (payload.exp ?? 0) * 1000;
}

/** Says what the caller can mend (claims, expiry) and nothing of keys and signatures. */
function refusalFor(error: unknown): CataloguedError {
  if (error instanceof KeysUnavailable) return catalogued('SIGN_IN_UNAVAILABLE');
  if (error instanceof ClaimProblem) return unauthenticated(error.message);
  if (error instanceof errors.JWTExpired) return unauthenticated('it has expired');
  return unauthenticated('it is not one that this gateway trusts');
}

function unauthenticated(reason: string): CataloguedError {
  return catalogued('UNAUTHENTICATED', { reason });
}
