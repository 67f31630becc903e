import { createHmac } from 'node:crypto';
import { exportJWK, exportSPKI } from 'jose';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { CataloguedError } from '../../gateway/errors.js';
import { fixedKeys, type KeySource } from '../../gateway/keys.js';
import type { ViewerReader } from '../../gateway/viewer.js';
import { PURPOSES_OF_ROLE, ROLES, type Role } from '../../schema/policy/viewer.js';
import { goodClaims, openProvider, type Provider, readerFor, unsigned } from './support/tokens.js';

let provider: Provider;
let stranger: Provider;
let rsa: Provider;
let reader: ViewerReader;

beforeAll(async () => {
  provider = await openProvider();
  stranger = await openProvider('k1');
  rsa = await openProvider('k1', 'RS256');
  reader = readerFor(provider);
});

const read = (token: string, from: ViewerReader = reader) => from.read(`Bearer ${token}`);

/** What the caller is told; fails if the token was accepted. */
async function refusedAs(header: string | undefined, from: ViewerReader = reader): Promise<string> {
  const outcome = await from.read(header).catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(CataloguedError);
  expect((outcome as CataloguedError).code).toBe('UNAUTHENTICATED');
  const { message } = outcome as CataloguedError;
  expect(message).not.toContain('\n');
  return message;
}

async function refused(token: string | Promise<string>, from?: ViewerReader): Promise<string> {
  return refusedAs(`Bearer ${await token}`, from);
}

describe('a good token', () => {
  test('becomes a viewer', async () => {
    expect(await read(await provider.token())).toEqual({
      subject: 'dr-ada',
      role: 'clinician',
      organization: 'org-1',
      patient: null,
      purpose: 'TREAT',
      tokenId: 'token-1',
      width: null,
    });
  });

  test.each(ROLES)('of the role %s acts for its default purpose', async (role) => {
    const viewer = await read(await provider.token({ role, patient: 'p-1' }));
    expect(viewer).toMatchObject({ role, purpose: PURPOSES_OF_ROLE[role][0] });
  });

  test('may state another purpose of its role', async () => {
    expect(await read(await provider.token({ purpose: 'ETREAT' }))).toMatchObject({ purpose: 'ETREAT' });
  });

  test('may come with its scheme in any case and a type for access tokens', async () => {
    const token = await provider.token({}, { typ: 'at+jwt' });
    expect(await reader.read(`bearer ${token}`)).toMatchObject({ role: 'clinician' });
  });

  test('may name an id of another sender, and of a derived payer', async () => {
    for (const organization of ['NORTH:a.b-1', 'payer-blue-shield']) {
      expect(await read(await provider.token({ organization }))).toMatchObject({ organization });
    }
  });

  test('of a patient reaches one person and no organisation', async () => {
    const viewer = await read(await provider.token({ role: 'patient', patient: 'p-1' }));
    expect(viewer).toMatchObject({ patient: 'p-1', organization: null });
  });

  test('of anybody else carries no patient into the viewer', async () => {
    expect(await read(await provider.token({ patient: 'p-1' }))).toMatchObject({ patient: null });
  });

  test('is read by other claim names where the operator says so', async () => {
    const claims = { role: 'https://x/role', organization: 'org', patient: 'person', purpose: 'why' };
    const token = await provider.token({ role: undefined, 'https://x/role': 'biller', org: 'o', why: 'HOPERAT' });
    const viewer = await read(token, readerFor(provider, { claims }));
    expect(viewer).toMatchObject({ role: 'biller', organization: 'o', purpose: 'HOPERAT' });
  });
});

describe('no token, or something else', () => {
  test.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Basic YTpi',
    'Bearer a.b',
    'Bearer a.b.c.d.e',
    'Bearer a.b.c, Bearer d.e.f',
  ])('is refused: %s', async (header) => {
    await refusedAs(header);
  });

  test('a token of absurd length is not even decoded', async () => {
    await refused(`a.${'b'.repeat(10_000)}.c`);
  });

  test('two tokens in one header are no token', async () => {
    const token = await provider.token();
    await refusedAs(`Bearer ${token} ${token}`);
  });
});

