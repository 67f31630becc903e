/**
 * Records that concern no person and that the row scope leaves open: organisations, people who work there, places. What is
 * read of them does not depend on who asks, so requests that ask at the same time are asked for together. Nothing is kept.
 */
import type { Databases } from './databases.js';
import { GatheredByName } from './gathered.js';
import { projectionOf } from './list-query.js';
import { readRows } from './mongo/read-rows.js';
import type { SubgraphName } from './record-kind.js';
import { type RowDocument, readTogether } from './rows-together.js';

/** Records of one kind by their keys (`Organization/1`). */
export interface DirectoryAsk {
  readonly kind: string;
  readonly keys: readonly string[];
  readonly paths: readonly string[];
  readonly searchKeys: readonly string[];
}

/** Whoever asks for more is asked for alone: nobody waits for a long list of another's. */
const MOST_TOGETHER = 200;

const COMMAND_MS = 5000;

export class DirectoryReads {
  readonly #databases: Databases;
  readonly #gathered = new GatheredByName<SubgraphName, readonly DirectoryAsk[], RowDocument[][]>((subgraph, asks) =>
    this.#readAll(subgraph, asks),
  );

  constructor(databases: Databases) {
    this.#databases = databases;
  }

  /** The records of each ask, in no order. */
  async of(subgraph: SubgraphName, asks: readonly DirectoryAsk[]): Promise<RowDocument[][]> {
    const keys = asks.reduce((sum, ask) => sum + ask.keys.length, 0);
    if (keys > MOST_TOGETHER) return (await this.#readAll(subgraph, [asks]))[0] ?? [];
    return this.#gathered.ask(subgraph, asks);
  }

  /** A pipeline for each kind and projection: the same organisation is asked for by many, and read once. */
  async #readAll(subgraph: SubgraphName, asked: readonly (readonly DirectoryAsk[])[]): Promise<RowDocument[][][]> {
    const alike = new Map<string, { readonly ask: DirectoryAsk; readonly keys: Set<string> }>();
    for (const ask of asked.flat()) {
      const same = alike.get(likeness(ask)) ?? { ask, keys: new Set() };
      for (const key of ask.keys) same.keys.add(key);
      alike.set(likeness(ask), same);
    }
    const pipelines = [...alike.values()].map(({ ask: { kind, paths, searchKeys }, keys }) => [
      { $match: { _id: { $in: [...keys] }, kind } },
      { $project: projectionOf(paths, null, searchKeys) },
    ]);
    const { native: db } = this.#databases.of(subgraph);
    const read = await readTogether(pipelines, (pipeline) =>
      readRows<RowDocument>(db, { collection: 'records', pipeline, maxTimeMS: COMMAND_MS }),
    );
    const found = new Map([...alike.keys()].map((name, at) => [name, byKey(read[at] ?? [])]));
    return asked.map((asks) =>
      asks.map((ask) => ask.keys.flatMap((key) => copyOf(found.get(likeness(ask))?.get(key)))),
    );
  }
}

/** Equal for asks that read the same of the same kind. */
function likeness({ kind, paths, searchKeys }: DirectoryAsk): string {
  return `${kind} ${paths.join()} ${searchKeys.join()}`;
}

function byKey(rows: readonly RowDocument[]): ReadonlyMap<string, RowDocument> {
  return new Map(rows.map((row) => [row._id, row]));
}

/** Each store makes a record of its own of what it is given. */
function copyOf(row: RowDocument | undefined): RowDocument[] {
  return row ? [{ ...row, content: { ...row.content } }] : [];
}
