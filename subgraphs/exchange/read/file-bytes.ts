import { type FileHandle, open } from 'node:fs/promises';
import { createGunzip, type Gunzip } from 'node:zlib';

/** Bytes read at a time: plain text in large pieces; gzip in small ones, for it may unpack to a thousand times as much. */
const PLAIN_CHUNK = 256 * 1024;
const GZIP_CHUNK = 16 * 1024;

/** The gzip data broke off. What could be unpacked was handed out before this was thrown. */
export class BrokenGzip extends Error {}

export interface FileBytesOptions {
  /** Told how many bytes of the file (packed) were read. */
  readonly onBytes?: ((count: number) => void) | undefined;
}

/**
 * The content of a file, unpacked if it is gzip (by its magic bytes, whatever its name), without a byte order mark.
 *
 * @throws BrokenGzip after the last good bytes; the file system's errors.
 */
export async function* fileBytes(file: string, options: FileBytesOptions = {}): AsyncGenerator<Buffer> {
  const handle = await open(file, 'r');
  try {
    const first = await readChunk(handle, GZIP_CHUNK, options);
    const gzip = first[0] === 0x1f && first[1] === 0x8b;
    if (!gzip && first[0] === 0x1f && file.endsWith('.gz')) throw new BrokenGzip();
    yield* withoutMark(gzip ? unpacked(handle, first, options) : plain(handle, first, options));
  } finally {
    await handle.close();
  }
}

async function readChunk(handle: FileHandle, size: number, options: FileBytesOptions): Promise<Buffer> {
  const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafeSlow(size), 0, size, null);
  options.onBytes?.(bytesRead);
  return buffer.subarray(0, bytesRead);
}

async function* plain(handle: FileHandle, first: Buffer, options: FileBytesOptions): AsyncGenerator<Buffer> {
  let chunk = first;
  while (chunk.length > 0) {
    const next = readChunk(handle, PLAIN_CHUNK, options);
    // Whoever stops reading here leaves this read behind; its failure is nobody's.
    next.catch(() => undefined);
    yield chunk;
    chunk = await next;
  }
}

async function* unpacked(handle: FileHandle, first: Buffer, options: FileBytesOptions): AsyncGenerator<Buffer> {
  const unpack = new Unpacker();
  try {
    let pieces = unpack.write(first);
    while (true) {
      const now = await pieces;
      const packed = now.failed ? first.subarray(0, 0) : await readChunk(handle, GZIP_CHUNK, options);
      // The next piece is unpacked on another thread while this one is looked at.
      if (packed.length > 0) pieces = unpack.write(packed);
      yield* now.pieces;
      if (now.failed) throw new BrokenGzip();
      if (packed.length === 0) break;
    }
    const last = await unpack.end();
    yield* last.pieces;
    if (last.failed) throw new BrokenGzip();
  } finally {
    unpack.destroy();
  }
}

interface Unpacked {
  readonly pieces: Buffer[];
  readonly failed: boolean;
}

/**
 * Gunzip that loses nothing when the data break off: an ordinary stream drops what nobody has read yet when it fails.
 * Here each write answers with all it gave, and says whether it failed.
 */
class Unpacker {
  readonly #stream: Gunzip = createGunzip({ chunkSize: 256 * 1024 });
  #pieces: Buffer[] = [];
  #failed = false;
  #wake: (() => void) | null = null;

  constructor() {
    this.#stream.on('data', (piece: Buffer) => this.#pieces.push(piece));
    this.#stream.on('error', () => {
      this.#failed = true;
      this.#wake?.();
    });
  }

  write(packed: Buffer): Promise<Unpacked> {
    return this.#step((done) => this.#stream.write(packed, done));
  }

  end(): Promise<Unpacked> {
    return this.#step((done) => {
      this.#stream.once('end', done);
      this.#stream.end();
    });
  }

  destroy(): void {
    this.#stream.destroy();
  }

  async #step(start: (done: () => void) => void): Promise<Unpacked> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (this.#failed) resolve();
      else start(() => resolve());
    });
    const pieces = this.#pieces;
    this.#pieces = [];
    return { pieces, failed: this.#failed };
  }
}

async function* withoutMark(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let start = true;
  for await (const chunk of chunks) {
    const marked = start && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf;
    yield marked ? chunk.subarray(3) : chunk;
    start = false;
  }
}
