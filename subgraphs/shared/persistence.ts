import { failureOf, NotWritten, WriteUncertain } from './write-errors.js';

/** Milliseconds before each further try: a replica set elects a new primary within about ten seconds. */
const PAUSES = [20, 100, 300, 700, 1500, 3000, 5000];

/**
 * Repeats a write that failed in passing. What is run must come to the same however often it is run, wherever it broke
 * off: it finds its own commit. Throws NotWritten, WriteUncertain, and whatever says that it would fail again.
 */
export async function persistently<T>(run: () => Promise<T>, pauses: readonly number[] = PAUSES): Promise<T> {
  let uncertain = false;
  for (let attempt = 0; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      const failure = failureOf(error);
      if (failure === 'hopeless') throw error;
      uncertain ||= failure === 'uncertain';
      const pause = pauses[attempt];
      if (failure === 'full' || pause === undefined) {
        if (uncertain) throw new WriteUncertain(error);
        throw new NotWritten(failure === 'full' ? 'STORAGE_FULL' : 'NOT_WRITTEN', error);
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}
