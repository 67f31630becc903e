import cliProgress from 'cli-progress';
import { lineProgress, type StepProgress } from './line-progress.js';

/** A bar on a terminal; elsewhere a plain line now and then. On standard error: standard output is the result. */
export function stepProgress(run: string, steps: string, total: number): StepProgress {
  if (!process.stderr.isTTY) return lineProgress(run, steps, total);
  const format = `${run} {bar} {percentage}% | {value} of {total} ${steps} | {eta_formatted} left`;
  const bar = new cliProgress.SingleBar(
    { format, stream: process.stderr, etaBuffer: 100, hideCursor: true },
    cliProgress.Presets.shades_classic,
  );
  bar.start(total, 0);
  return { advance: (more) => bar.increment(more), stop: () => bar.stop() };
}
