/** Shows how many patients a run has looked at: a bar on a terminal, a line now and then elsewhere. */
import cliProgress from 'cli-progress';
import { count } from '../exchange/report/table.js';
import type { MeasuresRun } from './run-measures.js';

/** Milliseconds between two lines of a log. */
const SAY_EVERY = 5000;

export interface MeasureProgress {
  readonly listeners: Pick<MeasuresRun, 'onPatients' | 'onDone' | 'onFailure'>;
  line(text: string): void;
  stop(): void;
}

export function measureProgress(output: NodeJS.WriteStream): MeasureProgress {
  const bar = output.isTTY
    ? new cliProgress.SingleBar(
        { format: '{bar} {percentage}% | {value} of {total} patients | {eta_formatted} left', stream: output },
        cliProgress.Presets.shades_classic,
      )
    : null;
  let total = 0;
  let done = 0;
  let said = Date.now();
  const line = (text: string) => void output.write(bar ? `\r\u001b[K${text}\n` : `${text}\n`);
  return {
    line,
    listeners: {
      onPatients(more) {
        if (total === 0) bar?.start(more, done);
        total += more;
        bar?.setTotal(total);
      },
      onDone(more) {
        done += more;
        bar?.update(done);
        if (bar || Date.now() - said < SAY_EVERY) return;
        said = Date.now();
        line(`measures: ${count(done)} of ${count(total)} patients`);
      },
      onFailure(measure, patient, reason) {
        line(`failed: Patient/${patient}, ${measure.title}: ${reason}`);
      },
    },
    stop() {
      bar?.stop();
    },
  };
}
