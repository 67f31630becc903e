/**
 * Applies commits to the read model. Every write is guarded by version, so twice is once and older never replaces
 * newer; records that waited for what a commit brought are projected again. Safe to repeat after a crash.
 */
import { LRUCache } from 'lru-cache';
import type { mongo } from 'mongoose';
import { type ChartMove, ChartMoves } from './chart-moves.js';
import type { CommitDocument, CommittedVersion, Databases, RecordDocument, RelationDocument } from './databases.js';
import { GatheredByName } from './gathered.js';
import { implyOperation } from './implied-record.js';
import { MergedCharts } from './merged-charts.js';
import {
  aliasKeys,
  needsOf,
  type OtherRecords,
  type Projected,
  project,
  recordsFor,
  standIn,
  wakeKeys,
} from './projection.js';
import {
  depthOf,
  type ImpliedRecord,
  kindDefinition,
  SUBGRAPHS,
  type SubgraphName,
  subgraphOf,
} from './record-kind.js';
import { type KeysByRecord, RecordLookups } from './record-lookups.js';
import { ThoughtOf } from './thought-of.js';
import { type Bulk, ignoringNewer, writeNewer } from './write-newer.js';

/** Relations that an earlier version, or an earlier answer about others, gave and this one does not. */
function dropOthers({ document, relations }: Projected): Bulk<RelationDocument> {
  const kept = relations.map((row) => row._id);
  return {
    deleteMany: { filter: { record: document._id, version: { $lte: document.version }, _id: { $nin: kept } } },
  };
}

/** A record waits at most this many times in a row for records which wait for it; a chain is never longer. */
const MAX_ROUNDS = 8;

