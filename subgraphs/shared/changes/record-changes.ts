/**
 * What changed since a point, for one viewer: the commits of all subgraphs as one feed, of which they are shown what they
 * reach now. Nothing is missed and nothing comes twice, whoever restarts meanwhile: a reader's place is in their cursor.
 *
 * Clocks of writers differ, and an insert may take a while: a commit may turn up behind others that are later. So the
 * place stays a while behind the present, and remembers what was handed out since.
 */

import { catalogue } from '../../../schema/policy/catalogue.js';
import type { Policy } from '../../../schema/policy/decide.js';
import type { Role, Viewer } from '../../../schema/policy/viewer.js';
import type { CommitDocument, Databases } from '../databases.js';
import { SUBGRAPHS, type SubgraphName, subgraphOf } from '../record-kind.js';
import type { RecordStore } from '../record-store.js';
import { type FeedPosition, markOf } from './feed-position.js';

export interface RecordChange {
  readonly kind: string;
  readonly id: string;
  readonly patient: string | null;
  readonly version: number;
  readonly at: Date;
}

export interface ChangePage {
  readonly changes: readonly RecordChange[];
  readonly position: FeedPosition;
  /** Whether there was more to look at: then the next page may be asked for at once. */
  readonly hasMore: boolean;
}

interface FeedRequest {
  readonly after: FeedPosition;
  /** Changes wanted; commits are handed out whole, so there may be more. */
  readonly first: number;
  readonly patient: string | null;
}

type FeedCommit = Pick<CommitDocument, '_id' | 'at' | 'patient' | 'keys'>;

export interface ChangeSources {
  readonly viewer: Viewer;
  readonly policy: Policy;
  readonly databases: Databases;
  readonly storeOf: (subgraph: SubgraphName) => RecordStore;
  readonly now: () => number;
}

/** How late a commit may turn up. */
export const GRACE_MS = 10_000;
/** Commits that are looked at together. */
const BATCH = 500;
const DEADLINE_MS = 4500;
/** How long is looked for one page. Only then a place may tell when something was recorded that the reader does not reach. */
const LOOKING_MS = 3000;

/** What was looked at for one page. */
interface Looked {
  readonly changes: RecordChange[];
  readonly handedOut: FeedCommit[];
  /** All that was read from the feed, what had been handed out before included. */
  readonly fetched: Map<string, FeedCommit>;
  last: FeedCommit | null;
  ended: 'all' | 'enough' | 'time';
}

export class RecordChanges {
  readonly #sources: ChangeSources;
  readonly #grace: number;

  constructor(sources: ChangeSources, grace = GRACE_MS) {
    this.#sources = sources;
    this.#grace = grace;
  }

  async page(request: FeedRequest): Promise<ChangePage> {
    const { after } = request;
    // Asked before anything is looked at: a commit that is applied meanwhile must not be passed by.
    const limit = Math.min(this.#sources.now() - this.#grace, await this.#oldestWaiting());
    const looked = await this.#look(request);
    const { changes, handedOut, ended, last } = looked;
    const end = { all: limit, enough: handedOut.at(-1)?.at.getTime(), time: last?.at.getTime() }[ended] ?? after.at;
    const at = Math.max(after.at, Math.min(limit, end));
    return { changes, position: { at, seen: seenFrom(at, after, looked) }, hasMore: ended !== 'all' };
  }

  async #look(request: FeedRequest): Promise<Looked> {
    const looked: Looked = { changes: [], handedOut: [], fetched: new Map(), last: null, ended: 'all' };
    const began = performance.now();
    for (;;) {
      const { batch, more } = await this.#next(request, looked);
      const reached = await this.#reached(batch);
      for (const commit of batch) {
        if (looked.changes.length >= request.first) return { ...looked, ended: 'enough' };
        looked.last = commit;
        const shown = this.#changesOf(commit).filter(({ kind, id }) => reached.has(`${kind}/${id}`));
        if (shown.length === 0) continue;
        looked.changes.push(...shown);
        looked.handedOut.push(commit);
      }
      if (!more) return looked;
      if (performance.now() - began > LOOKING_MS) return { ...looked, ended: 'time' };
    }
  }

