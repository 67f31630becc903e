/** What GraphiQL would put into the browser's storage: in memory, because operations may name people. A reload forgets it. */

/** As long as the page is open, whichever of its pages is shown. */
const kept = new Map<string, string>();

/** In the shape that GraphiQL asks for. */
export const memoryStorage = {
  getItem: (key: string): string | null => kept.get(key) ?? null,
  setItem: (key: string, value: string): void => void kept.set(key, value),
  removeItem: (key: string): void => void kept.delete(key),
  clear: (): void => kept.clear(),
  get length(): number {
    return kept.size;
  },
};
