/**
 * The one door to the records. A store is made for one viewer and one request; every read joins the viewer's row
 * scope by $and and projects only what the caller names, which is what the operation asks for and the role may read.
 * Reads of one tick travel together: sibling lists are one command, entities of one kind are one command.
 */
import DataLoader from 'dataloader';
import type { TrailDisclosure } from '../../schema/policy/trail.js';
import type { Viewer } from '../../schema/policy/viewer.js';
import { Part2Watch } from './access/part2.js';
import type { BreakGlassGrant, PatientAccesses } from './access/patient-access.js';
import { RowScoping, type Scoped, type ScopingRules } from './access/row-scoping.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import type { Databases, RecordDocument } from './databases.js';
import type { DirectoryReads } from './directory-reads.js';
import { Disclosures } from './disclosures.js';
import type { FhirObject } from './fhir-json.js';
import { KeyedReads } from './keyed-reads.js';
import { beyond, keyOf, projectionOf, sortOf } from './list-query.js';
import { readRows } from './mongo/read-rows.js';
import { allOf } from './predicate.js';
import { type ServedSubgraph, subgraphOf } from './record-kind.js';
import { type RowDocument, RowsTogether } from './rows-together.js';

/** A MongoDB predicate built by our own code from typed values; nothing a client sends becomes an operator. */
export type Predicate = Readonly<Record<string, unknown>>;
export type Stage = Readonly<Record<string, unknown>>;

/** A record as resolvers see it: its content, with the id and what the projection asked for. */
export interface RecordNode extends FhirObject {
  id: string;
}

export interface Order {
  /** A search key of the document: `at`, `name`; null where the role may not see what the list is sorted by. */
  readonly key: string | null;
  readonly direction: 1 | -1;
}

export interface ListRequest {
  readonly kind: string;
  /** Restricts to one patient; null for lists over all that the viewer reaches. */
  readonly patient: string | null;
  /** What makes the list: the records of one encounter. Empty for all. */
  readonly within: Predicate;
  /** What the viewer filters by. */
  readonly where: Predicate;
  readonly order: Order;
  readonly first: number;
  readonly after: string | null;
  readonly paths: readonly string[];
  readonly withRows: boolean;
  /** Whether somebody asks for the rows' positions. */
  readonly withCursors: boolean;
  readonly withTotal: boolean;
}

export interface Page {
  /** `cursor` is null where none was asked for. */
  readonly rows: readonly { readonly node: RecordNode; readonly cursor: string | null }[];
  readonly hasNextPage: boolean;
  readonly totalCount: number | null;
}

/** A record that was read to be looked through. */
export interface LookedThrough {
  readonly kind: string;
  readonly id: string;
  readonly at: Date | null;
  /** What was asked for of it. */
  readonly content: FhirObject;
}

const NOTHING: Page = { rows: [], hasNextPage: false, totalCount: 0 };

/** Records of one kind that are looked through, the latest. */
const LOOKED_THROUGH = 2000;

/** A record by its kind and id. */
interface Named {
  readonly kind: string;
  readonly id: string;
}

export interface RecordStoreOptions {
  readonly viewer: Viewer;
  readonly subgraph: ServedSubgraph;
  readonly databases: Databases;
  /** What connects the viewer with patients; shared by the subgraphs that answer one request. */
  readonly accesses: PatientAccesses;
  /** Shared by the requests of a process, which are then asked for together; absent, each is asked for alone. */
  readonly directory?: DirectoryReads;
  /** Of the request, where several stores answer it. */
  readonly disclosures?: Disclosures;
  /** Wall 3 taken away, in tests and benchmarks only: every record is in scope. */
  readonly open?: boolean;
  /** Rules of wall 3 weakened, in tests only. */
  readonly weakened?: Partial<ScopingRules>;
  /** Milliseconds MongoDB may spend on one command. */
  readonly commandDeadline?: number;
}

