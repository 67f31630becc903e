/** Sign-in at an OpenID provider, from the button to the first answer. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDemoWorld } from '../journeys/demo-world.js';
import { type Browser, launch, shoot, violationsOf, visit, WITHOUT_BROWSER } from './browser.js';
import { CLIENT_ID, type Provider, startProvider } from './provider.js';

const why = WITHOUT_BROWSER === null ? '' : ` (${WITHOUT_BROWSER})`;

describe.skipIf(WITHOUT_BROWSER !== null)(`with an OpenID provider${why}`, () => {
  let browser: Browser;
  let provider: Provider;
  let url: string;

  beforeAll(async () => {
    provider = await startProvider(
      { role: 'registrar', organization: 'tamarack-family-practice' },
      { refreshes: true },
    );
    const env = { OIDC_ISSUER: provider.issuer, CONSOLE_CLIENT_ID: CLIENT_ID };
    url = (await openDemoWorld(undefined, { console: true, env })).gateway.url;
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await provider?.stop();
  });

  it('somebody signs in with a code that only they can redeem, and is who the provider says', async () => {
    const { page, complaints, close } = await visit(browser, `${url}/`);
    await page.getByRole('button', { name: /^Sign in at 127/ }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await shoot(page, 'sign-in');
    await page.getByRole('button', { name: /^Sign in at 127/ }).click();
    await page.getByText('registrar tamarack-family-practice').waitFor();
    expect(page.url()).toBe(`${url}/`);
    expect(await page.evaluate('localStorage.length + sessionStorage.length')).toBe(0);
    expect(provider.exchanges.map((form) => [form.get('client_id'), form.has('code_verifier')])).toEqual([
      [CLIENT_ID, true],
    ]);
    await page.locator('nav a[href="#chart"]').click();
    await page.getByRole('heading', { name: 'Appointments' }).waitFor();
    await page.getByRole('button', { name: 'As a clinician' }).click();
    await page.getByText('Whoever signed in cannot read as a clinician.').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('a token that ends in five minutes is renewed, time and again; when that fails, a new token is asked for', async () => {
    const { page, close } = await visit(browser, 'about:blank');
    await page.clock.install();
    await page.goto(`${url}/`);
    await page.getByRole('button', { name: /^Sign in at 127/ }).click();
    await page.getByText('registrar tamarack-family-practice').waitFor();
    const before = provider.exchanges.length;
    for (const renewals of [1, 2]) {
      // In steps: a page that is slow to begin its next wait is not leapt over.
      const renewed = async () => {
        await page.clock.fastForward('00:20');
        return provider.exchanges.length - before;
      };
      await expect.poll(renewed, { timeout: 20_000 }).toBe(renewals);
      expect(await page.getByText('Your sign-in has ended.').count()).toBe(0);
    }
    expect(provider.exchanges.slice(before).map((form) => form.get('grant_type'))).toEqual([
      'refresh_token',
      'refresh_token',
    ]);
    await page.route('**/token', (route) => route.fulfill({ status: 400, json: { error: 'invalid_grant' } }));
    await page.clock.fastForward('20:00');
    await page.getByText('Your sign-in has ended.').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await close();
  });

  it('a reload forgets who signed in', async () => {
    const { page, close } = await visit(browser, `${url}/`);
    await page.getByRole('button', { name: /^Sign in at 127/ }).click();
    await page.getByText('registrar tamarack-family-practice').waitFor();
    await page.reload();
    await page.getByRole('button', { name: /^Sign in at 127/ }).waitFor();
    await close();
  });

  it('an answer that was not asked for signs nobody in', async () => {
    const { page, close } = await visit(browser, `${url}/?code=stolen&state=made-up`);
    await page.getByText('This sign-in was not begun here.').waitFor();
    expect(page.url()).toBe(`${url}/`);
    await close();
  });
});
