const [NEWLINE, QUOTE, BACKSLASH] = [0x0a, 0x22, 0x5c];
const [BRACE, BRACE_END, BRACKET, BRACKET_END] = [0x7b, 0x7d, 0x5b, 0x5d];

/** 'open': the chunk ended first. 'newline': a line end came first, and it had been asked to stop there. */
export type Passed = 'ended' | 'open' | 'newline';

/**
 * Finds where a JSON value ends, over chunks of any size: strings, escapes and brackets are all that matters for
 * that, so that it passes over bytes much faster than a parser. It does not tell whether the value is sound.
 */
export class ValueEnd {
  /** Where it stopped: after the value's last byte, at the line end, or at the end of the chunk. */
  index = 0;
  /** Line ends passed over since the last begin. */
  newlines = 0;
  /** The deepest nesting in the value, 0 for a string or a number. */
  deepest = 0;
  #form: 'nested' | 'string' | 'primitive' = 'primitive';
  #depth = 0;
  #inString = false;
  #escaped = false;

  constructor(private readonly stopAtNewline: boolean) {}

  /** Starts with a value's first byte; false when no value starts with it. Go on after that byte. */
  begin(byte: number): boolean {
    const nested = byte === BRACE || byte === BRACKET;
    this.#form = nested ? 'nested' : byte === QUOTE ? 'string' : 'primitive';
    this.#depth = nested ? 1 : 0;
    this.deepest = this.#depth;
    this.newlines = 0;
    this.#inString = false;
    this.#escaped = false;
    return this.#form !== 'primitive' || isPrimitive(byte);
  }

  /** Goes on from an index; look at `index` and `newlines` afterwards. */
  pass(chunk: Buffer, from: number): Passed {
    if (this.#form === 'nested') return this.#passNested(chunk, from);
    return this.#form === 'string' ? this.#passString(chunk, from) : this.#passPrimitive(chunk, from);
  }

  /** May the value be complete when no byte follows? Only numbers, true, false and null end without a mark. */
  get endsWithInput(): boolean {
    return this.#form === 'primitive';
  }

  /** The hot loop of reading: strings are passed over by a loop of their own. */
  #passNested(chunk: Buffer, from: number): Passed {
    const { length } = chunk;
    let depth = this.#depth;
    this.index = from;
    while (this.index < length) {
      if (this.#inString) {
        const passed = this.#passString(chunk, this.index);
        if (passed !== 'ended') {
          this.#depth = depth;
          return passed;
        }
        this.#inString = false;
      }
      let index = this.index;
      for (; index < length; index++) {
        const byte = chunk[index];
        if (byte === QUOTE) {
          this.#inString = true;
          index++;
          break;
        }
        if (byte === BRACE || byte === BRACKET) {
          if (++depth > this.deepest) this.deepest = depth;
        } else if (byte === BRACE_END || byte === BRACKET_END) {
          if (--depth === 0) {
            this.index = index + 1;
            return 'ended';
          }
        } else if (byte === NEWLINE) {
          this.newlines++;
          if (this.stopAtNewline) {
            this.index = index;
            return 'newline';
          }
        }
      }
      this.index = index;
    }
    this.#depth = depth;
    return 'open';
  }

  #passString(chunk: Buffer, from: number): Passed {
    const { length } = chunk;
    let index = this.#escaped ? from + 1 : from;
    this.#escaped = false;
    for (; index < length; index++) {
      const byte = chunk[index];
      if (byte === QUOTE) {
        this.index = index + 1;
        return 'ended';
      }
      if (byte === BACKSLASH) index++;
      else if (byte === NEWLINE) {
        this.newlines++;
        if (this.stopAtNewline) {
          this.index = index;
          return 'newline';
        }
      }
    }
    // The escaped byte may be the first one of the next chunk.
    this.#escaped = index > length;
    this.index = length;
    return 'open';
  }

  #passPrimitive(chunk: Buffer, from: number): Passed {
    for (this.index = from; this.index < chunk.length; this.index++) {
      if (!isPrimitive(chunk[this.index] ?? 0)) return 'ended';
    }
    return 'open';
  }
}

/** The bytes of numbers, true, false and null: letters, digits, '+', '-', '.'. */
function isPrimitive(byte: number): boolean {
  return (
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    byte === 0x2d ||
    byte === 0x2b ||
    byte === 0x2e
  );
}
