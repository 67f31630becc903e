/**
 * Writing the record: one insert per commit, which is the moment it happened. Commits are idempotent by content: each
 * distinct content of a record is recorded once, so the same import twice changes nothing.
 */
import mongoose from 'mongoose';
import { CONSENT_RULES } from './consent-rule.js';
import type { CommitDocument, Databases } from './databases.js';
import { GatheredByName } from './gathered.js';
import { commitOf, type Head, keyedId, type Numbered, numbered } from './numbering.js';
import { persistently } from './persistence.js';
import { Projector } from './projector.js';
import { SUBGRAPHS, type SubgraphName } from './record-kind.js';
import { hasWriteConcernError, KeyReused, VersionConflict } from './write-errors.js';
import { writeErrorsOf } from './write-newer.js';
import type { CommitRequest, IdempotencyKey, Outcome, Verdict, WritingAgent } from './write-request.js';

export type { CommitRequest, NewVersion, Outcome, Verdict } from './write-request.js';

/**
 * Collections that a rebuild leaves standing: the commits, and what patients refused, as records must not be there without
 * it for a moment. Its documents are replaced one by one; there is one for each consent, so none is left over.
 */
const KEPT: ReadonlySet<string> = new Set(['commits', CONSENT_RULES]);

/** How often another writer may be first. */
const MAX_RIVALS = 10;
const DUPLICATE_KEY = 11000;
/** Acknowledged is what a crash of the engine, or of the primary, does not take back. */
const DURABLE = { w: 'majority', journal: true } as const;
/** A server that does not answer in this time is asked again. */
const ANSWER_WITHIN = 15_000;

export interface WriterOptions {
  /** Milliseconds between tries; the usual ones when left out. */
  readonly pauses?: readonly number[];
  readonly now?: () => number;
}

/** What one request has sent so far: whether it arrived may be unknown. */
interface Sent {
  last: { readonly commit: CommitDocument; readonly outcomes: Outcome[] } | null;
}