describe('38 alg none, HS/RS swap, kid traversal, jku, jwk: a forged token', () => {
  test.each(['none', 'None', 'NONE', ''])('with the algorithm "%s" is refused', async (alg) => {
    await refused(unsigned({ alg, typ: 'JWT' }, goodClaims()));
    await refused(unsigned({ alg, kid: 'k1' }, goodClaims(), 'AAAA'));
  });

  test('signed with HMAC over the public key is refused', async () => {
    const from = readerFor(rsa);
    for (const secret of [await exportSPKI(rsa.publicKey), JSON.stringify(rsa.jwks.keys[0])]) {
      const body = unsigned({ alg: 'HS256', kid: 'k1' }, goodClaims()).slice(0, -1);
      await refused(`${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`, from);
    }
  });

  test('signed by another key of the same id is refused', async () => {
    await refused(stranger.token());
  });

  test.each(['../../../../dev/null', 'file:///etc/passwd', "' OR 1=1", '', '__proto__'])(
    'with the key id %s is refused',
    async (kid) => {
      await refused(stranger.token({}, { kid }));
    },
  );

  test('that brings its own key along is refused, and nothing is fetched for it', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch');
    const jwk = await exportJWK(stranger.publicKey);
    const headers = [
      { jwk },
      { jku: 'https://evil.example/keys' },
      { x5u: 'https://evil.example/x' },
      { x5c: ['AAAA'] },
    ];
    for (const header of headers) {
      await refused(stranger.token({}, header));
      await refused(stranger.token({}, { ...header, kid: 'other' }));
    }
    expect(fetched).not.toHaveBeenCalled();
    fetched.mockRestore();
  });

  test('with one bit of its payload or signature changed is refused', async () => {
    const [header, payload, signature] = (await provider.token()).split('.') as [string, string, string];
    const flip = (text: string) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
    await refused(`${header}.${flip(payload)}.${signature}`);
    await refused(`${header}.${payload}.${flip(signature)}`);
    await refused(`${header}.${payload}.`);
  });

  test('that asks for an unknown extension is refused', async () => {
    const token = await provider.token();
    const [, payload, signature] = token.split('.');
    const header = Buffer.from(JSON.stringify({ alg: 'ES256', kid: 'k1', crit: ['exp'], exp: 1 })).toString(
      'base64url',
    );
    expect(await refused(`${header}.${payload}.${signature}`)).toContain('extension');
  });

  test('of an algorithm that the operator did not allow is refused, though its key is known', async () => {
    await refused(provider.token(), readerFor(provider, { algorithms: ['RS256'] }));
  });
});

describe('a token that its issuer signed but that is not for here or now', () => {
  const past = Math.floor(Date.now() / 1000) - 60;
  test.each([
    ['another issuer', { iss: 'https://evil.example' }],
    ['no issuer', { iss: undefined }],
    ['another audience', { aud: 'payroll' }],
    ['no audience', { aud: undefined }],
    ['no expiry', { exp: undefined }],
    ['an expiry in words', { exp: 'tomorrow' }],
    ['a start in the future', { nbf: past + 3600 }],
    ['no subject', { sub: undefined }],
    ['an empty subject', { sub: '' }],
    ['a subject of several lines', { sub: 'a\nb' }],
    ['a subject that is an object', { sub: { $ne: null } }],
    ['a token id that is an object', { jti: { $gt: '' } }],
  ])('with %s is refused', async (_what, claims) => {
    await refused(provider.token(claims));
  });

  test('is told when it has expired', async () => {
    expect(await refused(provider.token({ exp: past }))).toContain('expired');
  });

  test('made for another use is refused', async () => {
    for (const typ of ['logout+jwt', 'dpop+jwt', 'secevent+jwt']) await refused(provider.token({}, { typ }));
  });
});

