import { Capture } from './capture.js';
import {
  ENTRY_MEMBERS,
  type EntryMember,
  MAX_DEPTH,
  MAX_RESOURCE_BYTES,
  type ScanErrorCode,
  type ScanEvent,
} from './scan-event.js';
import { type OpenEntry, type Root, setMember, stringIn } from './scan-state.js';
import { ValueEnd } from './value-end.js';

/** What the next byte is looked at as. First to Next: members of an object; Item...: elements of `Bundle.entry`. */
enum State {
  Idle,
  First,
  Key,
  InKey,
  Colon,
  Value,
  InValue,
  Next,
  ItemFirst,
  Item,
  ItemNext,
  GivenUp,
}

const [TAB, NEWLINE, RETURN, SPACE, QUOTE, COMMA, COLON] = [0x09, 0x0a, 0x0d, 0x20, 0x22, 0x2c, 0x3a];
const [BRACE, BRACE_END, BRACKET, BRACKET_END] = [0x7b, 0x7d, 0x5b, 0x5d];
const SLICE = 1 << 20;
const ROOT_MEMBERS: readonly string[] = ['resourceType', 'type'];

export interface ScannerOptions {
  /** One value per line (NDJSON): a line that is wrong is given up at its end, and the next one is read. */
  readonly lines?: boolean;
  /** The first object is known to be a bundle. */
  readonly bundle?: boolean;
}

/**
 * Cuts JSON text, which comes in chunks of any size, into resources, each verbatim. A bundle is never held as a
 * whole: its entries leave as they close. Whether an object is a bundle is told by its `resourceType`; where `entry`
 * stands before it, the object is held until the type comes, or taken for a bundle once it outgrows a resource.
 *
 * It knows just as much of JSON as it needs to find ends; what it hands out still has to be parsed.
 */
export class JsonScanner {
  #events: ScanEvent[] = [];
  #state = State.Idle;
  /** The bytes before the current chunk. */
  #base = 0;
  #line = 1;
  #root: Root;
  #entry: OpenEntry | null = null;
  #key = '';
  /** The whole root, unless it is known to be a bundle. */
  readonly #whole = new Capture(MAX_RESOURCE_BYTES, SLICE);
  /** A key, or a value which is wanted. */
  readonly #part = new Capture(MAX_RESOURCE_BYTES);
  readonly #value: ValueEnd;

  constructor(private readonly options: ScannerOptions = {}) {
    this.#root = this.#newRoot(0, true);
    this.#value = new ValueEnd(options.lines === true);
  }

  /** Takes the next bytes and returns what was completed by them, in order. */
  push(bytes: Buffer): ScanEvent[] {
    this.#events = [];
    for (let at = 0; at < bytes.length; at += SLICE) {
      const chunk = bytes.subarray(at, at + SLICE);
      this.#scan(chunk);
      this.#base += chunk.length;
    }
    return this.#events;
  }