export class RecordWriter {
  readonly #databases: Databases;
  readonly #projector: Projector;
  readonly #clock: () => number;
  readonly #pauses: readonly number[] | undefined;
  readonly #heads = new GatheredByName<SubgraphName, readonly string[], ReadonlyMap<string, Head>>((subgraph, asks) =>
    this.#findHeads(subgraph, asks),
  );
  readonly #inserts = new GatheredByName<SubgraphName, CommitDocument, boolean | Error>((subgraph, commits) =>
    this.#insertAll(subgraph, commits),
  );

  constructor(databases: Databases, { pauses, now = Date.now }: WriterOptions = {}) {
    this.#databases = databases;
    this.#clock = now;
    this.#pauses = pauses;
    this.#projector = new Projector(databases);
  }

  /** Records what is new in a request, and says of each version what it was; see `record`. */
  async write(request: CommitRequest): Promise<Verdict[]> {
    return (await this.record(request)).map(({ verdict }) => verdict);
  }

  /**
   * Records what is new in a request: all or nothing, once however often it is asked. When it returns, it is kept, and
   * reads show it. Faults that pass are waited for. Throws VersionConflict and KeyReused (nothing was written),
   * NotWritten (nothing was written, a retry is safe), WriteUncertain (a retry with the same key is safe).
   */
  record(request: CommitRequest): Promise<Outcome[]> {
    const sent: Sent = { last: null };
    return persistently(() => this.#record(request, sent), this.#pauses);
  }

  /** The outcomes of an earlier commit with this key; null when there is none. @throws KeyReused */
  async recall(subgraph: SubgraphName, agent: WritingAgent, idempotency: IdempotencyKey): Promise<Outcome[] | null> {
    const earlier = await this.#databases.of(subgraph).commits.findOne({ _id: keyedId(agent, idempotency.key) });
    if (!earlier) return null;
    if (earlier.request !== idempotency.request) throw new KeyReused();
    if (!earlier.applied) await this.#projector.apply(subgraph, earlier, true);
    return earlier.outcomes ?? [];
  }

  async #record(request: CommitRequest, sent: Sent): Promise<Outcome[]> {
    const { subgraph, agent, idempotency } = request;
    if (sent.last && (await this.#arrived(subgraph, sent.last.commit._id))) return sent.last.outcomes;
    for (let rivals = 0; rivals < MAX_RIVALS; rivals++) {
      const earlier = idempotency && (await this.recall(subgraph, agent, idempotency));
      if (earlier) return earlier;
      const keys = [...new Set(request.versions.map(({ kind, id }) => `${kind}/${id}`))];
      const found = await this.#numbered(request, keys);
      if (found === 'recorded meanwhile') continue;
      if (found.versions.length === 0 && !idempotency) return found.outcomes;
      const commit = commitOf(request, found, await this.#now(subgraph, found));
      sent.last = { commit, outcomes: found.outcomes };
      // False when another writer has one of the versions, or this very commit.
      const inserted = await this.#inserts.ask(subgraph, commit);
      if (inserted instanceof Error) throw inserted;
      if (inserted) {
        await this.#projector.apply(subgraph, commit);
        return found.outcomes;
      }
      sent.last = null;
      await this.#applyRivals(subgraph, commit);
    }
    throw new Error(`the versions of a commit of ${request.versions.length} records were taken by other writers`);
  }

  /** What is new in a request. A conflict with this very request, sent twice at the same time, is none. */
  async #numbered(request: CommitRequest, keys: readonly string[]): Promise<Numbered | 'recorded meanwhile'> {
    const { subgraph, agent, idempotency } = request;
    try {
      return numbered(request, await this.#heads.ask(subgraph, keys));
    } catch (error) {
      if (error instanceof VersionConflict && idempotency && (await this.recall(subgraph, agent, idempotency)))
        return 'recorded meanwhile';
      throw error;
    }
  }

  /** The time of a commit: after those of the versions it follows, whatever the clocks of their writers said. */
  async #now(subgraph: SubgraphName, { versions }: Numbered): Promise<Date> {
    const earlier = versions.filter(({ version }) => version > 1);
    if (earlier.length === 0) return new Date(this.#clock());
    const keys = earlier.map(({ kind, id, version }) => `${kind}/${id}/${version - 1}`);
    const found = await this.#databases
      .of(subgraph)
      .commits.find({ keys: { $in: keys } }, { projection: { at: 1 } })
      .toArray();
    return new Date(Math.max(this.#clock(), ...found.map(({ at }) => at.getTime() + 1)));
  }

  /** Whether a commit is there whose insert got no answer; if so, reads show it now. */
  async #arrived(subgraph: SubgraphName, id: string): Promise<boolean> {
    const commit = await this.#databases.of(subgraph).commits.findOne({ _id: id });
    if (commit && !commit.applied) await this.#projector.apply(subgraph, commit, true);
    return commit !== null;
  }

  /** Applies the commits that a crash left unapplied. Returns how many there were. */
  async finish(): Promise<number> {
    let finished = 0;
    for (const subgraph of SUBGRAPHS)
      for await (const commit of this.#databases.of(subgraph).commits.find({ applied: false })) {
        await persistently(() => this.#projector.apply(subgraph, commit, true));
        finished++;
      }
    return finished;
  }

  /** Builds the read model anew from the commits. `onCommit` is called after each with how many records it held. */
  async rebuild(onCommit: (records: number) => void = () => {}): Promise<void> {
    const { relations, aliases } = this.#databases;
    await this.#projector.moves.keepRules();
    await Promise.all([relations.deleteMany({}), aliases.deleteMany({})]);
    for (const subgraph of SUBGRAPHS) {
      const { native } = this.#databases.of(subgraph);
      for (const { name } of await native.listCollections().toArray())
        if (!KEPT.has(name) && !name.startsWith('system.')) await native.collection(name).deleteMany({});
    }
    const projector = new Projector(this.#databases);
    for (const subgraph of SUBGRAPHS)
      for await (const commit of this.#databases.of(subgraph).commits.find({}).sort({ at: 1, _id: 1 })) {
        await projector.apply(subgraph, commit);
        onCommit(commit.versions.length);
      }
    await projector.moves.forgetKeptRules();
  }

  async #findHeads(subgraph: SubgraphName, asks: readonly (readonly string[])[]) {
    const keys = [...new Set(asks.flat())];
    const projection = { version: 1, hashes: 1 } as const;
    const found = await this.#databases
      .of(subgraph)
      .records.find<Head>({ _id: { $in: keys } }, { projection })
      .toArray();
    const heads = new Map(found.map((head) => [head._id, head]));
    return asks.map(() => heads);
  }

  /** Which of the commits are recorded now; an error for one that failed otherwise than by being late. */
  async #insertAll(subgraph: SubgraphName, commits: readonly CommitDocument[]): Promise<(boolean | Error)[]> {
    const options = { ordered: false, writeConcern: DURABLE, timeoutMS: ANSWER_WITHIN };
    try {
      await this.#databases.of(subgraph).commits.insertMany([...commits], options);
      return commits.map(() => true);
    } catch (error) {
      const failures = writeErrorsOf(error);
      if (failures.length === 0 || hasWriteConcernError(error)) throw error;
      const failed = new Map(failures.map(({ index, code }) => [index, code]));
      return commits.map((_, index) => {
        const code = failed.get(index);
        if (code === undefined || code === DUPLICATE_KEY) return code === undefined;
        return new mongoose.mongo.MongoServerError({ message: 'a commit was refused', code });
      });
    }
  }

  /** Another writer's commit may wait to be applied, by a process that is gone. */
  async #applyRivals(subgraph: SubgraphName, commit: CommitDocument): Promise<void> {
    const rivals = this.#databases.of(subgraph).commits.find({ keys: { $in: commit.keys }, applied: false });
    for await (const rival of rivals) await this.#projector.apply(subgraph, rival, true);
  }
}
