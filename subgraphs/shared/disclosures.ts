/** What one request has read of whom: the subgraph's part of a trail entry. */

export interface Disclosure {
  readonly kind: string;
  /** Null for records that concern no person. */
  readonly patient: string | null;
  readonly count: number;
}

export class Disclosures {
  readonly #counts = new Map<string, Disclosure>();

  add(kind: string, patient: string | null, count = 1): void {
    const key = `${kind} ${patient ?? ''}`;
    const earlier = this.#counts.get(key)?.count ?? 0;
    this.#counts.set(key, { kind, patient, count: earlier + count });
  }

  list(): Disclosure[] {
    return [...this.#counts.values()];
  }
}
