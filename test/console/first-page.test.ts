/**
 * What the first page waits for. How long it takes belongs to the machine and is measured by `npm run bench -- --only
 * console`; how many answers it waits for one after the other does not, and neither does how much is fetched.
 */
import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDemoWorld } from '../journeys/demo-world.js';
import { type Browser, launch, WITHOUT_BROWSER } from './browser.js';

describe.skipIf(WITHOUT_BROWSER !== null)(
  `in a browser${WITHOUT_BROWSER === null ? '' : ` (${WITHOUT_BROWSER})`}`,
  () => {
    let browser: Browser;
    let url: string;

    beforeAll(async () => {
      url = (await openDemoWorld(undefined, { console: true })).gateway.url;
      browser = await launch();
    });
    afterAll(() => browser?.close());

    it('the first page stands after three answers in turn', async () => {
      const page = await (await browser.newContext()).newPage();
      const rounds = await answersInTurn(page, `${url}/`, 'h1');
      expect(rounds).toEqual([
        ['GET /'],
        [
          'GET /console/assets/chunk.js',
          'GET /console/assets/main.js',
          'GET /console/assets/style.css',
          'GET /console/settings.json',
        ],
        ['GET /console/assets/chunk.js', 'GET /console/assets/lens.js', 'POST /console/token'],
      ]);
      await page.context().close();
    });
  },
);

/** Opens a page and lets nothing be answered before the page has asked for all it can ask; what was asked, time by time. */
async function answersInTurn(page: Page, address: string, sought: string): Promise<string[][]> {
  const held: Route[] = [];
  await page.route(
    '**/*',
    (route) => void (route.request().isNavigationRequest() ? route.continue() : held.push(route)),
  );
  await page.goto(address, { waitUntil: 'commit' });
  const rounds = [['GET /']];
  for (;;) {
    await page.evaluate(IDLE);
    if ((await page.locator(sought).count()) > 0) return rounds;
    const asked = held.splice(0);
    if (asked.length > 0)
      rounds.push([...new Set(asked.map(nameOf))].filter((name) => !name.includes('/icon.')).sort());
    await Promise.all(asked.map((route) => answered(page, route)));
  }
}

/** Resolves when the page has nothing left to do. */
const IDLE = `(async () => {
  for (const _ of [1, 2, 3]) await scheduler.postTask(() => undefined, { priority: 'background' });
})()`;

async function answered(page: Page, route: Route): Promise<void> {
  const finished = page.waitForEvent('requestfinished', (request) => request === route.request());
  await route.continue();
  await finished;
}

/** `GET /console/assets/main.js`, without what of it changes with the content. */
function nameOf(route: Route): string {
  const request = route.request();
  return `${request.method()} ${new URL(request.url()).pathname.replace(/-[A-Z0-9]{8}(?=\.)/, '')}`;
}
