/** As much of BSON (bsonspec.org) as the socket in front of the embedded engine has to read and write. */

/** A peer broke the protocol: the only cure is to close its connection. */
export class WireError extends Error {}

/** A string that ends with a zero byte, and where what follows it begins. */
export function cstring(buffer: Buffer, at: number): { text: string; end: number } {
  const end = buffer.indexOf(0, at);
  if (end < 0) throw new WireError('a string without an end');
  return { text: buffer.toString('utf8', at, end), end: end + 1 };
}

/** One element of a BSON document: its value begins at `at`. */
export interface Element {
  key: string;
  type: number;
  at: number;
}

/** The element of that name in the document at `at`, or null. */
export function findValue(document: Buffer, at: number, wanted: string): Element | null {
  for (const element of elements(document, at)) if (element.key === wanted) return element;
  return null;
}

/** The elements of the document, or array, at `at`. Throws WireError on an unknown type. */
export function* elements(document: Buffer, at: number): Generator<Element> {
  const end = at + document.readInt32LE(at) - 1;
  for (let next = at + 4; next < end; ) {
    const type = document.readUInt8(next);
    const key = cstring(document, next + 1);
    yield { key: key.text, type, at: key.end };
    next = key.end + valueLength(document, type, key.end);
  }
}

/** BSON types of a fixed length, see bsonspec.org. */
const FIXED: Readonly<Record<number, number>> = {
  1: 8,
  6: 0,
  7: 12,
  8: 1,
  9: 8,
  10: 0,
  16: 4,
  17: 8,
  18: 8,
  19: 16,
  255: 0,
  127: 0,
};

/** Bytes of a value of that type at `at`. */
export function valueLength(message: Buffer, type: number, at: number): number {
  const fixed = FIXED[type];
  if (fixed !== undefined) return fixed;
  if (type === 11) return cstring(message, cstring(message, at).end).end - at;
  const prefixed = message.readInt32LE(at);
  if (prefixed < 0) throw new WireError('a value of negative length');
  if (type === 3 || type === 4 || type === 15) return prefixed;
  if (type === 2 || type === 13 || type === 14) return 4 + prefixed;
  if (type === 5) return 5 + prefixed;
  if (type === 12) return 4 + prefixed + 12;
  throw new WireError(`unknown BSON type ${type}`);
}

/** A number of any of BSON's three types of it; 0 for what is none. */
export function numberAt(message: Buffer, type: number, at: number): number {
  if (type === 16) return message.readInt32LE(at);
  if (type === 18) return Number(message.readBigInt64LE(at));
  return type === 1 ? message.readDoubleLE(at) : 0;
}

/** BSON of a flat document of strings and 32-bit integers: all that the front itself has to say. */
export function encodeDocument(fields: Readonly<Record<string, string | number>>): Buffer {
  const parts: Buffer[] = [];
  for (const [name, value] of Object.entries(fields)) {
    const isNumber = typeof value === 'number';
    parts.push(Buffer.from([isNumber ? 0x10 : 0x02]), Buffer.from(`${name}\0`, 'utf8'));
    if (isNumber) {
      parts.push(int32(value));
    } else {
      const text = Buffer.from(`${value}\0`, 'utf8');
      parts.push(int32(text.length), text);
    }
  }
  const body = Buffer.concat(parts);
  return Buffer.concat([int32(body.length + 5), body, Buffer.from([0])]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value, 0);
  return bytes;
}
