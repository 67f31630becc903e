/** Resolves after `milliseconds`. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * Asks `probe` again and again until it gives something other than null, and gives that; null once
 * `milliseconds` have passed.
 */
export async function pollUntil<T>(
  milliseconds: number,
  probe: () => T | null | Promise<T | null>,
  every = 25,
): Promise<T | null> {
  const end = performance.now() + milliseconds;
  for (;;) {
    const found = await probe();
    if (found !== null) return found;
    if (performance.now() >= end) return null;
    await pause(every);
  }
}
