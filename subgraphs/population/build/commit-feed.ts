/**
 * The commits of the three databases, in the order in which they can be taken up. Where the server has change streams
 * they say that something is there; else the feed looks every half second. What is there is read the same way.
 */
import type mongoose from 'mongoose';
import type { CommitDocument, Databases } from '../../shared/databases.js';
import { SUBGRAPHS, type SubgraphName } from '../../shared/record-kind.js';

/** Up to where commits are taken up: all before it, and of those after it the ones in `seen`. */
export type Positions = Readonly<Record<SubgraphName, Date>>;

export type FeedCommit = Pick<CommitDocument, '_id' | 'at' | 'patient' | 'keys' | 'applied'>;

/**
 * Clocks of writers differ, and an insert may take a while: a commit may turn up behind others that are later. So the
 * position stays this far behind the present, and what was taken up since is remembered by id.
 */
const GRACE_MS = 10_000;

const BATCH = 2000;

export class CommitFeed {
  readonly #databases: Databases;
  readonly #seen = new Map<string, number>();
  readonly #positions: Record<SubgraphName, Date>;

  constructor(databases: Databases, positions: Positions) {
    this.#databases = databases;
    this.#positions = { ...positions };
  }

  /** A feed for who is about to read the whole record: what is applied by now need not be taken up again. */
  static async fromNow(databases: Databases, now: Date): Promise<CommitFeed> {
    const started = new Date(now.getTime() - GRACE_MS);
    const positions = Object.fromEntries(SUBGRAPHS.map((name) => [name, started])) as Record<SubgraphName, Date>;
    const feed = new CommitFeed(databases, positions);
    await feed.advance(started.getTime());
    for (let known = await feed.next(); known.length > 0; known = await feed.next()) feed.done(known);
    return feed;
  }

  get positions(): Positions {
    return { ...this.#positions };
  }

  /** The next commits that were not taken up yet; empty when there are none. Those not applied yet come later. */
  async next(): Promise<FeedCommit[]> {
    const found = await Promise.all(SUBGRAPHS.map((name) => this.#nextOf(name)));
    return found.flat();
  }

  /** They are taken up: what comes of them is stored. */
  done(commits: readonly FeedCommit[]): void {
    for (const { _id, at } of commits) this.#seen.set(_id, at.getTime());
  }

  /** Moves the positions up, as far as everything before them is taken up. */
  async advance(now: number = Date.now()): Promise<void> {
    for (const name of SUBGRAPHS) {
      const { commits } = this.#databases.of(name);
      const [waiting] = await commits
        .find({ applied: false }, { projection: { at: 1 } })
        .sort({ at: 1 })
        .limit(1)
        .toArray();
      const upTo = Math.min(now - GRACE_MS, waiting ? waiting.at.getTime() - 1 : Infinity);
      if (upTo > this.#positions[name].getTime() || waiting) this.#positions[name] = new Date(upTo);
    }
    const oldest = Math.min(...SUBGRAPHS.map((name) => this.#positions[name].getTime()));
    for (const [id, at] of this.#seen) if (at < oldest) this.#seen.delete(id);
  }

  async #nextOf(name: SubgraphName): Promise<FeedCommit[]> {
    const fresh: FeedCommit[] = [];
    const found = this.#databases
      .of(name)
      .commits.find<FeedCommit>(
        { at: { $gte: this.#positions[name] }, applied: true },
        { projection: { at: 1, patient: 1, keys: 1, applied: 1 } },
      )
      .sort({ at: 1, _id: 1 });
    for await (const commit of found) {
      if (!this.#seen.has(commit._id)) fresh.push(commit);
      if (fresh.length === BATCH) break;
    }
    return fresh;
  }
}

const POLL_MS = 500;

/** Waits until there may be new commits. */
export class Waker {
  readonly #streams: mongoose.mongo.ChangeStream[] = [];
  #wake: (() => void) | null = null;
  #woken = false;

  /** Opens change streams where the server has them: a member of a replica set or a router of a cluster says so. */
  async open(databases: Databases): Promise<void> {
    const hello = (await databases.population.admin().command({ hello: 1 })) as { setName?: string; msg?: string };
    if (hello.setName === undefined && hello.msg !== 'isdbgrid') return;
    for (const name of SUBGRAPHS) {
      const stream = databases.of(name).commits.watch([{ $project: { _id: 1 } }]) as mongoose.mongo.ChangeStream;
      stream.on('change', () => this.wake());
      // Polling goes on: a stream that broke costs half a second, not a commit.
      stream.on('error', () => undefined);
      this.#streams.push(stream);
    }
  }

  wake(): void {
    this.#woken = true;
    this.#wake?.();
  }

  async wait(): Promise<void> {
    if (!this.#woken)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, POLL_MS);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.#wake = null;
    this.#woken = false;
  }

  async close(): Promise<void> {
    this.wake();
    await Promise.all(this.#streams.map((stream) => stream.close()));
  }
}
