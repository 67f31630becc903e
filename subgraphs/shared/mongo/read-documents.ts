/**
 * Reads the BSON (bsonspec.org) of replies into objects: what the driver's own reader makes of them, at half its cost. Of
 * hundreds of small documents of a few shapes it makes each name once, where the other makes it for each document anew.
 * What is not of JSON or a date, or not as it should be, is left to the driver's reader, the whole reply with it.
 */
import mongoose from 'mongoose';

const { BSON } = mongoose.mongo;

type ReadDocument = (bytes: Buffer) => Record<string, unknown>;

const NAMES = 2048;
/** Names that were read, by their hash: one that comes where another stood takes its place. */
const names: string[] = new Array<string>(NAMES).fill('');

/** Up to here a string is copied out of one that stands for all bytes; a longer one would keep all of them alive. */
const COPIED = 12;
const ASCII = 127;
const DOLLAR = 36;
const REPLACEMENT = '\uFFFD';
const HIGH = 2 ** 32;

/** Thrown where the driver's reader must see to it; never leaves this file. */
const UNUSUAL = new Error('not read here');

/**
 * The document in these bytes, and nothing else. Throws the driver's BSONError where it is none.
 * @param drivers reads what is left to it
 */
export function readDocument(bytes: Buffer, drivers: ReadDocument = BSON.deserialize): Record<string, unknown> {
  try {
    return new Reading(bytes).document();
  } catch (error) {
    if (error !== UNUSUAL) throw error;
    return drivers(bytes);
  }
}

const double = new Float64Array(1);
const doubleBytes = new Uint8Array(double.buffer);

class Reading {
  readonly #bytes: Buffer;
  readonly #end: number;
  /** Each byte as a character. */
  readonly #characters: string;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#end = bytes.length;
    this.#characters = bytes.toString('latin1');
  }

  document(): Record<string, unknown> {
    const end = this.#int32();
    if (end !== this.#end) throw UNUSUAL;
    return this.#whole(this.#elements(), end);
  }

  /** What was read, if it ends where it said that it would. */
  #whole<T>(read: T, end: number): T {
    if (this.#at !== end) throw UNUSUAL;
    return read;
  }

  #elements(): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    for (let type = this.#byte(); type !== 0; type = this.#byte()) {
      const name = this.#name();
      object[name] = this.#value(type);
    }
    return object;
  }

  #items(): unknown[] {
    const list: unknown[] = [];
    for (let type = this.#byte(); type !== 0; type = this.#byte()) {
      // Its index, which is where it stands.
      while (this.#byte() !== 0);
      list.push(this.#value(type));
    }
    return list;
  }

  #value(type: number): unknown {
    switch (type) {
      case 1:
        return this.#double();
      case 2:
        return this.#text();
      case 3: {
        const end = this.#at + this.#int32();
        return this.#whole(this.#elements(), end);
      }
      case 4: {
        const end = this.#at + this.#int32();
        return this.#whole(this.#items(), end);
      }
      case 8: {
        const truth = this.#byte();
        if (truth > 1) throw UNUSUAL;
        return truth === 1;
      }
      case 9:
        return new Date(this.#int64());
      case 10:
        return null;
      case 16:
        return this.#int32();
      case 18: {
        const value = this.#int64();
        if (!Number.isSafeInteger(value)) throw UNUSUAL;
        return value;
      }
      default:
        throw UNUSUAL;
    }
  }

  #name(): string {
    const start = this.#at;
    const bytes = this.#bytes;
    let hash = 0;
    let byte = this.#byte();
    // Of a reference to another collection the driver makes an object of its own.
    if (byte === DOLLAR) throw UNUSUAL;
    for (; byte !== 0; byte = this.#byte()) {
      if (byte > ASCII) throw UNUSUAL;
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    const length = this.#at - start - 1;
    const place = (hash ^ (hash >>> 15)) & (NAMES - 1);
    const known = names[place] as string;
    if (isAt(known, bytes, start, length)) return known;
    const name = internal(bytes.toString('latin1', start, start + length));
    if (name === '__proto__') throw UNUSUAL;
    names[place] = name;
    return name;
  }

  #text(): string {
    const length = this.#int32() - 1;
    const start = this.#at;
    const end = start + length;
    const bytes = this.#bytes;
    if (length < 0 || end >= this.#end || bytes[end] !== 0) throw UNUSUAL;
    this.#at = end + 1;
    for (let at = start; at < end; at++) if ((bytes[at] as number) > ASCII) return this.#beyondAscii(start, end);
    return length <= COPIED ? this.#characters.substring(start, end) : bytes.toString('latin1', start, end);
  }

  /** What is no UTF-8 the driver refuses. */
  #beyondAscii(start: number, end: number): string {
    const text = this.#bytes.toString('utf8', start, end);
    if (text.includes(REPLACEMENT)) throw UNUSUAL;
    return text;
  }

  #byte(): number {
    if (this.#at >= this.#end) throw UNUSUAL;
    return this.#bytes[this.#at++] as number;
  }

  #int32(): number {
    const at = this.#at;
    this.#at = at + 4;
    if (this.#at > this.#end) throw UNUSUAL;
    const bytes = this.#bytes;
    return (
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)
    );
  }

  #int64(): number {
    const low = this.#int32() >>> 0;
    return this.#int32() * HIGH + low;
  }

  #double(): number {
    const at = this.#at;
    this.#at = at + 8;
    if (this.#at > this.#end) throw UNUSUAL;
    for (let byte = 0; byte < 8; byte++) doubleBytes[byte] = this.#bytes[at + byte] as number;
    return double[0] as number;
  }
}

function isAt(text: string, bytes: Buffer, start: number, length: number): boolean {
  if (text.length !== length) return false;
  for (let at = 0; at < length; at++) if (text.charCodeAt(at) !== bytes[start + at]) return false;
  return true;
}

/** As V8 keeps names of properties: whoever sets one by it need not look for it again. */
function internal(name: string): string {
  return Object.keys({ [name]: 0 })[0] as string;
}
