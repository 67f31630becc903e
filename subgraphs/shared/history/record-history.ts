/**
 * The versions of a record, for one viewer: whoever reaches the record now sees who changed what of it, when and why, and
 * what it said before, by the walls as they stand now. A version that bears a label they do not hold is not there.
 */
import type { CommitDocument, CommittedVersion, Databases, RecordDocument } from '../databases.js';
import type { FhirObject } from '../fhir-json.js';
import { needsOf, type OtherRecords, project } from '../projection.js';
import type { SubgraphName } from '../record-kind.js';
import { RecordLookups } from '../record-lookups.js';
import type { RecordNode, RecordStore } from '../record-store.js';
import { picked } from './picked.js';

export interface HistoryRequest {
  readonly kind: string;
  readonly id: string;
  /** Only this one; all when null. */
  readonly version: number | null;
  /** At most so many, the newest first. */
  readonly first: number;
  /** What is asked of the contents. */
  readonly paths: readonly string[];
  /** What the role may read of the kind: changes of anything else are not told. */
  readonly readable: readonly string[];
}

export interface VersionNode {
  readonly version: number;
  readonly commit: Omit<CommitDocument, 'versions' | 'keys'>;
  readonly earlier: CommittedVersion['earlier'] | null;
  /** Elements that differ from the version before, of those that may be read; all of them in the first one. */
  readonly changed: readonly string[];
  readonly record: RecordNode;
}

interface Past {
  readonly version: CommittedVersion;
  readonly commit: CommitDocument;
  readonly document: RecordDocument;
}

export class RecordHistory {
  readonly #store: RecordStore;
  readonly #databases: Databases;
  readonly #subgraph: SubgraphName;
  readonly #lookups: RecordLookups;

  constructor(store: RecordStore, databases: Databases, subgraph: SubgraphName) {
    this.#store = store;
    this.#databases = databases;
    this.#subgraph = subgraph;
    this.#lookups = new RecordLookups(databases);
  }

  /** Versions of a record, newest first; none of one that is out of reach. */
  async of(request: HistoryRequest): Promise<VersionNode[]> {
    const { kind, id, version, first, readable } = request;
    if (!(await this.#store.one(kind, id, []))) return [];
    const record = `${kind}/${id}`;
    const { records } = this.#databases.of(this.#subgraph);
    const head = await records.findOne({ _id: record }, { projection: { version: 1 } });
    const newest = Math.min(version ?? Number.MAX_SAFE_INTEGER, head?.version ?? 0);
    const oldest = version === null ? Math.max(1, newest - first + 1) : version;
    // The one before the oldest tells what that changed.
    const pasts = await this.#pasts(record, Math.max(1, oldest - 1), newest);
    const byNumber = new Map(pasts.map((past) => [past.version.version, past]));
    return pasts
      .filter((past) => past.version.version >= oldest)
      .sort((a, b) => b.version.version - a.version.version)
      .map((past) => this.#node(past, byNumber.get(past.version.version - 1), request, readable));
  }

  /** What the viewer may see of a range of versions. */
  async #pasts(record: string, oldest: number, newest: number): Promise<Past[]> {
    if (newest < oldest) return [];
    const keys = new Set(Array.from({ length: newest - oldest + 1 }, (_, index) => `${record}/${oldest + index}`));
    const commits = await this.#databases
      .of(this.#subgraph)
      .commits.find({ keys: { $in: [...keys] } })
      .toArray();
    const found = commits.flatMap((commit) =>
      commit.versions
        .filter((version) => keys.has(`${version.kind}/${version.id}/${version.version}`))
        .map((version) => ({ commit, version })),
    );
    const others = await this.#others(found.map(({ version }) => version));
    const pasts = found.map(({ commit, version }) => ({
      commit,
      version,
      document: project(version, others).document,
    }));
    const admitted = await this.#store.admitted(pasts.map(({ document }) => document));
    return pasts.filter(({ version }) => admitted.has(version.version));
  }

  /** What is known of others today: a past version refers to records as they are called now. */
  async #others(versions: readonly CommittedVersion[]): Promise<OtherRecords> {
    const needs = versions.map(needsOf);
    const aliases = await this.#lookups.aliased(new Set(needs.flatMap((need) => need.aliases)));
    const records = await this.#lookups.records([...new Set(needs.flatMap((need) => need.records))]);
    return { aliased: (key) => aliases.get(key), keysOf: (reference) => records.get(reference) };
  }

  #node(past: Past, before: Past | undefined, request: HistoryRequest, readable: readonly string[]): VersionNode {
    const { commit, version, document } = past;
    const { patient } = document;
    const record = { ...picked(document.content, request.paths), id: request.id, patientId: patient } as RecordNode;
    this.#store.disclose(request.kind, patient, 1);
    return {
      version: version.version,
      commit,
      earlier: version.earlier ?? null,
      changed: changedElements(before?.document.content ?? {}, document.content, readable),
      record,
    };
  }
}

function changedElements(before: FhirObject, after: FhirObject, readable: readonly string[]): string[] {
  const [was, is] = [picked(before, readable), picked(after, readable)];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((element) => element !== 'id' && JSON.stringify(was[element]) !== JSON.stringify(is[element]))
    .sort();
}
