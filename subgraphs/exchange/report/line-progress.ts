import { count } from './table.js';

/** Progress of a run whose steps can be counted. */
export interface StepProgress {
  advance(steps: number): void;
  stop(): void;
}

/** Says on standard error, at most every five seconds, how many of so many steps a run has done. */
export function lineProgress(run: string, steps: string, total: number): StepProgress {
  const started = Date.now();
  let said = started;
  let done = 0;
  return {
    advance(more) {
      done += more;
      const now = Date.now();
      if (now - said < 5000) return;
      said = now;
      const left = Math.ceil(((now - started) / done) * Math.max(0, total - done) * 0.001);
      console.error(`${run}: ${count(done)} of ${count(total)} ${steps}, ${left} s left`);
    },
    stop() {},
  };
}
