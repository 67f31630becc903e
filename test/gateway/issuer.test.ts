import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readConfig } from '../../gateway/config.js';
import { type LocalIssuer, openLocalIssuer } from '../../gateway/issuer.js';
import { fixedKeys } from '../../gateway/keys.js';
import { createViewerReader } from '../../gateway/viewer.js';

const { signIn } = readConfig({});
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'issuer-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const readerOf = (issuer: LocalIssuer) => createViewerReader({ ...signIn, ...issuer, keys: fixedKeys(issuer.jwks) });

describe('the local issuer', () => {
  test('signs tokens that the gateway accepts', async () => {
    const issuer = await openLocalIssuer(folder, signIn);
    const token = await issuer.issueToken({ role: 'insurer', organization: 'payer-north', subject: 'claims-desk' });
    expect(await readerOf(issuer).read(`Bearer ${token}`)).toMatchObject({
      role: 'insurer',
      organization: 'payer-north',
      subject: 'claims-desk',
      purpose: 'HPAYMT',
      tokenId: expect.any(String),
      width: null,
    });
  });

  test('keeps its key, so that tokens outlive a restart', async () => {
    const before = await openLocalIssuer(folder, signIn);
    const token = await before.issueToken({ role: 'auditor' });
    const after = await openLocalIssuer(folder, signIn);
    expect(await readerOf(after).read(`Bearer ${token}`)).toMatchObject({ role: 'auditor' });
  });

  test('has one key, also when many processes start at once', async () => {
    const starts: Promise<LocalIssuer>[] = [];
    // One after the other, so that some look for a key just before another has made it, and some just after.
    for (let start = 0; start < 40; start += 1) {
      starts.push(openLocalIssuer(folder, signIn));
      await new Promise(setImmediate);
    }
    const issuers = await Promise.all(starts);
    const keys = new Set(issuers.map(({ jwks }) => JSON.stringify(jwks)));
    expect(keys.size).toBe(1);
    expect(await readdir(join(folder, 'issuer'))).toEqual(['key.json']);
  });

  test('keeps its key to itself', async () => {
    const issuer = await openLocalIssuer(folder, signIn);
    const path = join(folder, 'issuer', 'key.json');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'issuer'))).mode & 0o777).toBe(0o700);
    const { d } = JSON.parse(await readFile(path, 'utf8')) as { d: string };
    expect(d).toBeTruthy();
    expect(JSON.stringify(issuer.jwks)).not.toContain(d);
  });

  test('of one folder is a stranger to another', async () => {
    const issuer = await openLocalIssuer(folder, signIn);
    const other = await openLocalIssuer(join(folder, 'other'), signIn);
    const token = await other.issueToken({ role: 'auditor' });
    await expect(readerOf(issuer).read(`Bearer ${token}`)).rejects.toThrow('access token');
  });

  test('says what to do about a damaged key', async () => {
    await openLocalIssuer(folder, signIn);
    await writeFile(join(folder, 'issuer', 'key.json'), '{"kty":');
    await expect(openLocalIssuer(folder, signIn)).rejects.toThrow('Remove it');
  });

  test('issues for as long as asked, in seconds or words', async () => {
    const issuer = await openLocalIssuer(folder, signIn);
    const lasts = async (expiresIn: number | string) => {
      const { iat = 0, exp = 0 } = decodeJwt(await issuer.issueToken({ role: 'auditor', expiresIn }));
      return exp - iat;
    };
    expect(await lasts(90)).toBe(90);
    expect(await lasts('2h')).toBe(7200);
  });

  test('refuses to issue what the gateway would refuse', async () => {
    const issuer = await openLocalIssuer(folder, signIn);
    await expect(issuer.issueToken({ role: 'clinician' })).rejects.toThrow('organization');
    await expect(issuer.issueToken({ role: 'patient' })).rejects.toThrow('patient');
    await expect(issuer.issueToken({ role: 'biller', organization: 'a b' })).rejects.toThrow('record id');
    await expect(issuer.issueToken({ role: 'analyst', purpose: 'TREAT' })).rejects.toThrow('purpose');
  });
});
