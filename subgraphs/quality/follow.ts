/** Computes measures again for whoever changes, until the process is asked to stop. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type MeasuresRun, runMeasures } from './run-measures.js';

/** Milliseconds between two looks at what was recorded. */
const LOOK_EVERY = 2000;

/** @param say is told in a line what was recorded. */
export async function follow(run: MeasuresRun, say: (line: string) => void): Promise<void> {
  const stop = new AbortController();
  const asked = () => stop.abort();
  process.once('SIGINT', asked).once('SIGTERM', asked);
  say('following: Ctrl-C ends it');
  try {
    while (!stop.signal.aborted) {
      await sleep(LOOK_EVERY, undefined, { signal: stop.signal }).catch(() => undefined);
      if (stop.signal.aborted) break;
      for (const { measure, recorded, failed } of await runMeasures(run))
        if (recorded + failed > 0) say(`${measure.title}: ${recorded} reports recorded, ${failed} patients failed`);
    }
  } finally {
    process.off('SIGINT', asked).off('SIGTERM', asked);
  }
}