describe('11 role as array, twice, in other case: a role', () => {
  test.each([
    ['in an array', ['clinician']],
    ['twice in an array', ['insurer', 'clinician']],
    ['in capitals', 'CLINICIAN'],
    ['with a capital', 'Clinician'],
    ['with a space', 'clinician '],
    ['listed in one string', 'clinician insurer'],
    ['in an object', { clinician: true }],
    ['that nobody knows', 'admin'],
    ['that every object has', 'constructor'],
    ['as true', true],
    ['as null', null],
    ['left out', undefined],
  ])('%s is refused', async (_what, role) => {
    expect(await refused(provider.token({ role }))).toContain('exactly one known role');
  });

  const twice = (first: string, second: string) => {
    const { role: _role, ...claims } = goodClaims();
    return `${JSON.stringify(claims).slice(0, -1)},${first}:"insurer",${second}:"clinician"}`;
  };

  test.each([
    ['the same way', '"role"', '"role"'],
    ['once escaped', '"role"', '"\\u0072ole"'],
    ['with much space between', `"role"${' '.repeat(200)}`, '\n"role"\t'],
  ])('written twice, %s, is refused', async (_how, first, second) => {
    const payload = twice(first, second);
    expect(JSON.parse(payload)).toMatchObject({ role: 'clinician' });
    expect(await refused(provider.raw(payload))).toContain('twice');
  });

  test('that only looks doubled, deeper or in a value, is accepted', async () => {
    const claims = {
      note: 'role":"role',
      nested: { role: 'insurer', list: ['role', { role: 'x' }] },
      quote: '\\"role\\":',
    };
    expect(await read(await provider.token(claims))).toMatchObject({ role: 'clinician' });
  });

  test('on the prototype of the payload is none', async () => {
    const claims = goodClaims({ role: undefined });
    await refused(provider.raw(`${JSON.stringify(claims).slice(0, -1)},"__proto__":{"role":"clinician"}}`));
  });
});

describe('what a role needs', () => {
  test.each<Role>(['clinician', 'registrar', 'biller', 'insurer'])(
    'a %s without an organization is refused',
    async (role) => {
      expect(await refused(provider.token({ role, organization: undefined }))).toContain('organization');
    },
  );

  test('a patient without a patient id is refused', async () => {
    expect(await refused(provider.token({ role: 'patient' }))).toContain('patient');
  });

  test.each([
    [['org-1']],
    [{ $ne: null }],
    [7],
    [''],
    ['a/b'],
    ['a b'],
    ['Organization/1'],
    ['a:b:c'],
    ['x'.repeat(200)],
    ['é'],
  ])('the organization %j is refused', async (organization) => {
    await refused(provider.token({ organization }));
    await refused(provider.token({ role: 'patient', patient: organization }));
  });

  test.each(['HPAYMT', 'treat', 'MARKETING', '', ['TREAT'], null])(
    'a clinician may not act for %j',
    async (purpose) => {
      expect(await refused(provider.token({ purpose }))).toContain('TREAT or ETREAT');
    },
  );
});

describe('the memory of verified tokens', () => {
  const countingKeys = (jwks: Provider['jwks']) => {
    const fixed = fixedKeys(jwks);
    const keys = { version: 0, find: vi.fn(fixed.find) };
    return keys as typeof keys & KeySource;
  };

  test('checks a signature once', async () => {
    const keys = countingKeys(provider.jwks);
    const from = readerFor(provider, { keys });
    const token = await provider.token();
    const viewers = [await read(token, from), await read(token, from), await read(token, from)];
    expect(keys.find).toHaveBeenCalledTimes(1);
    expect(viewers[1]).toEqual(viewers[0]);
  });

  test('ends with the token', async () => {
    let now = Date.now();
    const from = readerFor(provider, { now: () => now });
    const token = await provider.token();
    await read(token, from);
    now += 700_000;
    expect(await refused(token, from)).toContain('expired');
  });

  test('ends when the keys change', async () => {
    const keys = countingKeys(provider.jwks);
    const from = readerFor(provider, { keys });
    const token = await provider.token();
    await read(token, from);
    keys.version += 1;
    keys.find.mockRejectedValue(new Error('withdrawn'));
    await refused(token, from);
  });

  test('does not take a token for another that shares its id, its claims or its beginning', async () => {
    const from = readerFor(provider);
    const token = await provider.token();
    await read(token, from);
    const other = await provider.token({ sub: 'dr-bo' });
    expect(await read(other, from)).toMatchObject({ subject: 'dr-bo' });
    await refused(`${token}A`, from);
    await refused(stranger.token(), from);
  });

  test('never remembers a refusal as a viewer, nor grows beyond its bound', async () => {
    const keys = countingKeys(provider.jwks);
    const from = readerFor(provider, { keys, cacheSize: 2 });
    const tokens = await Promise.all([1, 2, 3].map((n) => provider.token({ jti: `t${n}` })));
    for (const token of tokens) await read(token, from);
    await read(tokens[0] as string, from);
    expect(keys.find).toHaveBeenCalledTimes(4);
    const bad = await provider.token({ role: 'admin' });
    await refused(bad, from);
    await refused(bad, from);
  });
});
