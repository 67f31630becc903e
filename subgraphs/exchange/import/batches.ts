import type { NewVersion } from '../../shared/commits.js';
import type { SubgraphName } from '../../shared/record-kind.js';
import type { SourceEntry } from '../read/source-entry.js';
import { patientOf } from './patient-of.js';

/** What becomes one commit: records of one subgraph which concern one patient, or none. */
export interface Batch {
  readonly subgraph: SubgraphName;
  readonly patient: string | null;
  readonly file: string;
  readonly versions: NewVersion[];
  /** Where each version stood, for messages. */
  readonly places: string[];
  /** Bytes of all texts. */
  bytes: number;
}

/** What batching has to know of resource types. */
export interface KindCatalogue {
  subgraphOf(kind: string): SubgraphName;
  /** The element with the patient; null when the kind concerns no person, undefined when it is not mapped. */
  patientElement(kind: string): string | null | undefined;
}

export interface BatchLimits {
  /** Records and bytes of text in one commit. */
  readonly records: number;
  readonly bytes: number;
  /** Bytes of text in all batches that are open: many patients may alternate in one file. */
  readonly openBytes: number;
}

/** A commit is parsed, projected and encoded as a whole: large ones cost memory many times their size and gain no speed. */
export const BATCH_LIMITS: BatchLimits = { records: 250, bytes: 1_000_000, openBytes: 4_000_000 };

/**
 * Groups the entries of a file into batches. Batches come out in such an order that writing them one after another
 * keeps the order of the versions of each record.
 */
export class Batcher {
  readonly #open = new Map<string, Batch>();
  /** The open batch that holds a record ('Type/id'). */
  readonly #batchOf = new Map<string, string>();
  #openBytes = 0;

  constructor(
    private readonly kinds: KindCatalogue,
    private readonly limits: BatchLimits = BATCH_LIMITS,
  ) {}

  /** Takes an entry; returns the batches which are complete now. */
  add(entry: SourceEntry, version: NewVersion): Batch[] {
    const subgraph = this.kinds.subgraphOf(version.kind);
    const element = this.kinds.patientElement(version.kind);
    const { patient, group } = patientOf(entry.resource, element, version);
    const key = `${subgraph} ${group}`;
    const record = `${version.kind}/${version.id}`;
    const earlier = this.#batchOf.get(record);
    // An earlier version of the record waits with another patient: that one has to be written first.
    const ready = earlier === undefined || earlier === key ? [] : this.#close(earlier);
    if (this.#isFull(key, entry.bytes)) ready.push(...this.#close(key));
    const batch = this.#open.get(key) ?? { subgraph, patient, file: entry.file, versions: [], places: [], bytes: 0 };
    batch.versions.push(version);
    batch.places.push(entry.where);
    batch.bytes += entry.bytes;
    this.#openBytes += entry.bytes;
    this.#open.set(key, batch);
    this.#batchOf.set(record, key);
    for (const [oldest] of this.#open) {
      if (this.#openBytes <= this.limits.openBytes) break;
      ready.push(...this.#close(oldest));
    }
    return ready;
  }

  /** Closes all batches, at the end of a file. */
  flush(): Batch[] {
    return [...this.#open.keys()].flatMap((key) => this.#close(key));
  }

  #isFull(key: string, more: number): boolean {
    const batch = this.#open.get(key);
    return (
      batch !== undefined && (batch.versions.length >= this.limits.records || batch.bytes + more > this.limits.bytes)
    );
  }

  #close(key: string): Batch[] {
    const batch = this.#open.get(key);
    if (batch === undefined) return [];
    this.#open.delete(key);
    this.#openBytes -= batch.bytes;
    for (const { kind, id } of batch.versions) this.#batchOf.delete(`${kind}/${id}`);
    return [batch];
  }
}
