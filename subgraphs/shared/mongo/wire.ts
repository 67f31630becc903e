/**
 * As much of MongoDB's wire protocol as the socket in front of the embedded engine needs: cutting a byte
 * stream into messages, reading the name of a command, and framing a reply.
 * Source: the MongoDB specification of OP_MSG, OP_QUERY and OP_REPLY.
 */

import { cstring, elements, encodeDocument, findValue, numberAt, valueLength, WireError } from './bson.js';

export const OP_REPLY = 1;
export const OP_QUERY = 2004;
export const OP_MSG = 2013;
const HEADER = 16;
/** Flags of an OP_MSG. */
const CHECKSUM = 1;
const MORE_TO_COME = 2;
/** What `hello` announces as maxMessageSizeBytes; a longer frame is not from a driver. */
const LONGEST_MESSAGE = 48_000_000;

/** Cuts a stream of chunks into whole messages without copying a long one more than once. */
export class Frames {
  #chunks: Buffer[] = [];
  #held = 0;

  /** Takes one chunk and gives the messages it completes. Throws WireError on an impossible length. */
  *push(chunk: Buffer): Generator<Buffer> {
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    for (let length = this.#nextLength(); length !== null && length <= this.#held; length = this.#nextLength()) {
      const held = this.#join();
      this.#chunks = held.length > length ? [held.subarray(length)] : [];
      this.#held -= length;
      yield held.subarray(0, length);
    }
  }

  #nextLength(): number | null {
    if (this.#held < 4) return null;
    const first = this.#chunks[0];
    const length = (first && first.length >= 4 ? first : this.#join()).readInt32LE(0);
    if (length < HEADER || length > LONGEST_MESSAGE) throw new WireError(`impossible message length ${length}`);
    return length;
  }

  #join(): Buffer {
    const [only] = this.#chunks;
    const joined = only && this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined;
  }
}

/** What a message asks for. */
export interface Request {
  command: string;
  requestId: number;
  /** Whether its sender waits for a reply. */
  awaitsReply: boolean;
  /** Milliseconds that the sender allows; 0 when it sets no limit. */
  maxTimeMS: number;
  /** Where the body of an OP_MSG begins when a comment can be added to it; null when it has one, or is no OP_MSG. */
  uncommentedBody: number | null;
}

/** Reads the name of the command in an OP_MSG, or in the OP_QUERY that old handshakes use. Throws WireError. */
export function readRequest(message: Buffer): Request {
  const requestId = message.readInt32LE(4);
  const code = message.readInt32LE(12);
  try {
    if (code === OP_MSG) {
      const flags = message.readUInt32LE(HEADER);
      const at = bodyOffset(message);
      const { command, maxTimeMS, hasComment } = scanBody(message, at);
      const isSealed = hasComment || (flags & CHECKSUM) !== 0;
      const awaitsReply = (flags & MORE_TO_COME) === 0;
      return { command, requestId, awaitsReply, maxTimeMS, uncommentedBody: isSealed ? null : at };
    }
    if (code === OP_QUERY) {
      const collection = cstring(message, HEADER + 4);
      if (!collection.text.endsWith('.$cmd')) throw new WireError('a query that is no command');
      const { command } = scanBody(message, collection.end + 8);
      return { command, requestId, awaitsReply: true, maxTimeMS: 0, uncommentedBody: null };
    }
  } catch (error) {
    throw error instanceof WireError ? error : new WireError('a message that ends too early');
  }
  throw new WireError(`unknown operation ${code}`);
}

/** The one body section (kind 0) of an OP_MSG; document sequences (kind 1) may stand before it. */
function bodyOffset(message: Buffer): number {
  let body: number | null = null;
  const end = message.length - (message.readUInt32LE(HEADER) & CHECKSUM ? 4 : 0);
  for (let at = HEADER + 4; at < end; ) {
    const kind = message.readUInt8(at);
    const length = message.readInt32LE(at + 1);
    if (kind > 1 || length < 5 || (kind === 0 && body !== null)) throw new WireError('a section out of order');
    if (kind === 0) body = at + 1;
    at += 1 + length;
  }
  if (body === null) throw new WireError('a message without a body');
  return body;
}

