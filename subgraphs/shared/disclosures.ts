/** What one request has read of whom: the subgraph's part of a trail entry. */
import type { TrailAction, TrailActs, TrailDisclosure, TrailRecipient } from '../../schema/policy/trail.js';

export class Disclosures {
  readonly #counts = new Map<string, TrailDisclosure>();

  #acts: TrailActs = {};

  /** What the request does to the record; the first of several names it. */
  did(action: TrailAction): void {
    this.#acts = { action, ...this.#acts };
  }

  /** Who receives what is handed over. */
  handedTo(recipient: TrailRecipient): void {
    this.#acts = { ...this.#acts, recipient };
  }

  get acts(): TrailActs {
    return this.#acts;
  }

  /** `patient` is null for records that concern no person; `part2` where 42 CFR Part 2 protects one of them. */
  add(kind: string, patient: string | null, count = 1, part2 = false): void {
    const key = `${kind} ${patient ?? ''}`;
    const earlier = this.#counts.get(key);
    this.#counts.set(key, {
      kind,
      patient,
      count: (earlier?.count ?? 0) + count,
      ...((part2 || earlier?.part2) && { part2: true }),
    });
  }

  /** The rows; those of patients for whom the glass was broken say so. */
  list(brokenFor: (patient: string) => boolean = () => false): TrailDisclosure[] {
    return [...this.#counts.values()].map((row) =>
      row.patient !== null && brokenFor(row.patient) ? { ...row, breakGlass: true } : row,
    );
  }
}
