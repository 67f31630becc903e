import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CataloguedError } from '../../gateway/errors.js';
import { COOL_DOWN_MS, MAX_STALE_MS, REFRESH_MS, remoteKeys } from '../../gateway/keys.js';
import type { ViewerReader } from '../../gateway/viewer.js';
import { goodClaims, ISSUER, openProvider, type Provider, readerFor } from './support/tokens.js';

const JWKS_URI = `${ISSUER}/keys`;
const DISCOVERY_URI = `${ISSUER}/.well-known/openid-configuration`;

/** The provider's web server: what each address answers, how often it was asked, and whether it is down. */
class Web {
  readonly pages = new Map<string, unknown>();
  readonly asked: string[] = [];
  down = false;
  status = 200;

  readonly fetch: typeof fetch = async (input) => {
    const url = String(input);
    this.asked.push(url);
    if (this.down) throw new TypeError('fetch failed');
    const page = this.pages.get(url);
    const body = typeof page === 'string' ? page : JSON.stringify(page ?? null);
    return new Response(body, { status: page === undefined ? 404 : this.status });
  };
}

let first: Provider;
let second: Provider;
let web: Web;
let now: number;

beforeAll(async () => {
  first = await openProvider('k1');
  second = await openProvider('k2');
});

beforeEach(() => {
  web = new Web();
  web.pages.set(JWKS_URI, first.jwks);
  web.pages.set(DISCOVERY_URI, { issuer: ISSUER, jwks_uri: JWKS_URI });
  now = Date.now();
});

function gateway(jwksUri: string | null = JWKS_URI): ViewerReader {
  const keys = remoteKeys({ issuer: { kind: 'oidc', url: ISSUER, jwksUri }, fetch: web.fetch, now: () => now });
  return readerFor(first, { keys, now: () => now });
}

let serial = 0;
/** A token that no cache of verified tokens has seen, good for as long as a test pretends to run. */
async function tokenFrom(provider: Provider, header: Record<string, unknown> = {}): Promise<string> {
  serial += 1;
  return `Bearer ${await provider.token({ ...goodClaims(), jti: `t${serial}`, exp: Math.floor(now / 1000) + 600 }, header)}`;
}

async function outcome(reader: ViewerReader, provider: Provider, header?: Record<string, unknown>): Promise<string> {
  return reader.read(await tokenFrom(provider, header)).then(
    (viewer) => viewer.role,
    (error: unknown) => (error instanceof CataloguedError ? error.code : String(error)),
  );
}

