import { parseResource, refusal } from './check-resource.js';
import { type ReadErrorCode, rejection } from './errors.js';
import { BrokenGzip, fileBytes } from './file-bytes.js';
import { type FileKind, fileKind, HEAD_BYTES } from './file-kind.js';
import { JsonScanner } from './json-scanner.js';
import { bundleItems, OpenBundle, surveyBundle } from './open-bundle.js';
import type { ScanError, ScanEvent, ScannedValue } from './scan-event.js';
import type { FileOutcome, SourceItem } from './source-entry.js';

const NO_URLS: ReadonlyMap<string, string> = new Map();

export interface ReadFileOptions {
  /** Gives each bundle its key. */
  readonly nextKey: () => number;
  /** Told how many bytes of the file, as stored, were read. */
  readonly onBytes?: ((count: number) => void) | undefined;
  /** The user named this very file: that it holds no FHIR is a mistake then. */
  readonly named: boolean;
}

/**
 * Reads one file: its entries, what had to be rejected or skipped, and last a summary of it. It throws nothing
 * because of what stands in the file; what is held in memory does not grow with it.
 */
export async function* readFile(file: string, options: ReadFileOptions): AsyncGenerator<SourceItem> {
  const reading = new FileReading(file, options);
  let entries = 0;
  let rejected = 0;
  for await (const item of reading.items()) {
    if (item.kind === 'entry') entries++;
    if (item.kind === 'rejection') rejected++;
    yield item;
  }
  const status = entries === 0 && rejected > 0 ? 'rejected' : 'read';
  const outcome = reading.other ?? { status, what: status === 'read' ? reading.form : 'nothing that could be used' };
  yield { kind: 'file', result: { file, outcome, entries, rejected } };
}

class FileReading {
  /** Set when the file is something else than FHIR. */
  other: FileOutcome | null = null;
  #lines = false;
  #bundle: OpenBundle | null = null;
  #bundles = 0;
  #values = 0;
  /** The line of the last value, where it is one of many. */
  #lastLine = 0;
  #failure: unknown = null;
  /** How far the file could be read when the bytes broke off. */
  #brokenOff = '';

  constructor(
    private readonly file: string,
    private readonly options: ReadFileOptions,
  ) {}

  /** What kind of FHIR file it is. */
  get form(): string {
    if (this.#lines) return 'FHIR NDJSON';
    return this.#bundles > 0 ? 'FHIR bundle' : 'FHIR resource';
  }

  async *items(): AsyncGenerator<SourceItem> {
    const bytes = fileBytes(this.file, { onBytes: this.options.onBytes });
    try {
      const head = await this.#head(bytes);
      const kind = fileKind(this.file, Buffer.concat(head).subarray(0, HEAD_BYTES));
      if (kind.form === 'json') yield* this.#scan(kind.lines, head, bytes);
      else if (this.#failure === null) yield* this.#refuse(kind);
      if (this.#failure !== null) yield this.#rejected(failureCode(this.#failure), this.#brokenOff);
    } finally {
      await bytes.return(undefined);
    }
  }

  /** The first chunks, enough to tell what the file is. */
  async #head(bytes: AsyncGenerator<Buffer>): Promise<Buffer[]> {
    const head: Buffer[] = [];
    for (let size = 0; size < HEAD_BYTES; ) {
      const chunk = await this.#next(bytes);
      if (chunk === null) break;
      head.push(chunk);
      size += chunk.length;
    }
    return head;
  }

  /** The next chunk; null at the end, which a failure is too. */
  async #next(bytes: AsyncGenerator<Buffer>): Promise<Buffer | null> {
    try {
      const next = await bytes.next();
      return next.done === true ? null : next.value;
    } catch (error) {
      this.#failure = error;
      return null;
    }
  }

  *#refuse(kind: FileKind): Generator<SourceItem> {
    if (kind.form === 'unusable') yield this.#rejected(kind.code, '', kind.detail);
    if (kind.form !== 'other') return;
    this.other = { status: 'not FHIR', what: kind.what };
    if (this.options.named) yield this.#rejected('NOT_FHIR_FILE', '', kind.what);
  }

