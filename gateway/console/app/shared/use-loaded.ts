/** What a component shows once a promise has settled. */
import { useLayoutEffect, useState } from 'preact/hooks';

export type Loaded<T> =
  | { readonly state: 'waiting' }
  | { readonly state: 'failed'; readonly message: string }
  | { readonly state: 'here'; readonly value: T };

/** Loads again whenever `key` changes; what an earlier key asked for is not shown any more. */
export function useLoaded<T>(key: string, load: () => Promise<T>): Loaded<T> {
  const [shown, setShown] = useState<{ readonly key: string; readonly loaded: Loaded<T> } | null>(null);
  // Before anything is painted: what a page waits for is asked for a frame earlier.
  useLayoutEffect(() => {
    let isWanted = true;
    const show = (loaded: Loaded<T>) => {
      if (isWanted) setShown({ key, loaded });
    };
    load().then(
      (value) => show({ state: 'here', value }),
      (error: unknown) => show({ state: 'failed', message: error instanceof Error ? error.message : 'It failed.' }),
    );
    return () => {
      isWanted = false;
    };
  }, [key]);
  return shown?.key === key ? shown.loaded : { state: 'waiting' };
}
