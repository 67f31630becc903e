import cliProgress from 'cli-progress';
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

/** A bar with the time left on a terminal; elsewhere a plain line now and then. */
export function stepProgressOn(output: NodeJS.WriteStream, run: string, steps: string, total: number): StepProgress {
  if (!output.isTTY) return lineProgress(run, steps, total);
  const format = `${run} {bar} {percentage}% | {value} of {total} ${steps} | {eta_formatted} left`;
  const bar = new cliProgress.SingleBar(
    { format, stream: output, hideCursor: true, etaBuffer: 100 },
    cliProgress.Presets.shades_classic,
  );
  bar.start(total, 0);
  return { advance: (more) => bar.increment(more), stop: () => bar.stop() };
}