export class Projector {
  readonly #databases: Databases;
  readonly #lookups: RecordLookups;
  readonly #moves: ChartMoves;
  /** Implied records already written by this process: thousands of claims imply the same payer. */
  readonly #implied = new LRUCache<string, true>({ max: 100_000 });
  readonly #sideCollections = new Map<string, mongo.Collection<SideDocument>>();
  readonly #writes = new GatheredByName<mongo.Collection<never>, readonly Versioned[], void>(
    async (collection, asks) => {
      await writeNewer(collection as unknown as mongo.Collection<Versioned>, newestOfEach(asks.flat()));
      return asks.map(() => undefined);
    },
  );
  readonly #applied = new GatheredByName<SubgraphName, string, void>(async (subgraph, ids) => {
    await this.#databases.of(subgraph).commits.updateMany({ _id: { $in: [...ids] } }, { $set: { applied: true } });
    return ids.map(() => undefined);
  });

  constructor(databases: Databases) {
    this.#databases = databases;
    this.#lookups = new RecordLookups(databases);
    this.#moves = new ChartMoves(databases, this.#lookups, (versions) => this.#projectAll(versions, ANEW));
  }

  /**
   * Brings the read model up to a commit and marks it applied.
   * @param again the commit may have been applied in part before: whatever waits for it is looked for anew.
   */
  async apply(subgraph: SubgraphName, commit: CommitDocument, again = false): Promise<void> {
    const answered = await this.#answerTo(commit.versions, again);
    await this.#projectMoving(commit.versions, again);
    let wave = await this.#woken(commit.versions, answered);
    for (let round = 0; wave.length > 0 && round < MAX_ROUNDS; round++) {
      await this.#projectMoving(wave, true);
      wave = await this.#woken(wave, []);
    }
    await this.#applied.ask(subgraph, commit._id);
  }

  /**
   * Makes this commit's records known under their identifiers, before anything looks for them. Returns the
   * identifiers which now mean another record than before.
   */
  async #answerTo(versions: readonly CommittedVersion[], again: boolean): Promise<string[]> {
    const updates = versions.flatMap((version) =>
      aliasKeys(version).map((_id) => ({ _id, reference: `${version.kind}/${version.id}` })),
    );
    if (updates.length === 0) return [];
    const earlier = await this.#lookups.aliased(new Set(updates.map(({ _id }) => _id)));
    const changed = updates.filter(({ _id, reference }) => again || reference < (earlier.get(_id) ?? '\uffff'));
    if (changed.length === 0) return [];
    await ignoringNewer(
      this.#databases.aliases.bulkWrite(
        // Of several records with one identifier the smallest answers, whatever order they came in.
        changed.map(({ _id, reference }) => ({
          updateOne: { filter: { _id }, update: { $min: { reference } }, upsert: true },
        })),
        { ordered: false },
      ),
    );
    return changed.map(({ _id }) => _id);
  }

  /** Projects versions, and files the charts anew that they move. */
  async #projectMoving(versions: readonly CommittedVersion[], again: boolean): Promise<void> {
    const moves: readonly ChartMove[] = await this.#moves.begin(versions, again);
    await this.#projectAll(versions);
    await this.#moves.finish(moves);
  }

  /** Projects versions and writes what comes of them. */
  async #projectAll(versions: readonly CommittedVersion[], { corrected, anew }: Manner = FIRST): Promise<void> {
    if (versions.length === 0) return;
    const aliases = new Set(versions.flatMap((version) => needsOf(version).aliases));
    const known = await this.#lookups.aliased(aliases);
    const thought = new ThoughtOf(corrected);
    const charts = new MergedCharts((patients) => this.#lookups.replacements(patients));
    const aliased = (key: string) => known.get(key);
    for (const tier of tiers(versions)) await this.#projectTier(tier, { aliased, thought, charts, anew });
    const [later, stored, moved] = await Promise.all([
      this.#lookups.aliased(aliases),
      this.#lookups.records([...thought.asked]),
      charts.isOutdated(),
    ]);
    // Somebody answered or wrote between our question and our write: they may have looked for us before we were there.
    const answered = [...later].filter(([key, reference]) => known.get(key) !== reference).map(([key]) => key);
    if (answered.length > 0 || moved || thought.isOtherThan(stored))
      await this.#projectAll(versions, { corrected: stored, anew: anew || moved });
    // They dropped what stood in for them before we had put it there.
    await this.#dropStandIns(answered);
  }

  /** Records of an earlier tier are known without asking the database; whether it agrees is asked once, at the end. */
  async #projectTier(tier: readonly CommittedVersion[], { aliased, thought, charts, anew }: Known): Promise<void> {
    const survivorOf = (patient: string) => charts.survivorOf(patient);
    const named = { aliased, survivorOf, keysOf: () => undefined };
    const wanted = new Set(tier.flatMap((version) => recordsFor(version, named)));
    thought.learn(wanted, await this.#lookups.records(thought.unknownOf(wanted)));
    const others: OtherRecords = { aliased, survivorOf, keysOf: (reference) => thought.keysOf(reference) };
    let projected = tier.map((version) => project(version, others));
    // Few are ever replaced: who is named is found out by projecting, and that is done again where one of them is.
    if (await charts.settle()) projected = tier.map((version) => project(version, others));
    await this.#write(tier, projected, anew);
    for (const { document } of projected) thought.wrote(document);
  }

  async #write(versions: readonly CommittedVersion[], projected: readonly Projected[], anew: boolean): Promise<void> {
    await Promise.all(
      SUBGRAPHS.map((name) => {
        const documents = projected.filter(({ document }) => subgraphOf(document.kind) === name);
        return this.#writeAll(
          this.#databases.of(name).records,
          documents.map(({ document }) => document),
        );
      }),
    );
    await Promise.all([
      this.#writeRelations(projected, anew),
      this.#writeImplied(
        projected.flatMap(({ implied }) => implied),
        anew,
      ),
      this.#writeSideFacts(projected),
      this.#dropStandIns(versions.flatMap(aliasKeys)),
    ]);
  }

  async #writeAll<T extends Versioned>(collection: mongo.Collection<T>, documents: readonly T[]): Promise<void> {
    if (documents.length > 0) await this.#writes.ask(collection as unknown as mongo.Collection<never>, documents);
  }

  /** Always the same object for a collection, so that writes into it travel together. */
  #sideCollection(database: SubgraphName, name: string): mongo.Collection<SideDocument> {
    const key = `${database} ${name}`;
    const known = this.#sideCollections.get(key);
    if (known) return known;
    const collection = this.#databases.of(database).native.collection<SideDocument>(name);
    this.#sideCollections.set(key, collection);
    return collection;
  }

  async #writeRelations(projected: readonly Projected[], anew: boolean): Promise<void> {
    const related = projected.filter(({ document }) => kindDefinition(document.kind)?.relations);
    if (related.length === 0) return;
    const rows = related.flatMap((entry) => entry.relations);
    await this.#writeAll(this.#databases.relations, rows);
    const replacing = related.filter(
      ({ document }) => anew || document.version > 1 || document.awaits !== undefined || document.person !== undefined,
    );
    if (replacing.length > 0) await this.#databases.relations.bulkWrite(replacing.map(dropOthers), { ordered: false });
    await this.#dropOutdated(replacing.map(({ document }) => document));
  }

  /** Takes back relations of versions that turned out to be old: a newer one was applied meanwhile. */
  async #dropOutdated(documents: readonly RecordDocument[]): Promise<void> {
    for (const name of SUBGRAPHS) {
      const mine = documents.filter(({ kind }) => subgraphOf(kind) === name);
      if (mine.length === 0) continue;
      const current = await this.#databases
        .of(name)
        .records.find({ _id: { $in: mine.map(({ _id }) => _id) } }, { projection: { version: 1 } })
        .toArray();
      const versions = new Map(current.map(({ _id, version }) => [_id, version]));
      const outdated = mine.filter(({ _id, version }) => (versions.get(_id) ?? version) > version);
      for (const { _id, version } of outdated)
        await this.#databases.relations.deleteMany({ record: _id, version: { $lte: version } });
    }
  }

  async #writeImplied(implied: readonly ImpliedRecord[], anew: boolean): Promise<void> {
    const fresh = new Map<string, ImpliedRecord>();
    for (const record of implied) {
      const key = `${record.kind}/${record.id} ${record.name ?? ''} ${record.patient ?? ''}`;
      if (anew || !this.#implied.has(key)) fresh.set(key, record);
    }
    if (fresh.size === 0) return;
    await Promise.all(
      SUBGRAPHS.map((name) => {
        const mine = [...fresh.values()].filter(({ kind }) => subgraphOf(kind) === name);
        if (mine.length === 0) return undefined;
        return ignoringNewer(this.#databases.of(name).records.bulkWrite(mine.map(implyOperation), { ordered: false }));
      }),
    );
    for (const key of fresh.keys()) this.#implied.set(key, true);
  }

  async #writeSideFacts(projected: readonly Projected[]): Promise<void> {
    const byCollection = new Map<string, { database: SubgraphName; collection: string; documents: SideDocument[] }>();
    for (const { document, sideFacts } of projected)
      for (const fact of sideFacts) {
        const key = `${fact.database} ${fact.collection}`;
        const entry = byCollection.get(key) ?? { database: fact.database, collection: fact.collection, documents: [] };
        entry.documents.push({ _id: fact.id, version: document.version, ...fact.set });
        byCollection.set(key, entry);
      }
    await Promise.all(
      [...byCollection.values()].map(({ database, collection, documents }) =>
        this.#writeAll(this.#sideCollection(database, collection), documents),
      ),
    );
  }

  /** What stood in for records under these identifiers (`source|Type?identifier=...`) goes, once they are there. */
  async #dropStandIns(answered: readonly string[]): Promise<void> {
    const standIns = answered.flatMap((key) => {
      const [source = '', ...rest] = key.split('|');
      return standIn(source, rest.join('|')) ?? [];
    });
    if (standIns.length === 0) return;
    await this.#databases.of('administrative').records.deleteMany({ _id: { $in: standIns }, version: 0 });
  }

  /** See ChartMoves: before and after the read model is built anew. */
  get moves(): ChartMoves {
    return this.#moves;
  }

  /** The committed versions of records that wait for one of these, or for one of the identifiers. */
  async #woken(versions: readonly CommittedVersion[], identifiers: readonly string[]): Promise<CommittedVersion[]> {
    const keys = [...new Set([...versions.flatMap(wakeKeys), ...identifiers])];
    const mine = new Set(versions.map(({ kind, id }) => `${kind}/${id}`));
    const woken = await Promise.all(
      SUBGRAPHS.map(async (name) => {
        const waiting = await this.#lookups.waiting(name, keys);
        const wanted = waiting.filter(({ _id }) => !mine.has(_id)).map(({ _id, version }) => `${_id}/${version}`);
        return this.#lookups.committed(name, wanted);
      }),
    );
    return woken.flat();
  }
}