describe('39 JWKS down or rotated: the keys of an OpenID provider', () => {
  test('are fetched when the first token comes, once for all that come together', async () => {
    const reader = gateway();
    expect(web.asked).toEqual([]);
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => outcome(reader, first)));
    expect(outcomes).toEqual(Array(4).fill('clinician'));
    expect(web.asked).toEqual([JWKS_URI]);
  });

  test('are found by discovery when no address is given', async () => {
    expect(await outcome(gateway(null), first)).toBe('clinician');
    expect(web.asked).toEqual([DISCOVERY_URI, JWKS_URI]);
  });

  test('are not taken from a discovery document of another issuer, nor over http for an issuer with https', async () => {
    web.pages.set(DISCOVERY_URI, { issuer: 'https://evil.example', jwks_uri: JWKS_URI });
    expect(await outcome(gateway(null), first)).toBe('SIGN_IN_UNAVAILABLE');
    web.pages.set(DISCOVERY_URI, { issuer: ISSUER, jwks_uri: 'http://id.example/keys' });
    expect(await outcome(gateway(null), first)).toBe('SIGN_IN_UNAVAILABLE');
  });

  test('keep working while the provider is down', async () => {
    const reader = gateway();
    await outcome(reader, first);
    web.down = true;
    now += REFRESH_MS + 1;
    expect(await outcome(reader, first)).toBe('clinician');
    now += 6 * REFRESH_MS;
    expect(await outcome(reader, first)).toBe('clinician');
  });

  test('are not trusted for ever: after a day of outage nothing can be verified', async () => {
    const reader = gateway();
    await outcome(reader, first);
    web.down = true;
    now += MAX_STALE_MS;
    expect(await outcome(reader, first)).toBe('SIGN_IN_UNAVAILABLE');
    web.down = false;
    now += COOL_DOWN_MS;
    expect(await outcome(reader, first)).toBe('clinician');
  });

  test('that were never fetched open nothing', async () => {
    web.down = true;
    const reader = gateway();
    expect(await outcome(reader, first)).toBe('SIGN_IN_UNAVAILABLE');
    expect(await outcome(reader, first)).toBe('SIGN_IN_UNAVAILABLE');
    expect(web.asked).toHaveLength(1);
    web.down = false;
    now += COOL_DOWN_MS;
    expect(await outcome(reader, first)).toBe('clinician');
  });

  test('are fetched anew for an unknown key id, and the new key works from then on', async () => {
    const reader = gateway();
    await outcome(reader, first);
    web.pages.set(JWKS_URI, { keys: [...first.jwks.keys, ...second.jwks.keys] });
    expect(await outcome(reader, second)).toBe('UNAUTHENTICATED');
    now += COOL_DOWN_MS;
    expect(await outcome(reader, second)).toBe('clinician');
    expect(await outcome(reader, first)).toBe('clinician');
    expect(web.asked).toHaveLength(2);
  });

  test('are not fetched again and again for made-up key ids', async () => {
    const reader = gateway();
    await outcome(reader, first);
    now += COOL_DOWN_MS;
    for (const kid of ['a', 'b', 'c', 'd']) expect(await outcome(reader, second, { kid })).toBe('UNAUTHENTICATED');
    expect(web.asked).toHaveLength(2);
  });

  test('refuse a strange token while the provider is down', async () => {
    const reader = gateway();
    await outcome(reader, first);
    web.down = true;
    now += COOL_DOWN_MS;
    expect(await outcome(reader, second)).toBe('UNAUTHENTICATED');
    expect(await outcome(reader, first)).toBe('clinician');
  });

  test('that were withdrawn stop working, also for tokens verified before', async () => {
    const reader = gateway();
    const token = await tokenFrom(first);
    await reader.read(token);
    web.pages.set(JWKS_URI, second.jwks);
    now += REFRESH_MS + 1;
    await expect.poll(() => outcome(reader, first)).toBe('UNAUTHENTICATED');
    await expect(reader.read(token)).rejects.toBeInstanceOf(CataloguedError);
  });

  test.each([
    ['an error page', 502, '<html>bad gateway</html>'],
    ['garbage', 200, 'garbage'],
    ['null', 200, 'null'],
    ['an object that is no key set', 200, { error: 'x' }],
    ['a list of nonsense', 200, { keys: ['x', 1] }],
  ])('are not replaced by %s', async (_what, status, page) => {
    const reader = gateway();
    await outcome(reader, first);
    web.pages.set(JWKS_URI, page);
    web.status = status;
    now += COOL_DOWN_MS;
    expect(await outcome(reader, second)).toBe('UNAUTHENTICATED');
    expect(await outcome(reader, first)).toBe('clinician');
  });

  test('are not taken from an error page, even one that holds keys', async () => {
    const reader = gateway();
    await outcome(reader, first);
    web.pages.set(JWKS_URI, second.jwks);
    web.status = 500;
    now += COOL_DOWN_MS;
    expect(await outcome(reader, second)).toBe('UNAUTHENTICATED');
    expect(await outcome(reader, first)).toBe('clinician');
  });

  test('of a symmetric kind check nothing', async () => {
    const secret = { kty: 'oct', kid: 'k9', k: Buffer.from('x'.repeat(32)).toString('base64url') };
    web.pages.set(JWKS_URI, { keys: [secret] });
    expect(await outcome(gateway(), first, { kid: 'k9' })).toBe('UNAUTHENTICATED');
  });
});
