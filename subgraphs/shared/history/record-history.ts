/**
 * The versions of a record, for one viewer: whoever reaches the record now sees who changed what of it, when and why, and
 * what it said before, by the walls as they stand now. A version that bears a label they do not hold is not there.
 */
import DataLoader from 'dataloader';
import type { CommitDocument, CommittedVersion, Databases, RecordDocument } from '../databases.js';
import type { FhirObject } from '../fhir-json.js';
import { MergedCharts } from '../merged-charts.js';
import { needsOf, type OtherRecords, project } from '../projection.js';
import { subgraphOf } from '../record-kind.js';
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
  readonly commit: VersionNode['commit'];
  readonly document: RecordDocument;
}

/** The numbers that are looked at of one record: one before the first that is shown tells what that changed. */
interface Span {
  readonly request: HistoryRequest;
  readonly oldest: number;
  readonly newest: number;
}

export class RecordHistory {
  readonly #store: RecordStore;
  readonly #databases: Databases;
  readonly #lookups: RecordLookups;
  /** Histories that are asked for in one tick are read together. */
  readonly #asked = new DataLoader<HistoryRequest, VersionNode[]>((requests) => this.#read(requests), { cache: false });

  constructor(store: RecordStore, databases: Databases) {
    this.#store = store;
    this.#databases = databases;
    this.#lookups = new RecordLookups(databases);
  }

  /** Versions of a record, newest first; none of one that is out of reach. */
  of(request: HistoryRequest): Promise<VersionNode[]> {
    return this.#asked.load(request);
  }

  /** Which of these versions the viewer may see, as `Condition/1/2`. */
  async admitted(versions: readonly CommittedVersion[]): Promise<ReadonlySet<string>> {
    return this.#store.admitted(await this.#documents(versions));
  }

  async #read(requests: readonly HistoryRequest[]): Promise<VersionNode[][]> {
    const reached = await Promise.all(requests.map(({ kind, id }) => this.#store.one(kind, id, [])));
    const spans = await this.#spans(requests.filter((_, index) => reached[index]));
    const pasts = await this.#pasts(spans);
    const nodes = new Map(spans.map((span) => [span.request, this.#nodes(span, pasts)]));
    return requests.map((request) => nodes.get(request) ?? []);
  }

  async #spans(requests: readonly HistoryRequest[]): Promise<Span[]> {
    const ids = [...new Set(requests.map(recordOf))];
    const [first] = requests;
    if (!first) return [];
    const { records } = this.#databaseOf(first.kind);
    const heads = await records.find({ _id: { $in: ids } }, { projection: { version: 1 } }).toArray();
    const versions = new Map(heads.map(({ _id, version }) => [_id, version]));
    return requests.map((request) => {
      const current = versions.get(recordOf(request)) ?? 0;
      const { version, first } = request;
      return {
        request,
        oldest: Math.max(1, version ?? current - first + 1),
        newest: Math.min(version ?? current, current),
      };
    });
  }

  /** What the viewer may see of the versions in spans, by `Condition/1/2`. */
  async #pasts(spans: readonly Span[]): Promise<Map<string, Past>> {
    const keys = [...new Set(spans.flatMap(keysOf))];
    const [first] = spans;
    const found = first ? await this.#committed(first.request.kind, keys) : [];
    const documents = await this.#documents(found.map(({ version }) => version));
    const pasts = found.map((each, index) => ({ ...each, document: documents[index] as RecordDocument }));
    const admitted = await this.#store.admitted(pasts.map(({ document }) => document));
    return new Map(pasts.map((past) => [keyOf(past.document), past] as const).filter(([key]) => admitted.has(key)));
  }

  /** Kinds whose histories are read together live in one database: that of the subgraph which shows them. */
  #databaseOf(kind: string) {
    return this.#databases.of(subgraphOf(kind));
  }

  /** A commit may hold hundreds of versions: the others stay in the database. */
  async #committed(kind: string, keys: readonly string[]): Promise<Pick<Past, 'version' | 'commit'>[]> {
    const key = { $concat: ['$$this.kind', '/', '$$this.id', '/', { $toString: '$$this.version' }] };
    const wanted = { $filter: { input: '$versions', cond: { $in: [key, { $literal: keys }] } } };
    const commits = await this.#databaseOf(kind)
      .commits.aggregate<CommitDocument>([{ $match: { keys: { $in: keys } } }, { $set: { versions: wanted } }])
      .toArray();
    return commits.flatMap(({ versions, ...commit }) => versions.map((version) => ({ commit, version })));
  }

  /** Versions as the read model would hold them today: a past one refers to records as they are called and filed now. */
  async #documents(versions: readonly CommittedVersion[]): Promise<RecordDocument[]> {
    const charts = new MergedCharts((patients) => this.#lookups.replacements(patients));
    const others = { ...(await this.#others(versions)), survivorOf: (patient: string) => charts.survivorOf(patient) };
    const documents = () => versions.map((version) => project(version, others).document);
    const first = documents();
    return (await charts.settle()) ? documents() : first;
  }

  async #others(versions: readonly CommittedVersion[]): Promise<Omit<OtherRecords, 'survivorOf'>> {
    const needs = versions.map(needsOf);
    const aliases = await this.#lookups.aliased(new Set(needs.flatMap((need) => need.aliases)));
    const records = await this.#lookups.records([...new Set(needs.flatMap((need) => need.records))]);
    return { aliased: (key) => aliases.get(key), keysOf: (reference) => records.get(reference) };
  }

  #nodes({ request, oldest, newest }: Span, pasts: ReadonlyMap<string, Past>): VersionNode[] {
    const nodes: VersionNode[] = [];
    for (let version = newest; version >= oldest; version--) {
      const past = pasts.get(`${recordOf(request)}/${version}`);
      if (past) nodes.push(this.#node(past, pasts.get(`${recordOf(request)}/${version - 1}`), request));
    }
    return nodes;
  }

  #node({ commit, version, document }: Past, before: Past | undefined, request: HistoryRequest): VersionNode {
    const { patient } = document;
    const record = { ...picked(document.content, request.paths), id: request.id, patientId: patient } as RecordNode;
    this.#store.disclose(request.kind, patient, 1);
    return {
      version: version.version,
      commit,
      earlier: version.earlier ?? null,
      changed: changedElements(before?.document.content ?? {}, document.content, request.readable),
      record,
    };
  }
}

function recordOf({ kind, id }: HistoryRequest): string {
  return `${kind}/${id}`;
}

function keysOf({ request, oldest, newest }: Span): string[] {
  const keys: string[] = [];
  for (let version = Math.max(1, oldest - 1); version <= newest; version++)
    keys.push(`${recordOf(request)}/${version}`);
  return keys;
}

function keyOf({ _id, version }: RecordDocument): string {
  return `${_id}/${version}`;
}

function changedElements(before: FhirObject, after: FhirObject, readable: readonly string[]): string[] {
  const [was, is] = [picked(before, readable), picked(after, readable)];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((element) => element !== 'id' && JSON.stringify(was[element]) !== JSON.stringify(is[element]))
    .sort();
}
