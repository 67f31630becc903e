import { randomUUID } from 'node:crypto';
import type { CommittedVersion } from '../../shared/databases.js';
import { fhirTypeOf } from '../amendment-task.js';
import { DEFAULT_SOURCE } from '../normalise/references.js';
import { bareId } from './provenance.js';

/** Where relative references of an entry resolve: the ids of each source have a base of their own. No server has the name. */
const BASE = 'https://chartlens.invalid/fhir';

/**
 * What entries are called in their Bundle: as the references of others call them (`urn:uuid:...`), where these had a
 * name from the bundle in which they came; else so that relative references resolve.
 */
export class FullUrls {
  readonly #named = new Map<string, string>();
  readonly #taken = new Set<string>();

  /** Notes which names references use. The first name of a record stays. */
  note(versions: readonly CommittedVersion[]): void {
    for (const { references } of versions)
      for (const [raw, record] of Object.entries(references)) {
        if (raw === record || this.#named.has(record) || this.#taken.has(raw)) continue;
        this.#named.set(record, raw);
        this.#taken.add(raw);
      }
  }

  of(version: CommittedVersion): string {
    const { kind, id, source } = version;
    const named = this.#named.get(`${kind}/${id}`);
    if (named !== undefined) return named;
    return `${BASE}${source === DEFAULT_SOURCE ? '' : `/${source}`}/${fhirTypeOf(kind) ?? kind}/${bareId(version)}`;
  }
}

/** The name of an entry that nothing refers to. */
export function anonymousUrl(): string {
  return `urn:uuid:${randomUUID()}`;
}