  /** The next commits of all subgraphs, in the order in which they were made. */
  async #next(
    { after, patient }: FeedRequest,
    { fetched, last }: Looked,
  ): Promise<{ batch: FeedCommit[]; more: boolean }> {
    const from = { at: { $gte: last?.at ?? new Date(after.at) }, applied: true, ...(patient !== null && { patient }) };
    // As many more as may be known already: those at the very instant, and those handed out before.
    const limit = BATCH + after.seen.size + [...fetched.values()].filter(({ at }) => at >= from.at.$gte).length;
    const found = await Promise.all(
      SUBGRAPHS.map((name) =>
        this.#sources.databases
          .of(name)
          .commits.find<FeedCommit>(from, { projection: { at: 1, patient: 1, keys: 1 }, maxTimeMS: DEADLINE_MS })
          .sort({ at: 1, _id: 1 })
          .limit(limit)
          .toArray(),
      ),
    );
    const fresh = found.flat().filter(({ _id }) => !fetched.has(_id));
    for (const commit of fresh) fetched.set(commit._id, commit);
    const unseen = fresh.filter(({ _id }) => !after.seen.has(markOf(_id))).sort(byTime);
    // Beyond the shortest full answer others are not known yet.
    const ends = found.flatMap((commits) => (commits.length === limit ? [commits.at(-1)?.at.getTime() ?? 0] : []));
    const known = Math.min(...ends);
    const batch = unseen.filter(({ at }) => at.getTime() <= known);
    for (const { _id } of unseen.slice(batch.length)) fetched.delete(_id);
    return { batch, more: ends.length > 0 };
  }

  /** A commit that is not applied yet is not shown yet, so no place may lie behind it. */
  async #oldestWaiting(): Promise<number> {
    const oldest = await Promise.all(
      SUBGRAPHS.map((name) =>
        this.#sources.databases
          .of(name)
          .commits.findOne({ applied: false }, { projection: { at: 1 }, sort: { at: 1 } }),
      ),
    );
    return Math.min(...oldest.map((commit) => (commit ? commit.at.getTime() : Infinity)));
  }

  #changesOf({ keys, patient, at }: FeedCommit): RecordChange[] {
    return keys.flatMap((key) => {
      const [kind = '', id = '', version = ''] = key.split('/');
      return version === '' || !readsKind(this.#sources.policy, this.#sources.viewer.role, kind)
        ? []
        : [{ kind, id, patient, version: Number(version), at }];
    });
  }

  /** The records that the viewer reaches now, as `Condition/1`; reading them is what the trail keeps. */
  async #reached(commits: readonly FeedCommit[]): Promise<ReadonlySet<string>> {
    const records = new Map(
      commits.flatMap((commit) => this.#changesOf(commit)).map(({ kind, id }) => [`${kind}/${id}`, { kind, id }]),
    );
    const found = await Promise.all(
      [...records].map(async ([key, { kind, id }]) => {
        const record = await this.#sources.storeOf(subgraphOf(kind)).one(kind, id, []);
        return record ? [key] : [];
      }),
    );
    return new Set(found.flat());
  }
}

function byTime(one: FeedCommit, other: FeedCommit): number {
  return one.at.getTime() - other.at.getTime() || (one._id < other._id ? -1 : 1);
}

/** The marks of what was handed out, before and now, and lies at the place or behind it. */
function seenFrom(at: number, after: FeedPosition, { handedOut, fetched }: Looked): ReadonlySet<string> {
  const passed = new Set(
    [...fetched.values()].filter((commit) => commit.at.getTime() < at).map(({ _id }) => markOf(_id)),
  );
  const before = [...after.seen].filter((mark) => !passed.has(mark));
  const now = handedOut.filter((commit) => commit.at.getTime() >= at).map(({ _id }) => markOf(_id));
  return new Set([...before, ...now]);
}

const kinds = new WeakMap<Policy, Map<string, boolean>>();

/** Whether a role sees anything of a kind but that there is such a record. */
function readsKind(policy: Policy, role: Role, kind: string): boolean {
  const known = kinds.get(policy) ?? new Map<string, boolean>();
  kinds.set(policy, known);
  const key = `${role} ${kind}`;
  const found =
    known.get(key) ??
    [...catalogue.fields].some(
      ([at, { facet }]) =>
        at.startsWith(`${kind}.`) && facet !== 'key' && facet !== 'provenance' && policy.mayRead(role, at),
    );
  known.set(key, found);
  return found;
}
