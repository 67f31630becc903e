/** Where the keys come from that tokens are checked with: a fixed set, or an OpenID provider's JWKS. */
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import type { Issuer } from './config.js';

export interface KeySource {
  readonly find: JWTVerifyGetKey;
  /** Grows whenever the keys change: what was verified with an earlier set must be verified again. */
  readonly version: number;
}

/** No key was ever fetched, or the last good set is too old to trust: nothing can be verified. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

export interface RemoteKeysOptions {
  readonly issuer: Extract<Issuer, { kind: 'oidc' }>;
  /** Milliseconds; tests replace it. */
  readonly now?: () => number;
  readonly fetch?: typeof fetch;
}

const SECOND = 1000;
/** A token with an unknown key makes one fetch in this time, whoever sends it and however often. */
export const COOL_DOWN_MS = 5 * SECOND;
/** After this the set is fetched anew, so that a withdrawn key stops working. */
export const REFRESH_MS = 600 * SECOND;
/** A set that could not be renewed for a day is not trusted any longer: an outage is not a way to keep a withdrawn key. */
export const MAX_STALE_MS = 24 * 3600 * SECOND;
const FETCH_TIMEOUT_MS = 4 * SECOND;

export function fixedKeys(jwks: JSONWebKeySet): KeySource {
  return { find: createLocalJWKSet(jwks), version: 0 };
}

/** Keys of an OpenID provider: fetched when first needed, kept while it is down, renewed when a new `kid` shows. */
export function remoteKeys(options: RemoteKeysOptions): KeySource {
  return new RemoteKeys(options);
}

class RemoteKeys implements KeySource {
  readonly #options: RemoteKeysOptions;
  readonly #now: () => number;
  #local: JWTVerifyGetKey | null = null;
  #text = '';
  #version = 0;
  #fetchedAt = Number.NEGATIVE_INFINITY;
  #triedAt = Number.NEGATIVE_INFINITY;
  #pending: Promise<void> | null = null;

  constructor(options: RemoteKeysOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  get version(): number {
    return this.#version;
  }

  readonly find: JWTVerifyGetKey = async (header, token) => {
    await this.#beReady();
    try {
      return await this.#trusted()(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await this.#refresh();
      return await this.#trusted()(header, token);
    }
  };

  /** Waits for the first set only; a later one is fetched behind the requests' back, they go on with the one at hand. */
  async #beReady(): Promise<void> {
    const age = this.#now() - this.#fetchedAt;
    if (age < REFRESH_MS) return;
    const refresh = this.#refresh();
    if (this.#local === null || age >= MAX_STALE_MS) await refresh;
  }

  #trusted(): JWTVerifyGetKey {
    if (this.#local === null || this.#now() - this.#fetchedAt >= MAX_STALE_MS) throw new KeysUnavailable();
    return this.#local;
  }

  /** One fetch at a time and one in a cool-down; a failure leaves the keys as they are. */
  #refresh(): Promise<void> {
    if (this.#pending) return this.#pending;
    if (this.#now() - this.#triedAt < COOL_DOWN_MS) return Promise.resolve();
    this.#triedAt = this.#now();
    this.#pending = this.#load()
      .catch(() => undefined)
      .finally(() => {
        this.#pending = null;
      });
    return this.#pending;
  }

  async #load(): Promise<void> {
    const jwks = await this.#json(await this.#jwksUri());
    // Throws on anything that is not a key set, so garbage never replaces good keys.
    const local = createLocalJWKSet(jwks as unknown as JSONWebKeySet);
    const text = JSON.stringify(jwks);
    if (text !== this.#text) this.#version += 1;
    this.#text = text;
    this.#local = local;
    this.#fetchedAt = this.#now();
  }

  /** OpenID Connect Discovery 1.0, section 4: the document must name the issuer we asked. */
  async #jwksUri(): Promise<string> {
    const { url, jwksUri } = this.#options.issuer;
    if (jwksUri !== null) return jwksUri;
    const found = await this.#json(`${url.replace(/\/$/, '')}/.well-known/openid-configuration`);
    const uri = found['jwks_uri'];
    if (found['issuer'] !== url || typeof uri !== 'string')
      throw new Error('not the discovery document of this issuer');
    if (url.startsWith('https:') && !uri.startsWith('https:')) throw new Error('keys over http for an https issuer');
    return uri;
  }

  async #json(url: string): Promise<Record<string, unknown>> {
    const fetchIt = this.#options.fetch ?? fetch;
    const signal = AbortSignal.timeout(FETCH_TIMEOUT_MS);
    const answer = await fetchIt(url, { signal, redirect: 'error', headers: { accept: 'application/json' } });
    if (answer.status !== 200) throw new Error(`status ${answer.status}`);
    return (await answer.json()) as Record<string, unknown>;
  }
}