  /** There are no more bytes. */
  end(): ScanEvent[] {
    this.#events = [];
    if (this.#state === State.InValue && this.#value.endsWithInput) this.#endValue(Buffer.alloc(0), 0);
    if (this.#state !== State.Idle && this.#state !== State.GivenUp) this.#giveUp('TRUNCATED_JSON', 0);
    return this.#events;
  }

  #scan(chunk: Buffer): void {
    let index = 0;
    while (index < chunk.length) index = this.#advance(chunk, index);
    // A bundle may name its type after its entries; what is too large for a resource cannot be anything else.
    const { form, sawEntries } = this.#root;
    if (form === 'undecided' && sawEntries && this.#whole.exceeds(index)) this.#restartAsBundle(chunk, index);
    this.#whole.suspend(chunk);
    this.#part.suspend(chunk);
  }

  #advance(chunk: Buffer, index: number): number {
    if (this.#state === State.InKey || this.#state === State.InValue) return this.#pass(chunk, index);
    if (this.#state === State.GivenUp) return this.#skipLine(chunk, index);
    const byte = chunk[index] ?? 0;
    if (byte === NEWLINE) this.#newline(index);
    else if (byte !== SPACE && byte !== RETURN && byte !== TAB && !this.#take(chunk, index, byte)) {
      this.#giveUp(this.options.lines === true ? 'LINE_NOT_JSON' : 'INVALID_JSON', index);
    }
    return index + 1;
  }

  #pass(chunk: Buffer, from: number): number {
    const passed = this.#value.pass(chunk, from);
    const { index } = this.#value;
    if (passed === 'newline') {
      this.#newline(index);
      return index + 1;
    }
    if (passed === 'open') return chunk.length;
    this.#line += this.#value.newlines;
    if (this.#state === State.InKey) this.#endKey(chunk, index);
    else this.#endValue(chunk, index);
    return index;
  }

  #newline(index: number): void {
    if (this.options.lines === true && this.#state !== State.Idle) {
      this.#giveUp('LINE_NOT_JSON', index);
      this.#state = State.Idle;
    }
    this.#line++;
  }

  #skipLine(chunk: Buffer, from: number): number {
    const end = this.options.lines === true ? chunk.indexOf(NEWLINE, from) : -1;
    if (end < 0) return chunk.length;
    this.#state = State.Idle;
    this.#line++;
    return end + 1;
  }

  /** Takes a byte of the structure; false when it does not belong there. */
  #take(chunk: Buffer, index: number, byte: number): boolean {
    switch (this.#state) {
      case State.Idle:
        return this.#beginRoot(index, byte);
      case State.First:
        return byte === BRACE_END ? this.#endObject(chunk, index) : this.#beginKey(index, byte);
      case State.Key:
        return this.#beginKey(index, byte);
      case State.Colon:
        return this.#goOn(byte === COLON, State.Value);
      case State.Value:
        return this.#beginValue(index, byte);
      case State.Next:
        return byte === BRACE_END ? this.#endObject(chunk, index) : this.#goOn(byte === COMMA, State.Key);
      case State.ItemFirst:
        return byte === BRACKET_END ? this.#goOn(true, State.Next) : this.#beginItem(index, byte);
      case State.Item:
        return this.#beginItem(index, byte);
      default:
        return this.#goOn(byte === COMMA || byte === BRACKET_END, byte === COMMA ? State.Item : State.Next);
    }
  }

