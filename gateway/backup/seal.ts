/**
 * An archive under a key. Each part is AES-256-GCM in frames of 1 MiB under a key of its own (HKDF-SHA-256 of the archive's
 * key, a random salt and the part's name), numbered, the last one marked: a frame that was changed, moved, left out or cut
 * off does not open. The manifest stays readable and carries an HMAC. NIST SP 800-38D 8.2.1 (counted nonces), 8.3 (a key
 * and a nonce are never used twice).
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Transform, type TransformCallback } from 'node:stream';
import { ArchiveError } from './archive-error.js';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const TAG_BYTES = 16;
const FRAME_BYTES = 1024 * 1024;
const LAST = 1;

export interface SealNote {
  readonly cipher: typeof CIPHER;
  /** In hex. */
  readonly salt: string;
  /** Tells whether a key is the right one, and nothing of it. */
  readonly keyCheck: string;
}

/**
 * The key that the environment names: BACKUP_KEY_FILE, a file with 64 digits in hex, or BACKUP_KEY, the digits themselves.
 * @throws ArchiveError ARCHIVE_KEY_UNUSABLE
 */
export function readArchiveKey(env: NodeJS.ProcessEnv): Buffer | null {
  const file = env['BACKUP_KEY_FILE'];
  const text = file ? textOf(file) : env['BACKUP_KEY'];
  if (!text) return null;
  if (!/^[0-9a-f]{64}$/i.test(text.trim()))
    throw new ArchiveError('ARCHIVE_KEY_UNUSABLE', 'a key is 64 digits in hex: openssl rand -hex 32 makes one.');
  return Buffer.from(text.trim(), 'hex');
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new ArchiveError('ARCHIVE_KEY_UNUSABLE', `${file} of BACKUP_KEY_FILE cannot be read.`);
  }
}

export class Seal {
  readonly #key: Buffer;
  readonly #salt: Buffer;

  constructor(key: Buffer, salt: Buffer) {
    this.#key = key;
    this.#salt = salt;
  }

  /** @throws ArchiveError ARCHIVE_KEY_WRONG */
  static open(key: Buffer, { salt, keyCheck }: SealNote): Seal {
    const seal = new Seal(key, Buffer.from(salt, 'hex'));
    if (!same(seal.note.keyCheck, keyCheck))
      throw new ArchiveError('ARCHIVE_KEY_WRONG', 'this is not the key under which the backup was written.');
    return seal;
  }

  get note(): SealNote {
    return { cipher: CIPHER, salt: this.#salt.toString('hex'), keyCheck: this.#keyOf('check').toString('hex') };
  }

  /** Over what the manifest says. */
  mac(text: string): string {
    return createHmac('sha256', this.#keyOf('manifest')).update(text).digest('hex');
  }

  isMac(text: string, mac: string): boolean {
    return same(this.mac(text), mac);
  }

  closing(part: string): Transform {
    const key = this.#keyOf(`part ${part}`);
    return new Frames(FRAME_BYTES, (frame, number, last) => {
      const cipher = createCipheriv(CIPHER, key, nonceOf(number, last));
      return Buffer.concat([cipher.update(frame), cipher.final(), cipher.getAuthTag()]);
    });
  }

  /** The stream fails at a frame that does not open. */
  opening(part: string): Transform {
    const key = this.#keyOf(`part ${part}`);
    return new Frames(FRAME_BYTES + TAG_BYTES, (frame, number, last) => {
      const decipher = createDecipheriv(CIPHER, key, nonceOf(number, last));
      decipher.setAuthTag(frame.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(frame.subarray(0, -TAG_BYTES)), decipher.final()]);
    });
  }

  #keyOf(use: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#key, this.#salt, `chartlens backup ${use}`, KEY_BYTES));
  }
}

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Twelve bytes: the number of the frame, and whether it is the last. */
function nonceOf(number: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(number), 0);
  nonce.writeUInt8(last ? LAST : 0, 11);
  return nonce;
}

/** Cuts a stream into frames of one size; the last one is what is left, be it nothing. */
class Frames extends Transform {
  readonly #size: number;
  readonly #turn: (frame: Buffer, number: number, last: boolean) => Buffer;
  #held: Buffer[] = [];
  #bytes = 0;
  #number = 0;

  constructor(size: number, turn: (frame: Buffer, number: number, last: boolean) => Buffer) {
    super();
    this.#size = size;
    this.#turn = turn;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    done(failureOf(() => this.#take(chunk)));
  }

  override _flush(done: TransformCallback): void {
    done(failureOf(() => this.#push(Buffer.concat(this.#held), true)));
  }

  /** A full frame is kept until more comes: it may be the last. */
  #take(chunk: Buffer): void {
    this.#held.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes <= this.#size) return;
    let rest = Buffer.concat(this.#held);
    for (; rest.length > this.#size; rest = rest.subarray(this.#size)) this.#push(rest.subarray(0, this.#size), false);
    this.#held = [rest];
    this.#bytes = rest.length;
  }

  #push(frame: Buffer, last: boolean): void {
    this.push(this.#turn(frame, this.#number++, last));
  }
}

/** What a stream is told: null when it went well. */
function failureOf(work: () => void): Error | null {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error('a frame could not be turned');
  }
}
