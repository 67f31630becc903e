import cliProgress from 'cli-progress';
import { count } from './table.js';

/** Shows how far a long run is. */
export interface Progress {
  start(totalBytes: number): void;
  /** More bytes of the input (as stored) were read. */
  read(bytes: number): void;
  /** More resources were dealt with. */
  done(resources: number): void;
  /** Writes a line without spoiling what is shown. */
  line(text: string): void;
  stop(): void;
}

export interface ProgressOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** A bar with rate and time left on a terminal; elsewhere a plain line now and then. */
export function progressOn(output: NodeJS.WriteStream): Progress {
  return output.isTTY ? new BarProgress(output) : new LineProgress(output);
}

class BarProgress implements Progress {
  readonly #bar: cliProgress.SingleBar;
  #resources = 0;
  #started = Date.now();

  constructor(private readonly output: NodeJS.WriteStream) {
    this.#bar = new cliProgress.SingleBar(
      {
        format: '{bar} {percentage}% | {resources} resources | {rate}/s | {eta_formatted} left',
        stream: output,
        etaBuffer: 100,
        hideCursor: true,
      },
      cliProgress.Presets.shades_classic,
    );
  }

  start(totalBytes: number): void {
    this.#started = Date.now();
    this.#bar.start(totalBytes, 0, { resources: '0', rate: '0' });
  }

  read(bytes: number): void {
    this.#bar.increment(bytes);
  }

  done(resources: number): void {
    this.#resources += resources;
    const rate = perSecond(this.#resources, Date.now() - this.#started);
    this.#bar.update({ resources: count(this.#resources), rate: count(rate) });
  }

  line(text: string): void {
    // The bar draws itself again with the next step.
    this.output.write(`\r\u001b[K${text}\n`);
  }

  stop(): void {
    this.#bar.stop();
  }
}

/** For logs and pipes: a line at most every five seconds. */
export class LineProgress implements Progress {
  #total = 0;
  #bytes = 0;
  #resources = 0;
  #started = 0;
  #said = 0;

  constructor(
    private readonly output: ProgressOutput,
    private readonly now: () => number = Date.now,
  ) {}

  start(totalBytes: number): void {
    this.#total = totalBytes;
    this.#started = this.now();
    this.#said = this.#started;
  }

  read(bytes: number): void {
    this.#bytes += bytes;
  }

  done(resources: number): void {
    this.#resources += resources;
    if (this.now() - this.#said < 5000) return;
    this.#said = this.now();
    this.line(this.#state());
  }

  line(text: string): void {
    this.output.write(`${text}\n`);
  }

  stop(): void {}

  #state(): string {
    const elapsed = this.now() - this.#started;
    const share = this.#total === 0 ? 1 : Math.min(1, this.#bytes / this.#total);
    const left = share === 0 ? '?' : Math.ceil((elapsed / share) * (1 - share) * 0.001);
    const rate = count(perSecond(this.#resources, elapsed));
    return `${Math.floor(share * 100)}% | ${count(this.#resources)} resources | ${rate}/s | ${left} s left`;
  }
}

function perSecond(resources: number, milliseconds: number): number {
  return milliseconds <= 0 ? 0 : Math.round((resources * 1000) / milliseconds);
}
