/** A real Chromium to look at the console with, where the machine has one. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { AxeResults, RunOptions } from 'axe-core';
import { type BrowserContextOptions, type BrowserType, chromium, type Page } from 'playwright-core';

const named = process.env['CHROMIUM_PATH'];
const candidates = named === undefined ? ['/usr/bin/chromium', '/usr/bin/chromium-browser'] : [named];
const executablePath = candidates.find((path) => existsSync(path));

/** Why there are no journeys here; null where there are. */
export const WITHOUT_BROWSER =
  executablePath === undefined ? 'no Chromium: set CHROMIUM_PATH, or install one from the distribution' : null;

/** Screenshots for a person to look at. */
const SHOTS = fileURLToPath(new URL('../../.screenshots/', import.meta.url));
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export type Browser = Awaited<ReturnType<BrowserType['launch']>>;

/** Chromium's own sandbox does not work for root, as whom containers run. */
export function launch(): Promise<Browser> {
  if (executablePath === undefined) throw new Error(WITHOUT_BROWSER ?? '');
  return chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
}

export interface Visit {
  readonly page: Page;
  /** What the browser complained of: scripts that failed, what the content security policy stopped. */
  readonly complaints: string[];
  /** Origins that the page asked. */
  readonly origins: Set<string>;
  close(): Promise<void>;
}

/** A page with a cold cache. */
export async function visit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const origins = new Set<string>();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => origins.add(new URL(request.url()).origin));
  await page.goto(url);
  return { page, complaints, origins, close: () => context.close() };
}

/** A picture of the whole page, in a folder that git ignores. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: `${SHOTS}${name}.png`, fullPage: true, caret: 'initial' });
}

/** How long nothing of a page has to change before it is looked at: axe loses its way in one that changes under it. */
const STILL_MS = 300;

/** Resolves when the page stands still. Throws when it does not within ten seconds. */
async function standsStill(page: Page): Promise<void> {
  await page.evaluate(
    ([still, most]) =>
      new Promise<void>((resolve, reject) => {
        const page = globalThis as unknown as { readonly document: { readonly body: unknown } } & {
          readonly MutationObserver: new (
            changed: () => void,
          ) => {
            observe(target: unknown, what: object): void;
            disconnect(): void;
          };
        };
        const done = () => {
          observer.disconnect();
          clearTimeout(late);
          resolve();
        };
        let quiet = setTimeout(done, still);
        const observer = new page.MutationObserver(() => {
          clearTimeout(quiet);
          quiet = setTimeout(done, still);
        });
        const late = setTimeout(() => reject(new Error('the page does not stand still')), most);
        observer.observe(page.document.body, { subtree: true, childList: true, attributes: true });
      }),
    [STILL_MS, 10_000] as const,
  );
}

/** What axe finds wrong with the page, in a line for each. */
export async function violationsOf(page: Page): Promise<string[]> {
  await standsStill(page);
  // The page's own policy forbids scripts in the page; the debugger's door is not the page's.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }).axe.run({}),
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
