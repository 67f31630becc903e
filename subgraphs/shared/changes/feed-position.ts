/**
 * Where a reader of the feed of changes stands: everything before an instant was looked at, and of what came at it or later
 * the changes that were handed out. It is made of nothing that its reader was not shown. Pure.
 */
import { createHash } from 'node:crypto';
import { badInput } from '../errors.js';

export interface FeedPosition {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Marks of changes. */
  readonly seen: ReadonlySet<string>;
}

/** Enough of a digest to tell the changes of a few seconds from each other. */
const MARK = 12;
const MOST_SEEN = 20_000;

/** Of what the reader sees of a change: the id of its commit comes from all that is in it, the hidden included. */
export function markOf({ kind, id, version }: { kind: string; id: string; version: number }): string {
  return createHash('sha256').update(`${kind}/${id}/${version}`).digest('base64url').slice(0, MARK);
}

export function encodePosition({ at, seen }: FeedPosition): string {
  return Buffer.from(JSON.stringify([at, ...seen])).toString('base64url');
}

/** Throws BAD_CURSOR for anything that `encodePosition` did not write. */
export function decodePosition(cursor: string): FeedPosition {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parsed) && parsed.length <= MOST_SEEN + 1) {
      const [at, ...seen] = parsed as unknown[];
      if (Number.isSafeInteger(at) && seen.every((one) => typeof one === 'string' && one.length <= MARK))
        return { at: at as number, seen: new Set(seen as string[]) };
    }
  } catch {
    // falls through to the one error for all bad cursors
  }
  throw badInput('BAD_CURSOR', '"after" is not a cursor of this feed; pass the cursor of its last page.');
}
