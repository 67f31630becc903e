import type { EntryMember } from './scan-event.js';

const [QUOTE, BACKSLASH] = [0x22, 0x5c];

/** The element of `entry` that is being read. */
export interface OpenEntry {
  readonly line: number;
  readonly offset: number;
  readonly members: Partial<Record<EntryMember, Buffer>>;
  readonly isObject: boolean;
  tooLarge: boolean;
  deepest: number;
}

/** The value at the top of the input that is being read. */
export interface Root {
  readonly line: number;
  readonly offset: number;
  readonly isObject: boolean;
  form: 'undecided' | 'resource' | 'bundle';
  sawEntries: boolean;
  entriesAreList: boolean;
  resourceType: string | null;
  bundleType: string | null;
  entries: number;
  deepest: number;
}

export function setMember(entry: OpenEntry, member: EntryMember, bytes: Buffer | null): void {
  if (bytes === null) entry.tooLarge = true;
  else entry.members[member] = bytes;
}

/** The text of a JSON string, its escapes resolved; null when it is something else or not sound. */
export function stringIn(bytes: Buffer | null): string | null {
  // Most strings hold no escapes; parsing each key costs more than scanning the entry.
  if (bytes?.[0] === QUOTE && !bytes.includes(BACKSLASH)) return bytes.toString('utf8', 1, bytes.length - 1);
  try {
    const value: unknown = bytes === null ? null : JSON.parse(bytes.toString('utf8'));
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}
