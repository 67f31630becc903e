/** The forms an export is written in. Texts of resources pass through as they are: no key moves, no digit changes. */

/** Takes text and resolves when there is room for more. */
export type Write = (text: string) => Promise<void>;

export interface ExportSink {
  /** @param fullUrl what the references of the other entries call it. */
  resource(text: string, fullUrl: string): Promise<void>;
  end(): Promise<void>;
}

/** One Bundle of type collection, an entry a line. */
export class BundleSink implements ExportSink {
  #entries = 0;

  constructor(
    private readonly write: Write,
    private readonly timestamp: Date = new Date(),
  ) {}

  async resource(text: string, fullUrl: string): Promise<void> {
    const before = this.#entries === 0 ? this.#begin() : ',';
    await this.write(`${before}\n{"fullUrl":${JSON.stringify(fullUrl)},"resource":${text}}`);
    this.#entries++;
  }

  async end(): Promise<void> {
    await this.write(`${this.#entries === 0 ? this.#begin() : ''}\n]}\n`);
  }

  #begin(): string {
    return `{"resourceType":"Bundle","type":"collection","timestamp":"${this.timestamp.toISOString()}","entry":[`;
  }
}

/** A resource a line. A line end in a JSON text stands between tokens only: a space there means the same. */
export class NdjsonSink implements ExportSink {
  constructor(private readonly write: Write) {}

  async resource(text: string): Promise<void> {
    await this.write(`${text.replace(/[\r\n]+/g, ' ')}\n`);
  }

  async end(): Promise<void> {}
}
