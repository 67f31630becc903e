/** Opaque positions in a sorted list: the sort key and id of a row the viewer was shown, nothing else. */
import { badInput } from './errors.js';

export interface Position {
  /** The sort key's value: a date as milliseconds, a text, or null. */
  readonly key: number | string | null;
  readonly id: string;
}

export function encodeCursor(position: Position): string {
  return Buffer.from(JSON.stringify([position.key, position.id])).toString('base64url');
}

/** Throws BAD_CURSOR for anything that `encodeCursor` did not write. */
export function decodeCursor(cursor: string): Position {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parsed) && parsed.length === 2) {
      const [key, id] = parsed as unknown[];
      const keyFits = key === null || typeof key === 'string' || (typeof key === 'number' && Number.isSafeInteger(key));
      if (keyFits && typeof id === 'string') return { key: key as Position['key'], id };
    }
  } catch {
    // falls through to the one error for all bad cursors
  }
  throw badInput('BAD_CURSOR', '"after" is not a cursor of this list; pass endCursor of its last page.');
}
