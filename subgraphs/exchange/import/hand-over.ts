import { createHash } from 'node:crypto';
import type { NewVersion } from '../../shared/commits.js';
import type { FhirObject } from '../../shared/fhir-json.js';
import { type HandedOver, handedOver, isCommitProvenance, transmitterOf } from '../export/provenance.js';
import { DEFAULT_SOURCE, isSourceName, recordId } from '../normalise/references.js';
import type { SourceEntry } from '../read/source-entry.js';

/** Targets of Provenances whose versions have not come yet; a file that names more is not one of ours. */
const MAX_OPEN = 100_000;

/** What the Provenances of a transfer say of the versions behind them, in one file. */
export class HandOver {
  readonly #open = new Map<string, HandedOver[]>();
  #count = 0;
  /** Who handed the file over: null until it is known to be a transfer, '' when they did not say. */
  from: string | null = null;

  /** @param source the operator's: NAME keeps everything in a transfer apart. */
  constructor(private readonly source: string) {}

  /** Takes a Provenance of a transfer; false for anything else. */
  take(resource: FhirObject): boolean {
    if (!isCommitProvenance(resource)) return false;
    this.from = transmitterOf(resource);
    for (const [key, said] of handedOver(resource)) {
      if (this.#count >= MAX_OPEN) break;
      const queue = this.#open.get(key);
      if (queue) queue.push(said);
      else this.#open.set(key, [said]);
      this.#count++;
    }
    return true;
  }

  /** A version with what was said of it: its source, and its references as the sender's record has them. */
  completed(version: NewVersion, { resource }: SourceEntry): NewVersion {
    const key = `${resource.resourceType}/${resource.id}`;
    const queue = this.#open.get(key);
    const said = queue?.shift();
    if (!said) return version;
    this.#count--;
    if (queue?.length === 0) this.#open.delete(key);
    const source = this.#sourceOf(said.source);
    const references = Object.fromEntries(
      Object.entries(said.references).map(([raw, record]) => [raw, this.#moved(record, said.source)]),
    );
    return { ...version, id: recordId(source, resource.id), source, references, earlier: said.earlier };
  }

  /** The sender's sources stay apart from each other, and under the operator's name from ours. */
  #sourceOf(theirs: string): string {
    if (this.source === DEFAULT_SOURCE) return theirs;
    if (theirs === DEFAULT_SOURCE) return this.source;
    const both = `${this.source}-${theirs}`;
    return isSourceName(both) ? both : createHash('sha256').update(both).digest('hex').slice(0, 24);
  }

  /** A record as it is called here. References to other servers stay. */
  #moved(record: string, theirs: string): string {
    const source = this.#sourceOf(theirs);
    if (source === theirs || /^(https?:|urn:)/i.test(record)) return record;
    const slash = record.indexOf('/');
    const id = record.slice(slash + 1);
    const prefix = recordId(theirs, '');
    return `${record.slice(0, slash)}/${recordId(source, id.startsWith(prefix) ? id.slice(prefix.length) : id)}`;
  }
}
