import type { EmbeddedEngine } from './front.js';
import { pause } from './polling.js';
import { cursorOf, frameCommand, operationsIn, type Request } from './wire.js';

/** An operation that may still be waiting for a thread is not listed yet: look again after this many milliseconds. */
const LOOK_EVERY = 50;

/**
 * Ends the operation which carries `comment`, and returns when `isDone` says that it has ended. The engine itself
 * neither keeps to `maxTimeMS` nor notices that the client is gone, but an operation can be killed by its number.
 */
export async function interrupt(engine: EmbeddedEngine, comment: string, isDone: () => boolean): Promise<void> {
  while (!isDone()) {
    const { response } = await engine.roundTrip(frameCommand({ currentOp: 1, $db: 'admin' }));
    for (const operation of operationsIn(response, comment)) {
      await engine.roundTrip(frameCommand({ killOp: 1, op: operation, $db: 'admin' }));
    }
    await pause(LOOK_EVERY);
  }
}

/** Cursors are closed by the engine after ten idle minutes; more than this are not open at a time. */
const MOST_CURSORS = 10_000;

/** What is left of `maxTimeMS` for the further batches of a cursor: the limit is for all of them together. */
export class CursorBudgets {
  readonly #left = new Map<bigint, number>();

  /** Milliseconds that a read may take; null without a limit. */
  of(message: Buffer, request: Request): number | null {
    if (request.maxTimeMS > 0) return request.maxTimeMS;
    if (request.command !== 'getMore' || request.uncommentedBody === null || this.#left.size === 0) return null;
    const cursor = cursorOf(message, request.uncommentedBody, 'getMore');
    if (cursor === null) return null;
    const left = this.#left.get(cursor) ?? null;
    this.#left.delete(cursor);
    return left;
  }

  /** Notes the cursor that `response` leaves open, if it does. */
  leave(response: Buffer, milliseconds: number): void {
    const cursor = cursorOf(response, 0, 'cursor');
    if (cursor === null) return;
    const [oldest] = this.#left.keys();
    if (this.#left.size >= MOST_CURSORS && oldest !== undefined) this.#left.delete(oldest);
    this.#left.set(cursor, Math.max(1, milliseconds));
  }
}
