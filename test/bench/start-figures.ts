/** From the command to the first readiness, over data that are there. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Measured } from './child.js';
import { withProduct } from './product.js';
import type { Figure, Settings } from './rounds.js';

export async function startFigures({ rounds, log }: Settings): Promise<Figure[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'chartlens-start-'));
  try {
    log('start: loading the demo data once');
    await startOnce(dataDir);
    const starts: Start[] = [];
    for (let round = 0; round < rounds; round++) {
      const start = await startOnce(dataDir);
      starts.push(start);
      log(
        `start: round ${round + 1} of ${rounds}, ${start.seconds.toFixed(2)} s, of them ${start.cpu.toFixed(2)} of CPU`,
      );
    }
    const figure = {
      name: 'start to ready, data of 200 people there',
      unit: 's' as const,
      how: '`node dist/gateway/main.js` as npm start runs it, one start after the other',
    };
    return [
      {
        ...figure,
        against: 'by the clock, to the first 200 of `/readyz`, MongoDB’s start included',
        values: starts.map(({ seconds }) => seconds),
        mark: { most: 3 },
      },
      { ...figure, against: 'CPU of the gateway’s process until then', values: starts.map(({ cpu }) => cpu) },
    ];
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

interface Start {
  /** From the command until it is ready. */
  readonly seconds: number;
  /** Seconds of CPU that its process used until then. */
  readonly cpu: number;
}

function startOnce(dataDir: string): Promise<Start> {
  return withProduct(dataDir, async ({ url, process, seconds }) => ({
    seconds,
    cpu: (await Measured.of('npm start', url, process).cpu()) / 1e6,
  }));
}
