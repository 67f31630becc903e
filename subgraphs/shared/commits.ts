/**
 * Writing the record: one insert per commit, which is the moment it happened. Commits are idempotent by content: each
 * distinct content of a record is recorded once, so the same import twice changes nothing.
 */
import { createHash } from 'node:crypto';
import { CONSENT_RULES } from './consent-rule.js';
import type { CommitDocument, CommittedVersion, Databases, RecordDocument } from './databases.js';
import { GatheredByName } from './gathered.js';
import { Projector } from './projector.js';
import { SUBGRAPHS, type SubgraphName } from './record-kind.js';
import { writeErrorsOf } from './write-newer.js';

/** A resource to be recorded: `text` verbatim, `references` what only its bundle knew. */
export interface NewVersion {
  readonly kind: string;
  readonly id: string;
  readonly source: string;
  readonly text: string;
  readonly references: Readonly<Record<string, string>>;
}

export interface CommitRequest {
  readonly subgraph: SubgraphName;
  readonly agent: { readonly name: string; readonly source: string; readonly file?: string };
  readonly reason: string;
  /** The one patient the commit concerns, or none. */
  readonly patient: string | null;
  readonly versions: readonly NewVersion[];
}

export type Verdict = 'new' | 'changed' | 'unchanged';

/** What the read model knows of a record's versions. */
type Head = Pick<RecordDocument, '_id' | 'version' | 'hashes'>;

/**
 * Collections that a rebuild leaves standing: the commits, and what patients refused, as records must not be there without
 * it for a moment. Its documents are replaced one by one; there is one for each consent, so none is left over.
 */
const KEPT: ReadonlySet<string> = new Set(['commits', CONSENT_RULES]);

const MAX_ATTEMPTS = 10;
const DUPLICATE_KEY = 11000;

export class RecordWriter {
  readonly #databases: Databases;
  readonly #projector: Projector;
  readonly #heads = new GatheredByName<SubgraphName, readonly string[], ReadonlyMap<string, Head>>((subgraph, asks) =>
    this.#findHeads(subgraph, asks),
  );
  readonly #inserts = new GatheredByName<SubgraphName, CommitDocument, boolean>((subgraph, commits) =>
    this.#insertAll(subgraph, commits),
  );

  constructor(databases: Databases) {
    this.#databases = databases;
    this.#projector = new Projector(databases);
  }

  /**
   * Records what is new in a request, and says of each version what it was. All or nothing; when it returns, reads
   * show it. Throws when another writer keeps winning the same versions, or when the server fails.
   */
  async write(request: CommitRequest): Promise<Verdict[]> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const { versions, verdicts } = await this.#numbered(request);
      if (versions.length === 0) return verdicts;
      const commit = commitOf(request, versions);
      // False when another writer has one of the versions, or this very commit.
      if (await this.#inserts.ask(request.subgraph, commit)) {
        await this.#projector.apply(request.subgraph, commit);
        return verdicts;
      }
      await this.#applyRivals(request.subgraph, commit);
    }
    throw new Error(`the versions of a commit of ${request.versions.length} records were taken by other writers`);
  }

  /** Applies the commits that a crash left unapplied. Returns how many there were. */
  async finish(): Promise<number> {
    let finished = 0;
    for (const subgraph of SUBGRAPHS)
      for await (const commit of this.#databases.of(subgraph).commits.find({ applied: false })) {
        await this.#projector.apply(subgraph, commit, true);
        finished++;
      }
    return finished;
  }

  /** Builds the read model anew from the commits. `onCommit` is called after each with how many records it held. */
  async rebuild(onCommit: (records: number) => void = () => {}): Promise<void> {
    const { relations, aliases } = this.#databases;
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
  }

  /** Numbers what is not recorded yet; a version's hashes list all contents the record has had. */
  async #numbered(request: CommitRequest): Promise<{ versions: CommittedVersion[]; verdicts: Verdict[] }> {
    const keys = [...new Set(request.versions.map(({ kind, id }) => `${kind}/${id}`))];
    const found = await this.#heads.ask(request.subgraph, keys);
    const heads = new Map<string, Pick<Head, 'version' | 'hashes'>>();
    for (const key of keys) {
      const head = found.get(key);
      if (head) heads.set(key, head);
    }
    const versions: CommittedVersion[] = [];
    const verdicts = request.versions.map((asked): Verdict => {
      const key = `${asked.kind}/${asked.id}`;
      const head = heads.get(key) ?? { version: 0, hashes: [] };
      const hash = contentHash(asked);
      if (head.hashes.includes(hash)) return 'unchanged';
      const next = { version: head.version + 1, hashes: [...head.hashes, hash] };
      heads.set(key, next);
      versions.push({ ...asked, references: { ...asked.references }, hash, ...next });
      return next.version === 1 ? 'new' : 'changed';
    });
    return { versions, verdicts };
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

  /** Which of the commits are recorded now. */
  async #insertAll(subgraph: SubgraphName, commits: readonly CommitDocument[]): Promise<boolean[]> {
    try {
      await this.#databases.of(subgraph).commits.insertMany([...commits], { ordered: false });
      return commits.map(() => true);
    } catch (error) {
      const failures = writeErrorsOf(error);
      if (failures.length === 0 || failures.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
      const failed = new Set(failures.map(({ index }) => index));
      return commits.map((_, index) => !failed.has(index));
    }
  }

  /** Another writer's commit may wait to be applied, by a process that is gone. */
  async #applyRivals(subgraph: SubgraphName, commit: CommitDocument): Promise<void> {
    const rivals = this.#databases.of(subgraph).commits.find({ keys: { $in: commit.keys }, applied: false });
    for await (const rival of rivals) await this.#projector.apply(subgraph, rival, true);
  }
}

/** A content is the text with what its references mean. */
function contentHash({ source, text, references }: NewVersion): string {
  const resolved = Object.entries(references).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(source)
    .update('\0')
    .update(JSON.stringify(resolved))
    .update('\0')
    .update(text)
    .digest('base64url');
}

function commitOf(request: CommitRequest, versions: CommittedVersion[]): CommitDocument {
  const keys = versions.map(({ kind, id, version }) => `${kind}/${id}/${version}`);
  const digest = createHash('sha256');
  for (const [index, key] of keys.entries())
    digest
      .update(key)
      .update(' ')
      .update(versions[index]?.hash ?? '')
      .update('\n');
  return {
    _id: digest.digest('base64url'),
    at: new Date(),
    agent: { ...request.agent },
    reason: request.reason,
    patient: request.patient,
    keys,
    versions,
    applied: false,
  };
}
