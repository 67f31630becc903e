/** Pipelines over one collection that are asked for in one tick: they travel as one command. */
import DataLoader from 'dataloader';
import type { RecordDocument } from './databases.js';
import type { Stage } from './record-store.js';

export interface RowDocument extends RecordDocument {
  /** Which pipeline it comes from; absent where there was one. */
  list?: number;
  total?: number;
}

/** How many travel in one command; a longer one gains nothing and nears the server's stage limit. */
const PIPELINES_PER_COMMAND = 100;

export type RunRows = (pipeline: readonly Stage[]) => Promise<RowDocument[]>;

export class RowsTogether {
  readonly #loader: DataLoader<readonly Stage[], RowDocument[]>;

  constructor(run: RunRows) {
    this.#loader = new DataLoader((pipelines) => readTogether(pipelines, run), {
      cache: false,
      maxBatchSize: PIPELINES_PER_COMMAND,
    });
  }

  /** The rows of a pipeline over `records`, in their order. */
  of(pipeline: readonly Stage[]): Promise<RowDocument[]> {
    return this.#loader.load(pipeline);
  }
}

/** The rows of each pipeline over `records`, in their order, by one command. */
export async function readTogether(pipelines: readonly (readonly Stage[])[], run: RunRows): Promise<RowDocument[][]> {
  const [first = [], ...others] = pipelines;
  if (others.length === 0) return [await run(first)];
  const numbered = (pipeline: readonly Stage[], list: number) => [...pipeline, { $set: { list: { $literal: list } } }];
  const unions = others.map((pipeline, at) => ({
    $unionWith: { coll: 'records', pipeline: numbered(pipeline, at + 1) },
  }));
  const dealt: RowDocument[][] = pipelines.map(() => []);
  for (const row of await run([...numbered(first, 0), ...unions])) dealt[row.list ?? 0]?.push(row);
  return dealt;
}
