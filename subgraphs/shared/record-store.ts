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
import { Disclosures } from './disclosures.js';
import type { FhirObject } from './fhir-json.js';
import { beyond, keyOf, projectionOf, sortOf } from './list-query.js';
import { allOf } from './predicate.js';
import { type ServedSubgraph, subgraphOf } from './record-kind.js';

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
  readonly withTotal: boolean;
}

export interface Page {
  readonly rows: readonly { readonly node: RecordNode; readonly cursor: string }[];
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

/** How many lists travel in one command; a longer pipeline gains nothing and nears the server's stage limit. */
const LISTS_PER_COMMAND = 100;

/** Records of one kind that are looked through, the latest. */
const LOOKED_THROUGH = 2000;

/** Rows in one reply, as far as its 16 MB hold them. */
const REPLY_ROWS = 2000;

interface EntityRequest {
  readonly kind: string;
  readonly id: string;
  readonly paths: readonly string[];
}

interface RowDocument extends RecordDocument {
  list: number;
  total?: number;
}

export interface RecordStoreOptions {
  readonly viewer: Viewer;
  readonly subgraph: ServedSubgraph;
  readonly databases: Databases;
  /** What connects the viewer with patients; shared by the subgraphs that answer one request. */
  readonly accesses: PatientAccesses;
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
  readonly #lists = new DataLoader<ListRequest, Page>((requests) => this.#readLists(requests), { cache: false });
  readonly #entities = new DataLoader<EntityRequest, RecordNode | null, string>((asked) => this.#readEntities(asked), {
    cacheKeyFn: ({ kind, id, paths }) => `${kind}/${id} ${paths.join()}`,
  });

  constructor(options: RecordStoreOptions) {
    this.viewer = options.viewer;
    this.#options = options;
    this.#accesses = options.accesses;
    this.disclosures = options.disclosures ?? new Disclosures();
    const patientsOf = (predicate: Predicate) => this.#patientsOf(predicate);
    this.#scoping = new RowScoping(this.#accesses, options.subgraph, patientsOf, options.weakened);
    this.#part2 = new Part2Watch(this.#accesses);
  }

  get subgraph(): ServedSubgraph {
    return this.#options.subgraph;
  }

  /** One page of records in the viewer's scope. Throws BAD_CURSOR. */
  list(request: ListRequest): Promise<Page> {
    return this.#lists.load(request);
  }

  /** The record, or null when there is none in the viewer's scope: unknown and forbidden are the same. */
  one(kind: string, id: string, paths: readonly string[]): Promise<RecordNode | null> {
    return this.#entities.load({ kind, id, paths });
  }

  /** Which of these records (`Condition/1`) the viewer reaches. Nothing of them is told yet; `disclose` says it. */
  async reached(records: readonly { readonly kind: string; readonly id: string }[]): Promise<ReadonlySet<string>> {
    const kinds = [...new Set(records.map(({ kind }) => kind))];
    const branches = await Promise.all(
      kinds.map((kind, list) => {
        const keys = records.filter((record) => record.kind === kind).map(({ id }) => `${kind}/${id}`);
        return this.#entityBranch({ kind, paths: [], keys }, list);
      }),
    );
    const found = await this.#union(branches.flatMap((branch) => (branch ? [branch] : [])));
    return new Set(found.map(({ _id }) => _id));
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
    const branches = await Promise.all(
      asked.map(async ({ kind, paths }, list) => {
        const scoped = await this.#scope(kind, patient, {});
        if (!scoped) return [];
        const match = allOf(this.#base(kind, patient), where, scoped.predicate);
        const latest = [{ $sort: { at: -1, _id: -1 } }, { $limit: LOOKED_THROUGH }];
        const project = { $project: { ...projectionOf(paths, null), at: 1, list: { $literal: list } } };
        return [[{ $match: match }, ...scoped.join, ...latest, project]];
      }),
    );
    const rows = await this.#union(branches.flat());
    return rows.map(({ _id, list, at, content }) => {
      const kind = asked[list]?.kind ?? '';
      return { kind, id: _id.slice(kind.length + 1), at: at ?? null, content: content ?? {} };
    });
  }

  /** After a change: what was read before it is asked anew, and so is who reaches what. */
  forget(): void {
    this.#entities.clearAll();
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

  async #readLists(requests: readonly ListRequest[]): Promise<(Page | Error)[]> {
    const pages: (Page | Error)[] = requests.map(() => NOTHING);
    const branches: { index: number; stages: Stage[] }[] = [];
    await Promise.all(
      requests.map(async (request, index) => {
        try {
          const scoped = await this.#scope(request.kind, request.patient, request.within);
          if (scoped) for (const stages of this.#branches(request, scoped, index)) branches.push({ index, stages });
        } catch (error) {
          pages[index] = error instanceof Error ? error : new Error('list');
        }
      }),
    );
    branches.sort((a, b) => a.index - b.index);
    const rows = await this.#union(branches.map(({ stages }) => stages));
    const wanted = new Set(branches.map(({ index }) => index));
    const byList = new Map<number, RowDocument[]>();
    for (const row of rows) byList.set(row.list, [...(byList.get(row.list) ?? []), row]);
    for (const index of wanted) pages[index] = this.#pageOf(requests[index] as ListRequest, byList.get(index) ?? []);
    return pages;
  }

  /** The pipelines of one list: its rows, its total, each only when asked for. */
  #branches(request: ListRequest, scoped: NonNullable<Scoped>, list: number): Stage[][] {
    const match = allOf(this.#base(request.kind, request.patient), request.within, request.where, scoped.predicate);
    const branches: Stage[][] = [];
    if (request.withRows) {
      const position = request.after === null ? null : decodeCursor(request.after);
      const from = position ? [{ $match: beyond(position, request.order) }] : [];
      branches.push([
        { $match: match },
        ...from,
        { $sort: sortOf(request.order) },
        ...scoped.join,
        { $limit: request.first + 1 },
        { $project: { ...projectionOf(request.paths, request.order, this.#part2.keys), list: { $literal: list } } },
      ]);
    }
    if (request.withTotal)
      branches.push([{ $match: match }, ...scoped.join, { $count: 'total' }, { $set: { list: { $literal: list } } }]);
    return branches;
  }

  async #union(branches: readonly Stage[][]): Promise<RowDocument[]> {
    if (branches.length === 0) return [];
    const commands: Promise<RowDocument[]>[] = [];
    for (let start = 0; start < branches.length; start += LISTS_PER_COMMAND) {
      const [first = [], ...others] = branches.slice(start, start + LISTS_PER_COMMAND);
      const unions = others.map((pipeline) => ({ $unionWith: { coll: 'records', pipeline } }));
      commands.push(this.#aggregate<RowDocument>([...first, ...unions]));
    }
    return (await Promise.all(commands)).flat();
  }

  #pageOf(request: ListRequest, documents: readonly RowDocument[]): Page {
    const totals = documents.find((document) => document.total !== undefined);
    const found = documents.filter((document) => document.total === undefined);
    const rows = found.slice(0, request.first).map((document) => ({
      node: this.#nodeOf(request.kind, document),
      cursor: encodeCursor({ key: keyOf(document, request.order), id: document._id }),
    }));
    const total = totals?.total ?? 0;
    // A number of records tells of them also where none of them is shown.
    if (rows.length === 0) this.disclose(request.kind, request.patient, total);
    return {
      rows,
      hasNextPage: found.length > request.first,
      totalCount: request.withTotal ? total : null,
    };
  }

  /** Records of all kinds that are asked for in one tick: one command, a pipeline for each kind and projection. */
  async #readEntities(asked: readonly EntityRequest[]): Promise<(RecordNode | null)[]> {
    const groups = new Map<string, { kind: string; paths: readonly string[]; keys: string[] }>();
    for (const { kind, id, paths } of asked) {
      const name = `${kind} ${paths.join()}`;
      const group = groups.get(name) ?? { kind, paths, keys: [] };
      groups.set(name, group);
      group.keys.push(`${kind}/${id}`);
    }
    const named = [...groups.entries()];
    const branches = await Promise.all(named.map(([, group], list) => this.#entityBranch(group, list)));
    const found = new Map<string, RowDocument>();
    for (const document of await this.#union(branches.flatMap((branch) => (branch ? [branch] : []))))
      found.set(`${named[document.list]?.[0] ?? ''} ${document._id}`, document);
    return asked.map(({ kind, id, paths }) => {
      const document = found.get(`${kind} ${paths.join()} ${kind}/${id}`);
      return document ? this.#nodeOf(kind, document) : null;
    });
  }

  async #entityBranch(
    { kind, paths, keys }: { kind: string; paths: readonly string[]; keys: readonly string[] },
    list: number,
  ): Promise<Stage[] | null> {
    const scoped = this.#options.open ? {} : await this.#scoping.ofRecords(kind, keys);
    if (!scoped) return null;
    return [
      { $match: allOf({ _id: { $in: [...keys] }, kind }, scoped) },
      { $project: { ...projectionOf(paths, null, this.#part2.keys), list: { $literal: list } } },
    ];
  }

  #nodeOf(kind: string, document: RecordDocument): RecordNode {
    const node = (document.content ?? {}) as RecordNode;
    node.id = document._id.slice(kind.length + 1);
    if (document.patient !== undefined) node['patientId'] = document.patient;
    this.disclosures.add(kind, document.patient ?? null, 1, this.#part2.isIn(document));
    return node;
  }

  #aggregate<T extends object>(pipeline: readonly Stage[], allowDiskUse = false): Promise<T[]> {
    const { subgraph } = this.#options;
    if (subgraph === 'population') throw new Error('the population holds no records');
    const { records } = this.#options.databases.of(subgraph);
    return records
      .aggregate<T>([...pipeline], {
        maxTimeMS: this.#options.commandDeadline ?? 5000,
        allowDiskUse,
        // A page comes in one reply: the server's 101 would cost a second command.
        batchSize: REPLY_ROWS,
      })
      .toArray();
  }
}