/** The first key of the BSON document at `at` is the name of the command; of the others only two matter here. */
function scanBody(message: Buffer, at: number): { command: string; maxTimeMS: number; hasComment: boolean } {
  const end = at + message.readInt32LE(at) - 1;
  let command = '';
  let maxTimeMS = 0;
  let hasComment = false;
  for (let element = at + 4; element < end; ) {
    const type = message.readUInt8(element);
    const keyEnd = message.indexOf(0, element + 1);
    if (keyEnd < 0) throw new WireError('a key without an end');
    const length = keyEnd - element - 1;
    // Every command passes here: only the keys that may be wanted become strings.
    const key = command === '' || length === 7 || length === 9 ? message.toString('latin1', element + 1, keyEnd) : '';
    command ||= key;
    if (key === 'maxTimeMS') maxTimeMS = numberAt(message, type, keyEnd + 1);
    hasComment ||= key === 'comment';
    element = keyEnd + 1 + valueLength(message, type, keyEnd + 1);
  }
  if (command === '') throw new WireError('an empty command');
  return { command, maxTimeMS, hasComment };
}

/** The same OP_MSG with a `comment` (ASCII) in its body, which begins at `at`. Runs for every read: one copy. */
export function withComment(message: Buffer, at: number, comment: string): Buffer {
  const end = at + message.readInt32LE(at) - 1;
  const added = COMMENT_KEY.length + 4 + comment.length + 1;
  const frame = Buffer.allocUnsafe(message.length + added);
  message.copy(frame, 0, 0, end);
  COMMENT_KEY.copy(frame, end);
  const value = end + COMMENT_KEY.length;
  frame.writeInt32LE(comment.length + 1, value);
  frame.write(`${comment}\0`, value + 4, 'latin1');
  message.copy(frame, end + added, end);
  frame.writeInt32LE(frame.length, 0);
  frame.writeInt32LE(message.readInt32LE(at) + added, at);
  return frame;
}

const COMMENT_KEY = Buffer.from('\x02comment\0', 'latin1');

/** The cursor that a reply leaves open, or that a getMore asks for; null when there is none. */
export function cursorOf(document: Buffer, at: number, key: 'cursor' | 'getMore'): bigint | null {
  const cursor = findValue(document, at, key);
  const id = cursor?.type === 3 ? findValue(document, cursor.at, 'id') : cursor;
  return id?.type === 18 ? document.readBigInt64LE(id.at) || null : null;
}

/** The numbers of the operations in a reply to `currentOp` whose command carries `comment`. */
export function operationsIn(reply: Buffer, comment: string): number[] {
  const list = findValue(reply, 0, 'inprog');
  if (list === null) return [];
  return [...elements(reply, list.at)].flatMap((operation) => {
    const number = findValue(reply, operation.at, 'opid');
    const command = findValue(reply, operation.at, 'command');
    const found = command?.type === 3 ? findValue(reply, command.at, 'comment') : null;
    const isIt = found?.type === 2 && cstring(reply, found.at + 4).text === comment;
    return number && isIt ? [numberAt(reply, number.type, number.at)] : [];
  });
}

/** Frames one BSON document as the reply to `requestId`; `legacy` replies to an OP_QUERY. */
export function frameReply(body: Buffer, replyId: number, requestId: number, legacy: boolean): Buffer {
  const prefix = legacy ? HEADER + 20 : HEADER + 5;
  const frame = Buffer.alloc(prefix + body.length);
  frame.writeInt32LE(frame.length, 0);
  frame.writeInt32LE(replyId, 4);
  frame.writeInt32LE(requestId, 8);
  frame.writeInt32LE(legacy ? OP_REPLY : OP_MSG, 12);
  if (legacy) frame.writeInt32LE(1, HEADER + 16);
  body.copy(frame, prefix);
  return frame;
}

/** Frames a command of our own as an OP_MSG. */
export function frameCommand(command: Readonly<Record<string, string | number>>): Buffer {
  return frameReply(encodeDocument(command), 1, 0, false);
}

/** The reply to a command that ran longer than its sender allowed: MongoDB's own MaxTimeMSExpired (50). */
export function expiry(): Buffer {
  return encodeDocument({ ok: 0, errmsg: 'operation exceeded time limit', code: 50, codeName: 'MaxTimeMSExpired' });
}

/** The reply to a command that is refused: MongoDB's own CommandNotSupported (115). */
export function refusal(command: string): Buffer {
  const errmsg = `this MongoDB engine does not serve the command '${command.slice(0, 60)}'`;
  return encodeDocument({ ok: 0, errmsg, code: 115, codeName: 'CommandNotSupported' });
}