interface Manner {
  /** What records hold which turned out otherwise than we had thought. */
  readonly corrected: KeysByRecord;
  /** The same versions were projected before, and other relations may have come of them. */
  readonly anew: boolean;
}

const FIRST: Manner = { corrected: new Map(), anew: false };
const ANEW: Manner = { corrected: new Map(), anew: true };

/** What is known of others while a tier is projected. */
interface Known extends Pick<OtherRecords, 'aliased'> {
  readonly thought: ThoughtOf;
  readonly charts: MergedCharts;
  readonly anew: boolean;
}

interface Versioned {
  _id: string;
  version: number;
}

/** Commits that travel together may hold several versions of a record: only the newest is written, as it would end. */
function newestOfEach(documents: readonly Versioned[]): Versioned[] {
  const newest = new Map<string, Versioned>();
  for (const document of documents) {
    const known = newest.get(document._id);
    // Of equal versions the later ask knows more of others.
    if (!known || known.version <= document.version) newest.set(document._id, document);
  }
  return [...newest.values()];
}

interface SideDocument {
  _id: string;
  version: number;
  [fact: string]: unknown;
}

/** Versions in the order in which they can be projected: what a kind takes over from others comes after them. */
function tiers(versions: readonly CommittedVersion[]): CommittedVersion[][] {
  const byDepth: CommittedVersion[][] = [];
  for (const version of versions) {
    const depth = depthOf(version.kind);
    byDepth[depth] = [...(byDepth[depth] ?? []), version];
  }
  return byDepth.filter((tier) => tier !== undefined);
}
