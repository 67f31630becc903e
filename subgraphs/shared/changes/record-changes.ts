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
import { membersOf, survivorsOf } from '../merged-charts.js';
import { SUBGRAPHS, type SubgraphName, subgraphOf } from '../record-kind.js';
import type { RecordStore } from '../record-store.js';
import { Remembered } from '../remembered.js';
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

/** Where commits about a person are looked for: under whoever is one person with them, and where their own record is in one. */
function about(members: readonly string[]): Readonly<Record<string, unknown>> {
  const own = members.map((id) => ({ keys: { $gte: `Patient/${id}/`, $lt: `Patient/${id}0` } }));
  return { $or: [{ patient: { $in: [...members] } }, ...own] };
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
  /** All that was read from the feed. */
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
    const looked = await this.#look(
      request,
      request.patient === null ? {} : about(await this.#members(request.patient)),
    );
    const { changes, ended, last } = looked;
    this.#disclose(changes);
    const end = { all: limit, enough: changes.at(-1)?.at.getTime(), time: last?.at.getTime() }[ended] ?? after.at;
    const at = Math.max(after.at, Math.min(limit, end));
    return { changes, position: { at, seen: this.#seen(at, after, looked) }, hasMore: ended !== 'all' };
  }

  async #look(request: FeedRequest, where: Readonly<Record<string, unknown>>): Promise<Looked> {
    const looked: Looked = { changes: [], fetched: new Map(), last: null, ended: 'all' };
    const began = performance.now();
    for (;;) {
      const { batch, more } = await this.#next(request, where, looked);
      const reached = await this.#reached(batch);
      const filed = await this.#filed(batch);
      const told = batch
        .map((commit) => ({
          commit,
          shown: this.#changesOf(commit)
            .filter((change) => reached.has(recordOf(change)))
            .map((change) => ({ ...change, patient: patientOf(change, filed) }))
            .filter(({ patient }) => request.patient === null || patient === request.patient),
        }))
        .sort(inOrder);
      for (const { commit, shown } of told) {
        if (looked.changes.length >= request.first) return { ...looked, ended: 'enough' };
        looked.last = commit;
        looked.changes.push(...shown.filter((change) => !request.after.seen.has(markOf(change))));
      }
      if (!more) return looked;
      if (performance.now() - began > LOOKING_MS) return { ...looked, ended: 'time' };
    }
  }

  /** The next commits of all subgraphs: all of the instants up to some point. */
  async #next(
    { after }: FeedRequest,
    where: Readonly<Record<string, unknown>>,
    { fetched, last }: Looked,
  ): Promise<{ batch: FeedCommit[]; more: boolean }> {
    const from = { at: { $gte: last?.at ?? new Date(after.at) }, applied: true, ...where };
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
    // Beyond the shortest full answer others are not known yet.
    const ends = found.flatMap((commits) => (commits.length === limit ? [commits.at(-1)?.at.getTime() ?? 0] : []));
    const known = Math.min(...ends);
    const batch = fresh.filter(({ at }) => at.getTime() <= known);
    for (const { _id } of fresh.slice(batch.length)) fetched.delete(_id);
    return { batch, more: ends.length > 0 };
  }

  #members(patient: string): Promise<string[]> {
    return membersOf(this.#sources.databases, patient);
  }

  /** Under whom records are filed now, by whom their commits name. */
  #filed(commits: readonly FeedCommit[]): Promise<ReadonlyMap<string, string>> {
    const named = new Set(commits.flatMap(({ patient }) => patient ?? []));
    return survivorsOf(this.#sources.databases, [...named]);
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

  /** The marks of what was handed out, before and now, and lies at the place or behind it. */
  #seen(at: number, after: FeedPosition, { changes, fetched }: Looked): ReadonlySet<string> {
    const passed = [...fetched.values()].filter((commit) => commit.at.getTime() < at);
    const marks = new Set(passed.flatMap((commit) => this.#changesOf(commit).map(markOf)));
    const before = [...after.seen].filter((mark) => !marks.has(mark));
    return new Set([...before, ...changes.filter((change) => change.at.getTime() >= at).map(markOf)]);
  }

  #changesOf({ keys, patient, at }: FeedCommit): RecordChange[] {
    return keys.flatMap((key) => {
      const [kind = '', id = '', version = ''] = key.split('/');
      return version === '' || !readsKind(this.#sources.policy, this.#sources.viewer.role, kind)
        ? []
        : [{ kind, id, patient, version: Number(version), at }];
    });
  }

  /** The records that the viewer reaches now, as `Condition/1`. */
  async #reached(commits: readonly FeedCommit[]): Promise<ReadonlySet<string>> {
    const records = new Map(
      commits.flatMap((commit) => this.#changesOf(commit)).map((change) => [recordOf(change), change]),
    );
    const found = await Promise.all(
      SUBGRAPHS.map((subgraph) => {
        const asked = [...records.values()].filter(({ kind }) => subgraphOf(kind) === subgraph);
        return asked.length === 0 ? [] : this.#sources.storeOf(subgraph).reached(asked);
      }),
    );
    return new Set(found.flatMap((reached) => [...reached]));
  }

  /** Each record once, in however many versions it is told of. */
  #disclose(changes: readonly RecordChange[]): void {
    const records = new Map(changes.map((change) => [recordOf(change), change]));
    for (const { kind, patient } of records.values())
      this.#sources.storeOf(subgraphOf(kind)).disclose(kind, patient, 1);
  }
}

function recordOf({ kind, id }: RecordChange): string {
  return `${kind}/${id}`;
}

/** A person's own record is about them; all else about whom it is filed under. */
function patientOf({ kind, id, patient }: RecordChange, filed: ReadonlyMap<string, string>): string | null {
  if (kind === 'Patient') return id;
  return patient === null ? null : (filed.get(patient) ?? patient);
}

interface Told {
  readonly commit: FeedCommit;
  readonly shown: readonly RecordChange[];
}

/** Of one instant by what the reader sees of them: ids of commits come from all that is in them, the hidden included. */
function inOrder(one: Told, other: Told): number {
  const nameOf = ({ shown: [first] }: Told) => (first ? recordOf(first) : '');
  return one.commit.at.getTime() - other.commit.at.getTime() || (nameOf(one) < nameOf(other) ? -1 : 1);
}

const kinds = new Remembered<boolean>();

/** Whether a role sees anything of a kind but that there is such a record. */
function readsKind(policy: Policy, role: Role, kind: string): boolean {
  return kinds.of(policy, `${role} ${kind}`, () =>
    [...catalogue.fields].some(
      ([at, { facet }]) =>
        at.startsWith(`${kind}.`) && facet !== 'key' && facet !== 'provenance' && policy.mayRead(role, at),
    ),
  );
}
