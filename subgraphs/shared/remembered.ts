/** What is worked out once for an object and a name, and kept for as long as the object is: no bound, nothing to forget. */
export class Remembered<T> {
  readonly #byObject = new WeakMap<object, Map<string, T>>();

  /** @param workOut called where it is not known yet; whatever it depends on must be in the object or the name. */
  of(object: object, name: string, workOut: () => T): T {
    const known = this.#byObject.get(object) ?? new Map<string, T>();
    const found = known.get(name);
    if (found !== undefined) return found;
    const worked = workOut();
    this.#byObject.set(object, known.set(name, worked));
    return worked;
  }
}
