/** Records by their keys (`Condition/1`), those in the viewer's scope: part of the one door, and opened by it alone. */
import DataLoader from 'dataloader';
import type { RowScoping } from './access/row-scoping.js';
import type { RecordDocument } from './databases.js';
import type { DirectoryReads } from './directory-reads.js';
import { projectionOf } from './list-query.js';
import { allOf } from './predicate.js';
import { kindDefinition, type ServedSubgraph } from './record-kind.js';
import type { RecordNode, Stage } from './record-store.js';
import type { RowDocument, RowsTogether } from './rows-together.js';

interface KeysAsked {
  readonly kind: string;
  readonly paths: readonly string[];
  readonly keys: readonly string[];
}

interface RecordAsked {
  readonly kind: string;
  readonly id: string;
  readonly paths: readonly string[];
}

export interface KeyedReadsOptions {
  readonly subgraph: ServedSubgraph;
  readonly scoping: RowScoping;
  readonly rows: RowsTogether;
  readonly directory: DirectoryReads | undefined;
  /** Every record is in scope (`RecordStoreOptions.open`). */
  readonly open: boolean;
  /** Search keys that a record must come with, so that it can be told. */
  readonly searchKeys: readonly string[];
  /** Tells a record that was read. */
  readonly tell: (kind: string, document: RecordDocument) => RecordNode;
}

export class KeyedReads {
  readonly #options: KeyedReadsOptions;
  readonly #records = new DataLoader<RecordAsked, RecordNode | null, string>((asked) => this.#read(asked), {
    cacheKeyFn: ({ kind, id, paths }) => `${kind}/${id} ${paths.join()}`,
  });

  constructor(options: KeyedReadsOptions) {
    this.#options = options;
  }

  /** The record, or null when there is none in the viewer's scope. */
  one(kind: string, id: string, paths: readonly string[]): Promise<RecordNode | null> {
    return this.#records.load({ kind, id, paths });
  }

  /** The records of each ask, in no order. All are made ready before the first is read: they are one command. */
  async rowsOf(asked: readonly KeysAsked[], searchKeys: readonly string[]): Promise<RowDocument[][]> {
    const pipelines = await Promise.all(asked.map((ask) => this.#pipeline(ask, searchKeys)));
    return Promise.all(pipelines.map((pipeline) => (pipeline ? this.#options.rows.of(pipeline) : [])));
  }

  /** What was read before is asked anew. */
  forget(): void {
    this.#records.clearAll();
  }

  /** Records of all kinds that are asked for in one tick: one command, a pipeline for each kind and projection. */
  async #read(asked: readonly RecordAsked[]): Promise<(RecordNode | null)[]> {
    const groups = new Map<string, KeysAsked & { readonly keys: string[] }>();
    for (const { kind, id, paths } of asked) {
      const name = `${kind} ${paths.join()}`;
      const group = groups.get(name) ?? { kind, paths, keys: [] };
      groups.set(name, group);
      group.keys.push(`${kind}/${id}`);
    }
    const rows = await this.#rowsToTell([...groups.values()]);
    const found = new Map<string, RowDocument>();
    for (const [index, name] of [...groups.keys()].entries())
      for (const document of rows[index] ?? []) found.set(`${name} ${document._id}`, document);
    return asked.map(({ kind, id, paths }) => {
      const document = found.get(`${kind} ${paths.join()} ${kind}/${id}`);
      return document ? this.#options.tell(kind, document) : null;
    });
  }

  #rowsToTell(groups: readonly KeysAsked[]): Promise<RowDocument[][]> {
    const { subgraph, directory } = this.#options;
    const searchKeys = ['patient', ...this.#options.searchKeys];
    if (directory && subgraph !== 'population' && groups.every(({ kind }) => this.#isOfDirectory(kind)))
      return directory.of(
        subgraph,
        groups.map((group) => ({ ...group, searchKeys })),
      );
    return this.rowsOf(groups, searchKeys);
  }

  /** Whether records of the kind concern nobody, and all of them are in the viewer's reach. */
  #isOfDirectory(kind: string): boolean {
    const concernsNobody = kindDefinition(kind)?.patient === undefined;
    return concernsNobody && (this.#options.open || this.#options.scoping.reachesAll(kind));
  }

  /** Null when none is in scope. */
  async #pipeline({ kind, paths, keys }: KeysAsked, searchKeys: readonly string[]): Promise<Stage[] | null> {
    const scoped = this.#options.open ? {} : await this.#options.scoping.ofRecords(kind, keys);
    if (!scoped) return null;
    return [
      { $match: allOf({ _id: { $in: [...keys] }, kind }, scoped) },
      { $project: projectionOf(paths, null, searchKeys) },
    ];
  }
}
