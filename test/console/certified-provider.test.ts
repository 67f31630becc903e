/** Sign-in and tokens of a certified OpenID provider: what is taken, what is refused, and keys that change meanwhile. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { COOL_DOWN_MS, remoteKeys } from '../../gateway/keys.js';
import { createViewerReader } from '../../gateway/viewer.js';
import { openDemoWorld } from '../journeys/demo-world.js';
import { type Browser, launch, visit, WITHOUT_BROWSER } from './browser.js';
import { type CertifiedProvider, CONSOLE_CLIENT, startCertifiedProvider } from './certified-provider.js';

// It tells of what a provider in production must change.
vi.spyOn(console, 'warn').mockImplementation(() => {});
vi.spyOn(console, 'info').mockImplementation(() => {});

const PERSON = { role: 'registrar', organization: 'tamarack-family-practice' } as const;
let provider: CertifiedProvider;

beforeAll(async () => {
  provider = await startCertifiedProvider(PERSON);
});
afterAll(() => provider?.stop());

describe('access tokens', () => {
  let time = Date.now();
  function readerFor(issuer = provider.issuer) {
    const keys = remoteKeys({
      issuer: { kind: 'oidc', url: provider.issuer, jwksUri: null },
      now: () => time,
    });
    const claims = { role: 'role', organization: 'organization', patient: 'patient', purpose: 'purpose' };
    return createViewerReader({ issuer, audience: 'chartlens', algorithms: ['RS256'], claims, keys });
  }

  it('are read by discovery and the keys of the provider', async () => {
    expect(await readerFor().read(`Bearer ${await provider.token()}`)).toMatchObject(PERSON);
  });

  it('for another audience, and of another issuer, are refused', async () => {
    const refused = { code: 'UNAUTHENTICATED' };
    await expect(readerFor().read(`Bearer ${await provider.token('billing')}`)).rejects.toMatchObject(refused);
    const elsewhere = readerFor('http://127.0.0.1:9/');
    await expect(elsewhere.read(`Bearer ${await provider.token()}`)).rejects.toMatchObject(refused);
  });

  it('of new keys are read while the gateway runs, and of keys that are gone no more', async () => {
    const reader = readerFor();
    const before = await provider.token();
    await reader.read(`Bearer ${before}`);
    await provider.rotate();
    time += COOL_DOWN_MS + 1;
    expect(await reader.read(`Bearer ${await provider.token()}`)).toMatchObject(PERSON);
    await expect(reader.read(`Bearer ${before}`)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

const why = WITHOUT_BROWSER === null ? '' : ` (${WITHOUT_BROWSER})`;

describe.skipIf(WITHOUT_BROWSER !== null)(`at the console${why}`, () => {
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    const env = { OIDC_ISSUER: provider.issuer, CONSOLE_CLIENT_ID: CONSOLE_CLIENT };
    url = (await openDemoWorld(undefined, { console: true, env })).gateway.url;
    provider.allow(`${url}/`);
    browser = await launch();
  });
  afterAll(() => browser?.close());

  /** To the provider, with what the test changes on the way, through its sign-in and its consent, and back. */
  async function signIn(changed: Readonly<Record<string, string>> = {}) {
    const { page, close } = await visit(browser, `${url}/`);
    await page.route(`${provider.issuer}/auth?*`, (route) => {
      const to = new URL(route.request().url());
      for (const [name, value] of Object.entries(changed)) to.searchParams.set(name, value);
      return route.continue({ url: to.href });
    });
    await page.getByRole('button', { name: /^Sign in at 127/ }).click();
    await page.locator('input[name="login"]').fill('somebody');
    await page.locator('input[name="password"]').fill('anything');
    await page.getByRole('button', { name: 'Sign-in' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    return { page, close };
  }

  it('somebody signs in with code and PKCE, and reads as who the provider says', async () => {
    const { page, close } = await signIn();
    await page.getByText('registrar tamarack-family-practice').waitFor();
    await page.locator('nav a[href="#chart"]').click();
    await page.getByRole('heading', { name: 'Appointments' }).waitFor();
    await close();
  });

  it.each([
    ['state', { state: 'made-up' }],
    ['nonce', { nonce: 'somebody-elses' }],
    ['code challenge', { code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM' }],
  ])('an answer to another %s signs nobody in', async (_what, changed) => {
    const { page, close } = await signIn(changed);
    await page.getByRole('alert').waitFor();
    expect(await page.getByText('registrar tamarack-family-practice').count()).toBe(0);
    await close();
  });
});
