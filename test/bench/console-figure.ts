/** How soon the console stands for somebody who opens it for the first time. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, launch, visit, WITHOUT_BROWSER } from '../console/browser.js';
import { withProduct } from './product.js';
import type { Figure, Settings } from './rounds.js';

/** Visits before those that count: views are built for a role when it first asks, if not before. */
const WARM_UP = 3;

/** None where there is no browser to open it with, which is logged. */
export async function consoleFigure({ rounds, log }: Settings): Promise<Figure[]> {
  if (WITHOUT_BROWSER !== null) {
    log(`console: not measured, ${WITHOUT_BROWSER}`);
    return [];
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'chartlens-console-'));
  const browser = await launch();
  try {
    log('console: loading the demo data once');
    const values = await withProduct(dataDir, async ({ url }) => {
      for (let at = 0; at < WARM_UP; at++) await standsAfter(browser, url);
      const seconds: number[] = [];
      for (let round = 0; round < rounds; round++) {
        seconds.push(await standsAfter(browser, url));
        log(`console: round ${round + 1} of ${rounds}, ${seconds.at(-1)?.toFixed(2)} s`);
      }
      return seconds;
    });
    return [
      {
        name: 'console, first page from a cold cache',
        against: 'by the page’s clock, from the address to its heading',
        values,
        unit: 's',
        how: '`npm start` on demo data, Chromium, a new profile for each visit',
        mark: { most: 1 },
      },
    ];
  } finally {
    await browser.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function standsAfter(browser: Browser, url: string): Promise<number> {
  const { page, close } = await visit(browser, `${url}/`);
  await page.locator('h1').waitFor();
  const milliseconds = await page.evaluate<number>('performance.now()');
  await close();
  return milliseconds / 1000;
}
