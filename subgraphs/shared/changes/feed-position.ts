/**
 * Where a reader of the feed of changes stands: everything before an instant was looked at, and of what came at it or later
 * the commits that were handed out. It holds no key of a record. Pure.
 */
import { badInput } from '../errors.js';

export interface FeedPosition {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Beginnings of ids of commits. */
  readonly seen: ReadonlySet<string>;
}

/** Enough of an id to tell the commits of a few seconds from each other. */
const MARK = 12;
const MOST_SEEN = 5000;

export function markOf(commitId: string): string {
  return commitId.slice(0, MARK);
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
