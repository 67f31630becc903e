/** What a projection took other records to hold: its own of a moment ago, or what the database said. */
import type { RecordDocument } from './databases.js';
import { inheritedKeys } from './record-kind.js';
import type { InheritableKeys, KeysByRecord } from './record-lookups.js';

export class ThoughtOf {
  /** Records that somebody took over from. */
  readonly asked = new Set<string>();
  readonly #corrected: KeysByRecord;
  readonly #keys: Map<string, InheritableKeys | undefined>;

  /** @param corrected what the database said when it disagreed: what we write ourselves does not stand there */
  constructor(corrected: KeysByRecord) {
    this.#corrected = corrected;
    this.#keys = new Map(corrected);
  }

  keysOf(reference: string): InheritableKeys | undefined {
    return this.#keys.get(reference);
  }

  unknownOf(wanted: ReadonlySet<string>): string[] {
    return [...wanted].filter((reference) => !this.#keys.has(reference));
  }

  learn(wanted: ReadonlySet<string>, found: KeysByRecord): void {
    for (const reference of wanted) {
      this.asked.add(reference);
      if (!this.#keys.has(reference)) this.#keys.set(reference, found.get(reference));
    }
  }

  wrote(document: RecordDocument): void {
    if (this.#corrected.has(document._id)) return;
    const earlier = this.#keys.get(document._id)?.version ?? 0;
    if (earlier <= document.version) this.#keys.set(document._id, document);
  }

  isOtherThan(stored: KeysByRecord): boolean {
    return [...this.asked].some((reference) => gist(this.#keys.get(reference)) !== gist(stored.get(reference)));
  }
}

/** What others may take over from a record, to compare. */
function gist(keys: InheritableKeys | undefined): string {
  return keys === undefined ? '' : JSON.stringify([keys.version, ...inheritedKeys().map((key) => keys[key] ?? null)]);
}
