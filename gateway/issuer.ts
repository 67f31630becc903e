/** The local issuer: signs tokens for a first run and for tests. Off in production and wherever OIDC_ISSUER is set. */
import { randomUUID } from 'node:crypto';
import { chmod, link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  SignJWT,
} from 'jose';
import { PURPOSES_OF_ROLE, type Purpose, type Role } from '../schema/policy/viewer.js';
import { viewerOf } from './claims.js';
import type { ClaimNames, SignIn } from './config.js';

export const LOCAL_ISSUER = 'urn:chartlens:local';
export const LOCAL_ALGORITHM = 'ES256';
/** A working day: long enough for a first look, short enough to be forgotten. */
const DEFAULT_EXPIRY = '12h';
const NO_HARD_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

export interface TokenRequest {
  readonly role: Role;
  /** Organization id, the payer's for an insurer. */
  readonly organization?: string;
  readonly patient?: string;
  readonly subject?: string;
  readonly purpose?: Purpose;
  /** Seconds, or a time span such as `30m`, `12h`, `7 days`. */
  readonly expiresIn?: number | string;
}

export interface LocalIssuer {
  readonly issuer: string;
  readonly algorithms: readonly string[];
  /** Public keys only. */
  readonly jwks: JSONWebKeySet;
  /** @throws ClaimProblem for a token that the gateway would refuse; TypeError for a time span it cannot read. */
  issueToken(request: TokenRequest): Promise<string>;
}

/** Opens the issuer whose key is kept in `<dataDir>/issuer/key.json`, and makes the key the first time. */
export async function openLocalIssuer(
  dataDir: string,
  signIn: Pick<SignIn, 'audience' | 'claims'>,
): Promise<LocalIssuer> {
  const folder = join(dataDir, 'issuer');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const privateJwk = (await readKey(folder)) ?? (await makeKey(folder));
  const key = await importJWK(privateJwk, LOCAL_ALGORITHM);
  const { d: _secret, ...publicJwk } = privateJwk;
  return {
    issuer: LOCAL_ISSUER,
    algorithms: [LOCAL_ALGORITHM],
    jwks: { keys: [publicJwk] },
    issueToken: (request) => sign(key, publicJwk.kid ?? '', request, signIn),
  };
}

async function sign(
  key: Awaited<ReturnType<typeof importJWK>>,
  kid: string,
  request: TokenRequest,
  { audience, claims }: Pick<SignIn, 'audience' | 'claims'>,
): Promise<string> {
  const payload = { ...claimsOf(request, claims), sub: request.subject ?? `${request.role}@local`, jti: randomUUID() };
  viewerOf(payload, claims);
  const expiry = request.expiresIn ?? DEFAULT_EXPIRY;
  return new SignJWT(payload)
    .setProtectedHeader({ alg: LOCAL_ALGORITHM, typ: 'JWT', kid })
    .setIssuer(LOCAL_ISSUER)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(typeof expiry === 'number' ? `${expiry}s` : expiry)
    .sign(key);
}

function claimsOf(request: TokenRequest, names: ClaimNames): Record<string, string> {
  return {
    [names.role]: request.role,
    [names.purpose]: request.purpose ?? PURPOSES_OF_ROLE[request.role][0],
    ...(request.organization === undefined ? {} : { [names.organization]: request.organization }),
    ...(request.patient === undefined ? {} : { [names.patient]: request.patient }),
  };
}

async function readKey(folder: string): Promise<JWK | null> {
  const path = join(folder, 'key.json');
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  // Copied and unpacked folders lose their modes.
  await chmod(path, 0o600);
  try {
    return JSON.parse(text) as JWK;
  } catch {
    throw new Error(
      'The key of the local issuer (issuer/key.json in DATA_DIR) is damaged. Remove it: a new one is made.',
    );
  }
}

/** The link appears with the whole key in it or not at all; of two processes that start together, both use the first's. */
async function makeKey(folder: string): Promise<JWK> {
  const pair = await generateKeyPair(LOCAL_ALGORITHM, { extractable: true });
  const jwk = await exportJWK(pair.privateKey);
  const text = JSON.stringify({ ...jwk, alg: LOCAL_ALGORITHM, use: 'sig', kid: await calculateJwkThumbprint(jwk) });
  const draft = join(folder, `key.${randomUUID()}.tmp`);
  await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
  try {
    await link(draft, join(folder, 'key.json'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Some file systems have no hard links: there the last of two processes wins, and both read its key below.
    if (NO_HARD_LINKS.includes(code ?? '')) await rename(draft, join(folder, 'key.json'));
    else if (code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const kept = await readKey(folder);
  if (kept === null) throw new Error('The key of the local issuer disappeared while it was made. Start again.');
  return kept;
}