  async *#scan(lines: boolean, head: Buffer[], bytes: AsyncGenerator<Buffer>): AsyncGenerator<SourceItem> {
    this.#lines = lines;
    const scanner = new JsonScanner({ lines });
    const waiting = [...head].reverse();
    for (;;) {
      const chunk = waiting.pop() ?? (await this.#next(bytes));
      if (chunk === null) break;
      for (const event of scanner.push(chunk)) {
        yield* this.#handle(event);
        if (this.#bundle?.outgrown === true) await this.#survey(this.#bundle);
      }
    }
    // Where the bytes broke off, the text does too: that is said once.
    for (const event of scanner.end()) if (this.#failure === null || event.kind !== 'error') yield* this.#handle(event);
    if (this.#failure === null) return;
    this.#brokenOff = this.#placeInBundle() || (this.#lastLine > 0 ? `after line ${this.#lastLine}` : '');
    if (this.#bundle !== null) yield* this.#finish(this.#bundle);
  }

  async #survey(bundle: OpenBundle): Promise<void> {
    bundle.settle(await surveyBundle(fileBytes(this.file), this.#bundles, this.#lines));
  }

  *#handle(event: ScanEvent): Generator<SourceItem> {
    switch (event.kind) {
      case 'bundle':
        this.#bundles++;
        this.#bundle = new OpenBundle(this.#place(this.#whereIs(event.line)));
        break;
      case 'entry':
        this.#bundle?.take(event);
        yield* this.#bundle?.release() ?? [];
        break;
      case 'bundle-end':
        this.#bundle?.finish(event);
        yield* this.#bundle?.release() ?? [];
        this.#bundle = null;
        break;
      case 'value':
        yield* this.#value(event);
        break;
      case 'error':
        yield* this.#error(event);
    }
  }

  /** Where a value stands: its line, unless it is all that the file holds. */
  #whereIs(line: number): string {
    this.#values++;
    if (!this.#lines && this.#values === 1) return '';
    this.#lastLine = line;
    return `line ${line}`;
  }

  #place(where: string) {
    return { file: this.file, prefix: where === '' ? '' : `${where}, `, nextKey: this.options.nextKey };
  }

  *#value(value: ScannedValue): Generator<SourceItem> {
    const { file } = this;
    const where = this.#whereIs(value.line);
    const { bytes, tooDeep } = value;
    const notJson = this.#lines ? 'LINE_NOT_JSON' : 'ENTRY_NOT_JSON';
    const result = parseResource({ file, where, bytes, tooDeep, notJson });
    if ('rejection' in result) {
      yield { kind: 'rejection', rejection: result.rejection };
      return;
    }
    const { resource, text, signs } = result.parsed;
    // A bundle whose type is told twice, or in a way that only parsing shows.
    if (resource.resourceType === 'Bundle' && bytes !== null) {
      yield* bundleItems(bytes, this.#place(where));
      return;
    }
    // Among the lines of an export: what it says about itself is no record.
    if (
      this.#lines &&
      resource.resourceType === 'OperationOutcome' &&
      (resource as { id?: unknown }).id === undefined
    ) {
      yield { kind: 'skipped', file, where, reason: 'operation outcome' };
      return;
    }
    const refused = refusal(resource, signs.other, { file, where });
    if (refused !== null) yield { kind: 'rejection', rejection: refused };
    else {
      const bundle = { bundleKey: this.options.nextKey(), bundleUrls: NO_URLS };
      yield { kind: 'entry', entry: { file, where, text, bytes: result.parsed.bytes, resource, ...bundle } };
    }
  }

  *#error(error: ScanError): Generator<SourceItem> {
    const place = this.#placeInBundle();
    if (this.#bundle !== null) yield* this.#finish(this.#bundle);
    const where = error.code === 'LINE_NOT_JSON' ? `line ${error.line}` : `byte ${error.offset}, line ${error.line}`;
    yield this.#rejected(error.code, where, place === '' ? undefined : place);
  }

  *#finish(bundle: OpenBundle): Generator<SourceItem> {
    bundle.finish();
    yield* bundle.release();
    this.#bundle = null;
  }

  /** How far the open bundle could be read. */
  #placeInBundle(): string {
    return this.#bundle === null ? '' : `after entry ${this.#bundle.lastEntry}`;
  }

  #rejected(code: ReadErrorCode, where: string, detail?: string): SourceItem {
    return { kind: 'rejection', rejection: rejection(code, { file: this.file, where }, detail) };
  }
}

function failureCode(failure: unknown): ReadErrorCode {
  return failure instanceof BrokenGzip ? 'BROKEN_GZIP' : 'UNREADABLE';
}
