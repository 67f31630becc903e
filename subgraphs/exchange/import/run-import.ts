import type { CommitRequest, Verdict } from '../../shared/commits.js';
import type { Origin } from '../../shared/write-request.js';
import { amendmentIn } from '../amendment-task.js';
import type { Rejection } from '../read/errors.js';
import { readSources } from '../read/read-sources.js';
import type { SourceEntry, SourceItem } from '../read/source-entry.js';
import { Messages } from '../report/messages.js';
import type { Progress } from '../report/progress.js';
import { ImportSummary } from '../report/summary.js';
import { type Batch, Batcher, type KindCatalogue } from './batches.js';
import { HandOver } from './hand-over.js';
import { InFlight, type InFlightLimits } from './in-flight.js';
import { isRejection, newVersion } from './new-version.js';

/** Enough in flight to keep the database busy; the bytes bound what is held in memory, parsed and projected. */
export const IN_FLIGHT_LIMITS: InFlightLimits = { tasks: 12, bytes: 4_000_000 };

/** Where commits go. */
export interface Writer {
  write(request: CommitRequest): Promise<Verdict[]>;
}

export interface Kinds extends KindCatalogue {
  /** Is it served, or only kept? */
  isMapped(kind: string): boolean;
}

export interface ImportOptions {
  readonly paths: readonly string[];
  /** Whose ids these are, see `recordId`. */
  readonly source: string;
  readonly writer: Writer;
  readonly kinds: Kinds;
  readonly progress: Progress;
  readonly inFlight?: InFlightLimits;
}

/**
 * Reads files and records what stands in them, several commits at a time. The same content is recorded once, so a run
 * that was cut off is finished by running it again.
 *
 * @throws when the database fails; what it took until then stays recorded.
 */
export async function runImport(options: ImportOptions): Promise<ImportSummary> {
  const run = new ImportRun(options);
  const { progress } = options;
  const onStart = ({ bytes }: { bytes: number }) => progress.start(bytes);
  try {
    for await (const item of readSources(options.paths, { onStart, onBytes: (bytes) => progress.read(bytes) })) {
      await run.take(item);
    }
    await run.finish();
  } finally {
    // Nobody may close the database under what is still being written.
    await run.settle();
    progress.stop();
  }
  return run.summary;
}

class ImportRun {
  readonly summary = new ImportSummary();
  readonly #batcher: Batcher;
  readonly #inFlight: InFlight;
  readonly #messages: Messages;
  /** Of the file that is being read. */
  #handOver: HandOver;

  constructor(private readonly options: ImportOptions) {
    this.#batcher = new Batcher(options.kinds);
    this.#inFlight = new InFlight(options.inFlight ?? IN_FLIGHT_LIMITS);
    this.#messages = new Messages((line) => options.progress.line(line));
    this.#handOver = new HandOver(options.source);
  }

  async take(item: SourceItem): Promise<void> {
    switch (item.kind) {
      case 'entry':
        await this.#entry(item.entry);
        break;
      case 'rejection':
        this.#reject(item.rejection);
        break;
      case 'skipped':
        this.summary.skip(item.reason);
        break;
      case 'file':
        for (const batch of this.#batcher.flush()) await this.#write(batch);
        this.#handOver = new HandOver(this.options.source);
        this.summary.file(item.result);
        this.#messages.file(item.result);
    }
  }

  async #entry(entry: SourceEntry): Promise<void> {
    if (this.#handOver.take(entry.resource)) return this.summary.skip('provenance of a transfer');
    const meant = amendmentIn(entry);
    const version = newVersion(meant, this.options.source);
    if (isRejection(version)) return this.#reject(version);
    for (const batch of this.#batcher.add(meant, this.#handOver.completed(version, entry))) await this.#write(batch);
  }

  /** Waits for what is being written. @throws its failure. */
  async finish(): Promise<void> {
    await this.#inFlight.finish();
  }

  /** The same, after a failure that is already on its way. */
  async settle(): Promise<void> {
    await this.#inFlight.finish().catch(() => undefined);
  }

  #reject(wrong: Rejection): void {
    this.summary.rejected(wrong);
    this.#messages.rejected(wrong);
    this.options.progress.done(1);
  }

  async #write(batch: Batch): Promise<void> {
    const keys = new Set(batch.versions.map(({ kind, id }) => `${kind}/${id}`));
    const { from } = this.#handOver;
    const origin: Origin =
      from === null ? { from: 'import', file: batch.file } : { from: 'transfer', organization: from, file: batch.file };
    await this.#inFlight.start(keys, batch.bytes, () => this.#commit(batch, origin));
  }

  async #commit({ subgraph, patient, file, versions }: Batch, origin: Origin): Promise<void> {
    const { source, writer, kinds, progress } = this.options;
    const agent = { name: 'import', source, file, ...(origin.from === 'transfer' && { origin }) };
    const verdicts = await writer.write({ subgraph, agent, reason: 'import', patient, versions });
    for (const [at, { kind }] of versions.entries()) {
      this.summary.recorded(kind, verdicts[at] ?? 'unchanged', kinds.isMapped(kind));
    }
    progress.done(versions.length);
  }
}
