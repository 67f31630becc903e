/** How far a benchmark is: a bar for people who look on, lines for those who read it later. */
import cliProgress from 'cli-progress';

export interface Progress {
  /** What is being done. */
  readonly log: (line: string) => void;
  /** A group of figures begins. */
  readonly group: (name: string) => void;
  stop(): void;
}

export function openProgress(groups: number): Progress {
  if (!process.stderr.isTTY) {
    const log = (line: string) => console.error(line);
    return { log, group: (name) => log(`== ${name}`), stop() {} };
  }
  const bar = new cliProgress.SingleBar({
    format: '{bar} {value} of {total} groups, {duration_formatted} | {doing}',
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
  });
  bar.start(groups, 0, { doing: 'demo data' });
  let begun = 0;
  return {
    log: (doing) => bar.update({ doing }),
    group(doing) {
      bar.update(begun, { doing });
      begun += 1;
    },
    stop() {
      bar.stop();
    },
  };
}