export class RecordStore {
  readonly viewer: Viewer;
  readonly disclosures: Disclosures;
  readonly #options: RecordStoreOptions;
  readonly #accesses: PatientAccesses;
  readonly #scoping: RowScoping;
  readonly #part2: Part2Watch;
  /** What is in scope of lists that are asked for in one tick, told at once: so their rows are one command. */
  readonly #scopes = new DataLoader<ListRequest, Scoped>(
    (lists) => Promise.all(lists.map((list) => this.#scope(list.kind, list.patient, list.within).catch(asError))),
    { cache: false },
  );
  readonly #rows = new RowsTogether((pipeline) => this.#aggregate<RowDocument>(pipeline));
  /** Lists that were asked for before somebody wants them, by what they ask. */
  readonly #expected = new Map<string, Promise<() => Page>>();
  readonly #keyed: KeyedReads;

  constructor(options: RecordStoreOptions) {
    this.viewer = options.viewer;
    this.#options = options;
    this.#accesses = options.accesses;
    this.disclosures = options.disclosures ?? new Disclosures();
    const patientsOf = (predicate: Predicate) => this.#patientsOf(predicate);
    this.#scoping = new RowScoping(this.#accesses, options.subgraph, patientsOf, options.weakened);
    this.#part2 = new Part2Watch(this.#accesses);
    this.#keyed = new KeyedReads({
      subgraph: options.subgraph,
      scoping: this.#scoping,
      rows: this.#rows,
      directory: options.directory,
      open: options.open === true,
      searchKeys: this.#part2.keys,
      tell: (kind, document) => this.#nodeOf(kind, document),
    });
  }

  get subgraph(): ServedSubgraph {
    return this.#options.subgraph;
  }

  /** One page of records in the viewer's scope. Throws BAD_CURSOR. */
  async list(request: ListRequest): Promise<Page> {
    const key = this.#expected.size > 0 ? JSON.stringify(request) : '';
    const expected = this.#expected.get(key);
    this.#expected.delete(key);
    return (await (expected ?? this.#readList(request)))();
  }

  /**
   * Reads a list that `list` is going to be asked for, together with what else is read now. Nothing of it is told, nor
   * held to be told, before it is.
   */
  expect(request: ListRequest): void {
    const key = JSON.stringify(request);
    if (this.#expected.has(key)) return;
    const reading = this.#readList(request);
    // Who asks for it is told what went wrong.
    reading.catch(() => {});
    this.#expected.set(key, reading);
  }

  /** The record, or null when there is none in the viewer's scope: unknown and forbidden are the same. */
  one(kind: string, id: string, paths: readonly string[]): Promise<RecordNode | null> {
    return this.#keyed.one(kind, id, paths);
  }

  /** Which of these records (`Condition/1`) the viewer reaches. Nothing of them is told yet; `disclose` says it. */
  async reached(records: readonly Named[]): Promise<ReadonlySet<string>> {
    return new Set((await this.versionsOf(records)).keys());
  }

  /** The numbers of the current versions of those that the viewer reaches, by `Condition/1`. */
  async versionsOf(records: readonly Named[]): Promise<ReadonlyMap<string, number>> {
    const kinds = [...new Set(records.map(({ kind }) => kind))];
    const keysOf = (kind: string) => records.filter((one) => one.kind === kind).map(({ id }) => `${kind}/${id}`);
    const asked = kinds.map((kind) => ({ kind, paths: [], keys: keysOf(kind) }));
    const found = await this.#keyed.rowsOf(asked, ['version']);
    return new Map(found.flat().map(({ _id, version }) => [_id, version]));
  }

  /**
   * Summarises records where they live. The pipeline starts behind the row scope, so it can count, group and sum
   * only what the viewer reaches; what leaves the database is what its last stage says.
   */
  async summarise<T extends object>(
    kinds: readonly string[],
    patient: string | null,
    where: Predicate,
    pipeline: readonly Stage[],
  ): Promise<T[]> {
    const branches = await Promise.all(
      kinds.map(async (kind) => ({ kind, scoped: await this.#scope(kind, patient, {}) })),
    );
    const open = branches.flatMap(({ kind, scoped }) => (scoped ? [{ kind, scoped }] : []));
    if (open.length === 0) return [];
    const match = { $or: open.map(({ kind, scoped }) => allOf(this.#base(kind, patient), scoped.predicate)) };
    const joins = open.flatMap(({ scoped }) => scoped.join);
    return this.#aggregate<T>([{ $match: allOf(match, where) }, ...joins, ...pipeline]);
  }

  /**
   * Records of a patient to be looked through, in one command. Nothing of them is told yet: whoever answers by them says
   * with `disclose` of which.
   */
  async lookThrough(
    asked: readonly { readonly kind: string; readonly paths: readonly string[] }[],
    patient: string,
    where: Predicate,
  ): Promise<LookedThrough[]> {
    const found = await Promise.all(
      asked.map(async ({ kind, paths }) => {
        const scoped = await this.#scope(kind, patient, {});
        if (!scoped) return [];
        const match = allOf(this.#base(kind, patient), where, scoped.predicate);
        const latest = [{ $sort: { at: -1, _id: -1 } }, { $limit: LOOKED_THROUGH }];
        const project = { $project: { ...projectionOf(paths, null), at: 1 } };
        const rows = await this.#rows.of([{ $match: match }, ...scoped.join, ...latest, project]);
        return rows.map(({ _id, at, content }) => ({
          kind,
          id: _id.slice(kind.length + 1),
          at: at ?? null,
          content: content ?? {},
        }));
      }),
    );
    return found.flat();
  }

  /** After a change: what was read before it is asked anew, and so is who reaches what. */
  forget(): void {
    this.#keyed.forget();
    this.#expected.clear();
    this.#accesses.forget();
  }

  /** Whether there is such a record, in whoever's reach: for emergencies alone, where the answer opens a review. */
  async knows(kind: string, id: string): Promise<boolean> {
    const found = await this.#aggregate<object>([{ $match: { _id: `${kind}/${id}`, kind } }, { $project: { _id: 1 } }]);
    return found.length > 0;
  }

  /**
   * Which versions of records, as documents, the viewer may see (`Condition/1/2`): by the same predicate as of records
   * that are stored. Their contents stay here.
   */
  async admitted(documents: readonly RecordDocument[]): Promise<ReadonlySet<string>> {
    const kinds = [...new Set(documents.map(({ kind }) => kind))];
    const found = await Promise.all(
      kinds.map((kind) =>
        this.#admittedOf(
          kind,
          documents.filter((document) => document.kind === kind),
        ),
      ),
    );
    return new Set(found.flat());
  }

  async #admittedOf(kind: string, documents: readonly RecordDocument[]): Promise<string[]> {
    const ids = [...new Set(documents.map(({ _id }) => _id))];
    const scoped = this.#options.open ? {} : await this.#scoping.ofRecords(kind, ids);
    if (!scoped) return [];
    const searched = documents.map(({ content: _, hashes: __, ...keys }) => ({ $literal: keys }));
    const { native } = this.#options.databases.of(subgraphOf(kind));
    const found = await native
      .aggregate<{ _id: string; version: number }>(
        [{ $documents: searched }, { $match: scoped }, { $project: { version: 1 } }],
        { maxTimeMS: this.#options.commandDeadline ?? 5000 },
      )
      .toArray();
    return found.map(({ _id, version }) => `${_id}/${version}`);
  }

  /** Notes what an answer tells of records that it does not show: a sum, a trend, a number of them. */
  disclose(kind: string, patient: string | null, count: number): void {
    if (count > 0) this.disclosures.add(kind, patient, count, this.#part2.mayBeIn(patient));
  }

  /** What was read, for the trail, and under which emergency openings, for the answer to show. */
  account(): { readonly disclosures: TrailDisclosure[]; readonly breakGlass: BreakGlassGrant[] } {
    const disclosures = this.disclosures.list((patient) => this.#accesses.brokenGlass.has(patient));
    const patients = new Set(disclosures.map(({ patient }) => patient));
    return {
      disclosures,
      breakGlass: [...this.#accesses.brokenGlass.values()].filter(({ patient }) => patients.has(patient)),
    };
  }

  async #scope(kind: string, patient: string | null, within: Predicate): Promise<Scoped> {
    if (this.#options.open) return { predicate: {}, join: [] };
    return patient === null ? this.#scoping.ofAll(kind, within) : this.#scoping.ofPatient(kind, patient);
  }

  /** Whose records match: asked before the viewer's reach is known, and told to nobody. */
  async #patientsOf(predicate: Predicate): Promise<string[]> {
    const found = await this.#aggregate<{ _id: string | null }>([
      { $match: predicate },
      { $group: { _id: '$patient' } },
    ]);
    return found.flatMap(({ _id }) => (_id === null ? [] : [_id]));
  }

  #base(kind: string, patient: string | null): Predicate {
    return patient === null ? { kind } : { patient, kind };
  }

  /** Reads a list; it is told when what is returned is called. */
  async #readList(request: ListRequest): Promise<() => Page> {
    const scoped = await this.#scopes.load(request);
    if (!scoped) return () => NOTHING;
    const match = allOf(this.#base(request.kind, request.patient), request.within, request.where, scoped.predicate);
    const [documents, totals] = await Promise.all([
      request.withRows ? this.#rows.of(this.#rowsPipeline(request, match, scoped.join)) : [],
      request.withTotal ? this.#rows.of([{ $match: match }, ...scoped.join, { $count: 'total' }]) : [],
    ]);
    return () => this.#pageOf(request, documents, totals[0]?.total ?? 0);
  }

  #rowsPipeline(request: ListRequest, match: Predicate, join: readonly Stage[]): Stage[] {
    const position = request.after === null ? null : decodeCursor(request.after);
    return [
      { $match: match },
      ...(position ? [{ $match: beyond(position, request.order) }] : []),
      { $sort: sortOf(request.order) },
      ...join,
      { $limit: request.first + 1 },
      { $project: this.#projectionOf(request) },
    ];
  }

  /** Whose a patient's own records are is known before they are read. */
  #projectionOf({ paths, order, patient, withCursors }: ListRequest): Stage {
    const keys = patient === null ? ['patient', ...this.#part2.keys] : this.#part2.keys;
    return projectionOf(paths, withCursors ? order : null, keys);
  }

  #pageOf(request: ListRequest, documents: readonly RowDocument[], total: number): Page {
    const rows = documents.slice(0, request.first).map((document) => ({
      node: this.#nodeOf(request.kind, document, request.patient ?? document.patient),
      cursor: request.withCursors ? encodeCursor({ key: keyOf(document, request.order), id: document._id }) : null,
    }));
    // A number of records tells of them also where none of them is shown.
    if (rows.length === 0) this.disclose(request.kind, request.patient, total);
    return {
      rows,
      hasNextPage: documents.length > request.first,
      totalCount: request.withTotal ? total : null,
    };
  }

  #nodeOf(kind: string, document: RecordDocument, patient = document.patient): RecordNode {
    const node = (document.content ?? {}) as RecordNode;
    node.id = document._id.slice(kind.length + 1);
    if (patient !== undefined) node['patientId'] = patient;
    this.disclosures.add(kind, patient ?? null, 1, this.#part2.isIn(document));
    return node;
  }

  #aggregate<T extends object>(pipeline: readonly Stage[]): Promise<T[]> {
    const { subgraph, databases, commandDeadline = 5000 } = this.#options;
    if (subgraph === 'population') throw new Error('the population holds no records');
    return readRows<T>(databases.of(subgraph).native, { collection: 'records', pipeline, maxTimeMS: commandDeadline });
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('the scope of a list');
}