  #goOn(allowed: boolean, next: State): boolean {
    if (allowed) this.#state = next;
    return allowed;
  }

  #newRoot(index: number, isObject: boolean): Root {
    const start = { line: this.#line, offset: this.#base + index, isObject };
    const form = isObject && this.options.bundle === true ? 'bundle' : 'undecided';
    const none = { sawEntries: false, entriesAreList: true, resourceType: null, bundleType: null, entries: 0 };
    return { ...start, form, ...none, deepest: 1 };
  }

  #beginRoot(index: number, byte: number): boolean {
    this.#root = this.#newRoot(index, byte === BRACE);
    if (this.#root.form === 'bundle') this.#emitBundle();
    else this.#whole.begin(index);
    if (byte === BRACE) return this.#goOn(true, State.First);
    return this.#goOn(this.#value.begin(byte), State.InValue);
  }

  #beginKey(index: number, byte: number): boolean {
    if (byte !== QUOTE) return false;
    this.#part.begin(index);
    return this.#goOn(this.#value.begin(byte), State.InKey);
  }

  #endKey(chunk: Buffer, end: number): void {
    this.#key = stringIn(this.#part.end(chunk, end)) ?? '';
    this.#state = State.Colon;
  }

  #beginValue(index: number, byte: number): boolean {
    if (this.#entry === null && this.#key === 'entry') {
      this.#root.entriesAreList = byte === BRACKET;
      this.#root.sawEntries ||= byte === BRACKET;
      if (this.#root.form === 'bundle' && byte === BRACKET) return this.#goOn(true, State.ItemFirst);
    }
    const wanted: readonly string[] = this.#entry === null ? ROOT_MEMBERS : ENTRY_MEMBERS;
    if (wanted.includes(this.#key)) this.#part.begin(index);
    return this.#goOn(this.#value.begin(byte), State.InValue);
  }

  #endValue(chunk: Buffer, end: number): void {
    const entry = this.#entry;
    const owner = entry ?? this.#root;
    owner.deepest = Math.max(owner.deepest, this.#value.deepest + (owner.isObject && entry === null ? 1 : 0));
    const bytes = this.#part.active ? this.#part.end(chunk, end) : undefined;
    this.#state = State.Next;
    if (entry !== null && !entry.isObject) this.#emitEntry(entry);
    else if (entry !== null && bytes !== undefined) setMember(entry, this.#key as EntryMember, bytes);
    else if (entry === null && !this.#root.isObject) this.#endRoot(chunk, end);
    else if (entry === null && bytes !== undefined) this.#noteRootMember(chunk, end, stringIn(bytes));
  }

  #noteRootMember(chunk: Buffer, end: number, value: string | null): void {
    if (this.#key === 'type') this.#root.bundleType = value;
    else {
      this.#root.resourceType = value;
      if (this.#root.form === 'undecided') this.#decide(chunk, end);
    }
  }

  #decide(chunk: Buffer, end: number): void {
    if (this.#root.resourceType !== 'Bundle') this.#root.form = 'resource';
    else if (this.#root.sawEntries) this.#restartAsBundle(chunk, end);
    else {
      this.#root.form = 'bundle';
      this.#whole.drop();
      this.#emitBundle();
    }
  }

  /** Reads once more, now as a bundle, what was held of the root until this index of the chunk. */
  #restartAsBundle(chunk: Buffer, end: number): void {
    const held = this.#whole.take(chunk, end);
    const base = this.#base;
    this.#part.drop();
    if (held === null) return;
    this.#line = this.#root.line;
    this.#base = this.#root.offset;
    this.#root = { ...this.#newRoot(0, true), form: 'bundle' };
    this.#state = State.First;
    this.#emitBundle();
    let index = 1;
    while (index < held.length) index = this.#advance(held, index);
    this.#part.suspend(held);
    this.#part.resumeAt(end);
    this.#base = base;
  }

  #beginItem(index: number, byte: number): boolean {
    const isObject = byte === BRACE;
    const offset = this.#base + index;
    this.#entry = { line: this.#line, offset, members: {}, isObject, tooLarge: false, deepest: 0 };
    if (isObject) return this.#goOn(true, State.First);
    return this.#goOn(this.#value.begin(byte), State.InValue);
  }

  #endObject(chunk: Buffer, index: number): boolean {
    if (this.#entry !== null) this.#emitEntry(this.#entry);
    else this.#endRoot(chunk, index + 1);
    return true;
  }

  #emitEntry(entry: OpenEntry): void {
    const { line, offset, members, isObject, tooLarge } = entry;
    const number = ++this.#root.entries;
    const tooDeep = entry.deepest > MAX_DEPTH;
    this.#events.push({ kind: 'entry', number, line, offset, members, isObject, tooLarge, tooDeep });
    this.#entry = null;
    this.#state = State.ItemNext;
  }

  #endRoot(chunk: Buffer, end: number): void {
    const { line, offset, form, resourceType, bundleType: type, entriesAreList, deepest } = this.#root;
    if (form === 'bundle') {
      this.#events.push({ kind: 'bundle-end', line, offset, resourceType, type, entriesAreList });
    } else {
      const bytes = this.#whole.end(chunk, end);
      this.#events.push({ kind: 'value', line, offset, bytes, tooDeep: deepest > MAX_DEPTH });
    }
    this.#state = State.Idle;
  }

  #emitBundle(): void {
    const { line, offset } = this.#root;
    this.#events.push({ kind: 'bundle', line, offset });
  }

  #giveUp(code: ScanErrorCode, index: number): void {
    this.#events.push({ kind: 'error', code, line: this.#line, offset: this.#base + index });
    this.#state = State.GivenUp;
    this.#entry = null;
    this.#whole.drop();
    this.#part.drop();
  }
}
