/** How the console is served: what a browser may do with it, and who gets a token from it. */
import { request as httpRequest } from 'node:http';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../gateway/config.js';
import type { ConsoleSignIn } from '../../gateway/console/console.js';
import { openConsole } from '../../gateway/console/open-console.js';
import { contentSecurityPolicy } from '../../gateway/console/page-headers.js';
import { KEPT_VERSIONS, PolicyVersions } from '../../gateway/console/policy-versions.js';
import { openDemoWorld, TAMARACK } from '../journeys/demo-world.js';
import { createWorld } from '../support/world.js';
import { openConsoleApp } from './console-app.js';

const world = await openDemoWorld(undefined, { console: true });
const { url } = world.gateway;
const empty = await (await createWorld()).open({ console: true });

const OIDC: Extract<ConsoleSignIn, { kind: 'oidc' }> = {
  kind: 'oidc',
  issuer: 'https://id.example/realm',
  clientId: 'console',
  scope: 'openid',
  claims: { role: 'role', organization: 'organization', patient: 'patient', purpose: 'purpose' },
};

async function assetsOfPage(): Promise<string[]> {
  const page = await (await fetch(`${url}/`)).text();
  return [...page.matchAll(/\/console\/assets\/[^\s"]+/g)].map(([address]) => address);
}

/** A request whose Host and Origin the test chooses, which fetch does not permit. */
function askForToken(headers: Record<string, string>, body: unknown): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      {
        hostname,
        port,
        path: '/console/token',
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
      },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    sent.on('error', reject);
    sent.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
}

describe('the page', () => {
  it('may run its own scripts, talk to this gateway, and nothing else', async () => {
    const answer = await fetch(`${url}/`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('holds no script and no style of its own, and names no other address', async () => {
    const page = await (await fetch(`${url}/`)).text();
    expect(page).not.toMatch(/<style|style=|\son\w+=|https?:/);
    expect([...page.matchAll(/<script[^>]*>([^<]*)<\/script>/g)].map(([, text]) => text)).toEqual(['']);
  });

  it('has assets that never change under their name', async () => {
    const assets = await assetsOfPage();
    expect(new Set(assets.map((address) => address.split('.').at(-1)))).toEqual(new Set(['css', 'js', 'svg']));
    for (const address of assets) {
      const answer = await fetch(`${url}${address}`);
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([
        200,
        'public, max-age=31536000, immutable',
      ]);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it.each([
    '/console',
    '/console/',
    '/console/assets/',
    '/console/assets/main.js',
    '/console/assets/..%2findex.html',
    '/console/assets/..%2f..%2f..%2f..%2fpackage.json',
    '/index.html',
  ])('does not come with %s', async (path) => {
    expect((await fetch(`${url}${path}`)).status).toBe(404);
  });

  it('takes no other method', async () => {
    const answer = await fetch(`${url}/`, { method: 'POST', body: 'x' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

describe('the policy', () => {
  it('is told to nobody without a token', async () => {
    expect((await fetch(`${url}/console/policy.json`)).status).toBe(401);
  });

  it('is rules and schemas, and nothing of the record', async () => {
    const { token } = await world.as('insurer', { organization: 'payer-northlight-health-plan' });
    const answer = await fetch(`${url}/console/policy.json`, { headers: { authorization: `Bearer ${token}` } });
    const text = await answer.text();
    expect(Object.keys(JSON.parse(text) as object)).toEqual(['policy', 'schemas']);
    expect(text).not.toMatch(/ana-lima|Ana Lima|tamarack/i);
  });

  it('is for auditors where an OpenID provider signs in, because it names what other roles see', async () => {
    const statusFor = async (role: 'auditor' | 'insurer') =>
      (await fetch(`${await openConsoleApp(OIDC, role)}/console/policy.json`)).status;
    expect([await statusFor('auditor'), await statusFor('insurer')]).toEqual([200, 403]);
  });
});

describe('the role switch', () => {
  it('gives a token that the gateway takes, for an organisation by its name too', async () => {
    const { status, text } = await askForToken({}, { role: 'clinician', organization: 'Tamarack Family Practice' });
    expect(status).toBe(200);
    const issued = JSON.parse(text) as { token: string; organization: string };
    expect(issued.organization).toBe(TAMARACK);
    const schema = await fetch(`${url}/schema.graphql`, { headers: { authorization: `Bearer ${issued.token}` } });
    expect(await schema.text()).toContain('conditions(');
  });

  it.each([
    [{ role: 'janitor' }],
    [{ role: ['clinician'] }],
    [{ role: 'clinician', organization: 'nobody-at-all' }],
    [{ role: 'patient', patient: '' }],
    [{}],
    [[]],
    ['{"role":'],
  ])('makes none of %j', async (asked) => {
    const { status, text } = await askForToken({}, asked);
    expect([status, (JSON.parse(text) as Refused).errors[0].extensions.code]).toEqual([400, 'BAD_TOKEN_REQUEST']);
    expect(text).not.toMatch(/janitor|nobody-at-all/);
  });

  it.each([
    ['a page whose name was pointed here', { host: 'evil.example' }],
    ['a page of another origin', { origin: 'https://evil.example' }],
    ['a page of another port', { origin: 'http://127.0.0.1:1' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['somebody behind a proxy', { 'x-forwarded-for': '10.0.0.9' }],
    ['somebody behind another proxy', { forwarded: 'for=10.0.0.9' }],
  ])('refuses %s', async (_who, headers) => {
    const { status, text } = await askForToken(headers, { role: 'clinician' });
    expect([status, (JSON.parse(text) as Refused).errors[0].extensions.code]).toEqual([403, 'FORBIDDEN']);
  });

  it('makes none for a role that nobody in an empty record fits', async () => {
    const answerFor = (role: string) =>
      fetch(`${empty.gateway.url}/console/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ role }),
      });
    expect([(await answerFor('clinician')).status, (await answerFor('auditor')).status]).toEqual([400, 200]);
  });

  it('takes JSON only, which a form of another page cannot send', async () => {
    const { status } = await askForToken({ 'content-type': 'text/plain' }, { role: 'clinician' });
    expect(status).toBe(415);
  });

  it('does not exist where an OpenID provider signs in', async () => {
    const other = await openConsoleApp(OIDC, 'auditor');
    const answer = await fetch(`${other}/console/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"role":"clinician"}',
    });
    expect(answer.status).toBe(404);
    const settings = (await (await fetch(`${other}/console/settings.json`)).json()) as object;
    expect(settings).toEqual({ signIn: { ...OIDC } });
  });
});

interface Refused {
  readonly errors: readonly [{ readonly extensions: { readonly code: string } }];
}

describe('the console', () => {
  const PRODUCTION = {
    NODE_ENV: 'production',
    MONGODB_URI: 'mongodb://db.example/chartlens',
    OIDC_ISSUER: 'https://id.example/realm',
  };

  it('is on for a first run, off in production, and on there when it is configured', () => {
    expect(readConfig({}).console).toEqual({ clientId: null, scope: 'openid' });
    expect(readConfig({ CONSOLE: 'off' }).console).toBeNull();
    expect(readConfig(PRODUCTION).console).toBeNull();
    expect(readConfig({ ...PRODUCTION, CONSOLE: 'on', CONSOLE_CLIENT_ID: 'console' }).console).toEqual({
      clientId: 'console',
      scope: 'openid',
    });
    expect(() => readConfig({ CONSOLE: 'yes' })).toThrow('CONSOLE');
  });

  it('keeps the policies that were served, the newest first and so many, and tells them to whoever may compare roles', async () => {
    const { databases } = world.world;
    let day = 0;
    const versions = new PolicyVersions(databases, () => new Date(86_400_000 * ++day));
    for (let served = 0; served < KEPT_VERSIONS + 5; served++) await versions.keep(`{"served": ${served}}`);
    await versions.keep(`{"served": ${KEPT_VERSIONS + 4}}`);
    const listed = await versions.list();
    expect(listed).toHaveLength(KEPT_VERSIONS);
    expect(listed.map(({ since }) => since)).toEqual(
      listed
        .map(({ since }) => since)
        .sort()
        .reverse(),
    );
    expect(await versions.read(listed.at(-1)?.digest ?? '')).toBe('{"served": 6}');
    const at = async (role: 'auditor' | 'clinician', path: string) =>
      (await fetch(`${await openConsoleApp(OIDC, role, versions)}/console/policies${path}`)).status;
    expect(await at('auditor', '.json')).toBe(200);
    expect(await at('auditor', `/${listed[0]?.digest}`)).toBe(200);
    expect(await at('auditor', '/unknown')).toBe(404);
    expect(await at('clinician', '.json')).toBe(403);
    expect(await at('clinician', `/${listed[0]?.digest}`)).toBe(403);
  });

  it('that is off has no page, no policy and no tokens', async () => {
    const off = await world.world.open();
    for (const path of ['/', '/console/settings.json', '/console/policy.json', '/console/token'])
      expect((await fetch(`${off.gateway.url}${path}`)).status).toBe(404);
  });

  it('never issues tokens with an OpenID provider, whatever else is configured', () => {
    const config = readConfig({ ...PRODUCTION, CONSOLE: 'on' });
    const parts = openConsole(config, { issuer: null }, world.world.databases);
    expect(parts?.signIn).toEqual({ ...OIDC, clientId: null });
  });

  it('may speak to the provider only where people sign in there', () => {
    expect(contentSecurityPolicy(OIDC)).toContain("connect-src 'self' https://id.example;");
    expect(contentSecurityPolicy({ ...OIDC, clientId: null })).toContain("connect-src 'self';");
  });
});
