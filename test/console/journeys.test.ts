/** People at the console, in a real Chromium. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PolicyVersions } from '../../gateway/console/policy-versions.js';
import { readPolicyData } from '../../schema/derive/generated.js';
import { printPolicyData } from '../../schema/policy/policy-data.js';
import { ROLES } from '../../schema/policy/viewer.js';
import { NORTHLIGHT, openDemoWorld } from '../journeys/demo-world.js';
import { hold } from '../support/hold.js';
import { type Browser, launch, shoot, type Visit, violationsOf, visit, WITHOUT_BROWSER } from './browser.js';

/** A busy machine is slow, and that is not what is tried here. */
const PATIENT = { SUBGRAPH_DEADLINE_MS: '60000' };
const PAGES = ['lens', 'explorer', 'chart', 'cohort', 'policy'] as const;
/** What shows that a page has all it waits for. */
const READY = {
  lens: '[aria-labelledby="eye-patient"] details',
  explorer: '.graphiql-plugin .link',
  chart: '.plot',
  cohort: '.bars',
  policy: '.matrix tbody tr',
} as const;

const SCHEMA_IS_HERE = '.workbench[aria-busy="false"]';

describe.skipIf(WITHOUT_BROWSER !== null)(
  `in a browser${WITHOUT_BROWSER === null ? '' : ` (${WITHOUT_BROWSER})`}`,
  () => {
    let browser: Browser;
    let url: string;
    let insurerToken: string;

    beforeAll(async () => {
      const world = await openDemoWorld(undefined, { console: true, env: PATIENT });
      url = world.gateway.url;
      await new PolicyVersions(world.world.databases, () => new Date(0)).keep(withoutRemittanceForInsurers());
      // The views of all roles are warm, as they are some seconds after a start.
      await Promise.all(ROLES.map(async (role) => (await world.first(role)).ask('{ __typename }')));
      insurerToken = (await world.as('insurer', { organization: NORTHLIGHT })).token;
      browser = await launch();
    });
    afterAll(() => browser?.close());

    async function open(page: (typeof PAGES)[number], options?: Parameters<typeof visit>[2]): Promise<Visit> {
      const opened = await visit(browser, `${url}/#${page}`, options);
      await opened.page.locator(READY[page]).first().waitFor();
      return opened;
    }

    it('a newcomer sees one question through the eyes of eight roles', async () => {
      const { page, complaints, close } = await open('lens');
      const eye = (role: string) => page.locator(`[aria-labelledby="eye-${role}"]`);
      await eye('clinician').getByText('Type 2 diabetes').first().waitFor();
      const missing = eye('insurer').locator('.gone', { hasText: 'conditions' }).first();
      expect(await missing.innerText()).toContain('no grant of diagnosis');
      expect(await eye('insurer').innerText()).not.toContain('Type 2 diabetes');
      expect(await eye('patient').locator('.gone', { hasText: 'accessLog' }).count()).toBe(0);
      expect(await eye('auditor').innerText()).toContain('Nothing of the question is left to ask.');
      await eye('insurer').getByText('Why it is missing').click();
      await eye('insurer').getByText('which the role insurer may not read').first().waitFor();
      await page.getByLabel('Question').selectOption({ label: 'A member of another insurer' });
      await eye('insurer').getByText('no Patient in reach').waitFor();
      expect(complaints).toEqual([]);
      await close();
    });

    it('an insurer portal is written in the Explorer, against the insurer’s own schema', async () => {
      const { page, complaints, close } = await open('explorer');
      await page.getByRole('button', { name: 'A member: cover, bills and what they came to' }).click();
      await page.getByText('the schema of the role insurer').waitFor();
      await page.getByRole('button', { name: 'Member', exact: true }).waitFor();
      await page.keyboard.press('Control+Enter');
      await page.getByText(/^Answered in/).waitFor();
      await page.locator('.result-window').getByText('NL58830412').waitFor();
      await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
      const found = page.locator('.graphiql-doc-explorer-search [role="option"]');
      const search = page.locator('.graphiql-doc-explorer-search input');
      await search.fill('conditions');
      await page.getByText('No results found').waitFor();
      // While finds are shown the rest of the page is inert.
      await page.keyboard.press('Escape');
      await page.getByLabel('Role').selectOption('clinician');
      await page.getByText('the schema of the role clinician').waitFor();
      await page.locator(SCHEMA_IS_HERE).waitFor();
      await search.fill('condition');
      await found.getByText('conditions').first().waitFor();
      await page.keyboard.press('Escape');
      expect(await violationsOf(page)).toEqual([]);
      await shoot(page, 'explorer-docs');
      await page.getByRole('button', { name: 'Show History' }).click();
      await page.locator('.graphiql-history-item').getByRole('button', { name: 'Member', exact: true }).waitFor();
      expect(await violationsOf(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await close();
    });

    it('an example that is taken before the editors are there is in them when they come', async () => {
      const { page, complaints, close } = await open('lens');
      const { held, release } = hold();
      await page.route('**/codemirror-*.js', (route) => held.then(() => route.continue()));
      await page.getByRole('link', { name: 'Explorer' }).click();
      await page.getByRole('button', { name: 'A member: cover, bills and what they came to' }).click();
      await page.getByText('the schema of the role insurer').waitFor();
      await page.locator(SCHEMA_IS_HERE).waitFor();
      expect(await page.locator('.CodeMirror').count()).toBe(0);
      release();
      await page.locator('.graphiql-query-editor').getByText('query Member').waitFor();
      await page.getByRole('button', { name: 'Member', exact: true }).waitFor();
      expect(complaints).toEqual([]);
      await close();
    });

    it('GraphiQL’s dialogs open under the page’s policy', async () => {
      const { page, complaints, close } = await open('explorer');
      for (const name of ['Open short keys dialog', 'Open settings dialog']) {
        await page.getByRole('button', { name }).click();
        await page.getByRole('dialog').waitFor();
        expect(await violationsOf(page)).toEqual([]);
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
      expect(complaints).toEqual([]);
      await close();
    });

    it('the editor completes the names of the role’s schema, and keeps its text when the page is left', async () => {
      const { page, close } = await open('explorer');
      await page.locator(SCHEMA_IS_HERE).waitFor();
      await page.getByRole('textbox', { name: 'Operation' }).focus();
      await page.keyboard.press('Control+A');
      await page.keyboard.type('{ appointm', { delay: 50 });
      await page.locator('.CodeMirror-hint', { hasText: /^appointments/ }).waitFor();
      await page.keyboard.press('Escape');
      await page.locator('nav a[href="#policy"]').click();
      await page.locator(READY.policy).first().waitFor();
      await page.locator('nav a[href="#explorer"]').click();
      await page.locator('.graphiql-query-editor').getByText('appointm').waitFor();
      await close();
    });

    it('a token is renewed before it ends, and nothing on the page is lost', async () => {
      const { page, close } = await visit(browser, 'about:blank');
      await page.clock.install();
      await page.goto(`${url}/#explorer`);
      await page.locator('.graphiql-query-editor').getByText('ChartAtAGlance').waitFor();
      await page.getByRole('textbox', { name: 'Operation' }).focus();
      await page.keyboard.press('Control+Home');
      await page.keyboard.type('# unfinished\n');
      const tokens = new Set<string>();
      page.on('request', (request) => void tokens.add(request.headers()['authorization'] ?? ''));
      const run = async () => {
        const answered = page.waitForResponse(`${url}/graphql`);
        await page.getByRole('button', { name: /^Execute query/ }).click();
        expect((await answered).status()).toBe(200);
      };
      await run();
      const renewed = page.waitForResponse(`${url}/console/token`);
      await page.clock.fastForward('59:30');
      expect((await renewed).status()).toBe(200);
      await page.locator('.graphiql-query-editor').getByText('# unfinished').waitFor();
      await run();
      tokens.delete('');
      expect(tokens.size).toBe(2);
      await close();
    });

    it('a chart is read as everybody who may, and the patient sees who read it', async () => {
      const { page, complaints, close } = await open('chart');
      await page.getByRole('img', { name: /^Hemoglobin A1c: 6 results/ }).waitFor();
      await page.getByRole('button', { name: 'As an insurer' }).click();
      await page.getByRole('heading', { name: 'Paid by year' }).waitFor();
      expect(await page.locator('main').innerText()).not.toContain('Hemoglobin');
      await page.getByRole('button', { name: 'As a registrar' }).click();
      await page.getByRole('heading', { name: 'Appointments' }).waitFor();
      await page.getByRole('button', { name: 'As the patient' }).click();
      await page.getByRole('heading', { name: 'Paid by year' }).waitFor();
      await shoot(page, 'chart-as-the-patient');
      await page.getByRole('button', { name: 'Who looked' }).click();
      await page.getByRole('cell', { name: 'registrar' }).first().waitFor();
      await shoot(page, 'chart-who-looked');
      expect(complaints).toEqual([]);
      await close();
    });

    it('a cohort shows what is withheld as withheld, and never as nothing', async () => {
      const { page, close } = await open('cohort');
      const withheld = page.locator('.bars tr', { hasText: 'withheld' });
      expect(await withheld.count()).toBeGreaterThan(0);
      expect(await withheld.locator('rect.withheld').count()).toBe(await withheld.count());
      await close();
    });

    it('a privacy officer finds a cell, has it explained, and compares with an earlier version', async () => {
      const { page, complaints, close } = await open('policy');
      await page.getByLabel('Search a kind, a field or an argument').fill('Condition.code');
      await page.getByRole('button', { name: 'Condition.code, insurer: nothing', exact: true }).click();
      await page.getByText('Roles that may: clinician, patient.').waitFor();
      await page.getByRole('button', { name: 'Condition.code, clinician: reads', exact: true }).click();
      await page.getByRole('button', { name: 'Explain' }).click();
      await page.getByText('Allowed', { exact: true }).waitFor();
      await shoot(page, 'policy-explained');
      await page.getByRole('button', { name: 'Changes since a version' }).click();
      const versions = page.getByLabel('Earlier version that was served here');
      await versions.waitFor();
      expect(await versions.locator('option').count()).toBe(3);
      await versions.selectOption({ index: 2 });
      await page.getByText('Insurers gain').waitFor();
      await versions.selectOption({ index: 1 });
      await page.getByText('Insurers gain').waitFor({ state: 'detached' });
      await page.getByLabel('Earlier policy.json').setInputFiles({
        name: 'policy.json',
        mimeType: 'application/json',
        buffer: Buffer.from(withoutRemittanceForInsurers()),
      });
      await page.getByText('Insurers gain').waitFor();
      await shoot(page, 'policy-changes');
      expect(complaints).toEqual([]);
      await close();
    });

    it('nothing is kept: no storage, no cookie, no address, and no request to anywhere else', async () => {
      const { page, origins, close } = await open('lens');
      for (const name of PAGES) {
        await page.locator(`nav a[href="#${name}"]`).click();
        await page.locator(READY[name]).first().waitFor();
        expect(page.url()).toBe(`${url}/#${name}`);
      }
      const kept = await page.evaluate(`(async () => ({
      local: localStorage.length,
      session: sessionStorage.length,
      databases: (await indexedDB.databases()).length,
      caches: (await caches.keys()).length,
    }))()`);
      expect(kept).toEqual({ local: 0, session: 0, databases: 0, caches: 0 });
      expect(await page.context().cookies()).toEqual([]);
      expect([...origins]).toEqual([url]);
      await close();
    });

    it('somebody whom the role switch refuses brings a token, and is that one and no other', async () => {
      const { page, close } = await visit(browser, 'about:blank');
      await page.route('**/console/token', (route) => route.fulfill({ status: 403, json: { errors: [] } }));
      await page.goto(`${url}/#chart`);
      await page.getByLabel('Access token').fill('not a token');
      await page.getByRole('button', { name: 'Use it' }).click();
      await page.getByText('This is not a token that names a role').waitFor();
      expect(await violationsOf(page)).toEqual([]);
      await page.getByLabel('Access token').fill(insurerToken);
      await page.getByRole('button', { name: 'Use it' }).click();
      await page.getByRole('heading', { name: 'Paid by year' }).waitFor();
      await page.getByRole('button', { name: 'As a clinician' }).click();
      await page.getByText('Whoever signed in cannot read as a clinician.').waitFor();
      await close();
    });

    it('the keyboard skips to the page, and reaches every part of it', async () => {
      const { page, close } = await open('policy');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      expect(await page.evaluate('document.activeElement.id')).toBe('page');
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Access matrix');
      await close();
    });

    describe.each([
      ['light', 1280],
      ['dark', 1280],
      ['light', 360],
      ['dark', 360],
    ] as const)('%s, at %i px', (colorScheme, width) => {
      it.each(PAGES)('%s has no violation that axe knows of, and does not overflow', async (name) => {
        const { page, complaints, close } = await open(name, { colorScheme, viewport: { width, height: 800 } });
        if (name === 'explorer') await page.getByRole('button', { name: /^Execute query/ }).click();
        await page.waitForLoadState('networkidle');
        await shoot(page, `${name}-${colorScheme}-${width}`);
        expect(await violationsOf(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        expect(complaints).toEqual([]);
        await close();
      });
    });
  },
);

/** The policy before insurers were granted what bills came to. */
function withoutRemittanceForInsurers(): string {
  const policy = readPolicyData();
  const { insurer } = policy.roles;
  if (!insurer) throw new Error('the policy has insurers');
  const reads = insurer.reads.filter((facet) => facet !== 'remittance');
  return printPolicyData({ ...policy, roles: { ...policy.roles, insurer: { ...insurer, reads } } });
}
