/**
 * What is known of an object and goes with it, on the object itself. A WeakMap promises the same and breaks it for objects
 * that live a moment: where the map is old, V8 takes its values for reachable whenever it collects what is young. All that
 * hung on a request then outlived it until the next full collection, and was copied twice on the way.
 */
export class KeptWith<K extends object, V> {
  readonly #slot = Symbol('kept');

  /** What is kept, worked out where nothing is. */
  of(key: K, workOut: () => V): V {
    const known = this.#get(key);
    if (known !== undefined) return known;
    const worked = workOut();
    this.set(key, worked);
    return worked;
  }

  /** Unseen by whoever copies, compares or writes out the object: what is known of it is not known of its copy. */
  set(key: K, value: V | undefined): void {
    Object.defineProperty(key, this.#slot, { value, configurable: true, enumerable: false, writable: true });
  }

  /** What is kept, for the last time. */
  take(key: K): V | undefined {
    const known = this.#get(key);
    if (known !== undefined) this.set(key, undefined);
    return known;
  }

  #get(key: K): V | undefined {
    return (key as { readonly [slot: symbol]: V | undefined })[this.#slot];
  }
}
