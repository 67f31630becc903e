/**
 * Collects the bytes of one value, which may run over several chunks. A value over the limit comes out as null; a
 * little more than the limit is held (the slack), so that what just outgrew it can still be taken.
 */
export class Capture {
  #pieces: Buffer[] = [];
  #size = 0;
  #start = -1;
  #overflowed = false;

  constructor(
    private readonly limit: number,
    private readonly slack = 0,
  ) {}

  get active(): boolean {
    return this.#start >= 0;
  }

  /** Starts at an index of the current chunk. */
  begin(index: number): void {
    this.drop();
    this.#start = index;
  }

  /** Keeps what the current chunk holds of the value; the value goes on in the next chunk. */
  suspend(chunk: Buffer): void {
    if (!this.active) return;
    this.#add(chunk.subarray(this.#start));
    this.#start = 0;
  }

  /** The value goes on at this index of the chunk that now becomes the current one. */
  resumeAt(index: number): void {
    if (this.active) this.#start = index;
  }

  /** Would what there is, with the current chunk up to an index, be more than the limit? */
  exceeds(index: number): boolean {
    return this.active && this.#size + index - this.#start > this.limit;
  }

  /** The whole value, which ends before this index of the current chunk; null when it is over the limit. */
  end(chunk: Buffer, index: number): Buffer | null {
    return this.exceeds(index) ? this.drop() : this.take(chunk, index);
  }

  /** The same, but what is over the limit by less than the slack comes too. */
  take(chunk: Buffer, index: number): Buffer | null {
    if (!this.active) return null;
    this.#add(chunk.subarray(this.#start, index));
    const [first, ...more] = this.#pieces;
    const bytes =
      this.#overflowed || first === undefined ? null : more.length === 0 ? first : Buffer.concat(this.#pieces);
    this.drop();
    return bytes;
  }

  drop(): null {
    this.#pieces = [];
    this.#size = 0;
    this.#start = -1;
    this.#overflowed = false;
    return null;
  }

  #add(piece: Buffer): void {
    this.#size += piece.length;
    if (this.#size > this.limit + this.slack) {
      this.#overflowed = true;
      this.#pieces = [];
    } else if (piece.length > 0) this.#pieces.push(piece);
  }
}
