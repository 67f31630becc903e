import type { CommitDocument, CommittedVersion, SubgraphDatabase } from '../../shared/databases.js';

/** What is wanted of one commit. */
export interface CommittedPart {
  readonly commit: Omit<CommitDocument, 'versions' | 'keys'>;
  readonly versions: readonly CommittedVersion[];
}

/** A record and its newest version. */
export interface RecordHead {
  /** `Condition/1` */
  readonly record: string;
  readonly version: number;
  /** The hash of the newest version. */
  readonly current: string;
}

const RECORDS_AT_ONCE = 2000;
const COMMITS_AT_ONCE = 10;

/**
 * The versions of records with the commits that hold them, oldest first: the newest of each record, or all of them. What
 * is held in memory does not grow with the texts.
 */
export async function* committedParts(
  database: SubgraphDatabase,
  heads: readonly RecordHead[],
  history: boolean,
): AsyncGenerator<CommittedPart> {
  for (let start = 0; start < heads.length; start += RECORDS_AT_ONCE) {
    const wanted = new Set(heads.slice(start, start + RECORDS_AT_ONCE).flatMap((head) => versionKeys(head, history)));
    const found = await database.commits.find({ keys: { $in: [...wanted] } }, { projection: { at: 1 } }).toArray();
    const ids = found.sort((a, b) => a.at.getTime() - b.at.getTime() || (a._id < b._id ? -1 : 1)).map(({ _id }) => _id);
    for (let at = 0; at < ids.length; at += COMMITS_AT_ONCE) {
      const some = ids.slice(at, at + COMMITS_AT_ONCE);
      const commits = await database.commits.find({ _id: { $in: some } }).toArray();
      const byId = new Map(commits.map((commit) => [commit._id, commit]));
      for (const id of some) {
        const commit = byId.get(id);
        if (commit) yield { commit, versions: commit.versions.filter((version) => wanted.has(versionKey(version))) };
      }
    }
  }
}

function versionKeys({ record, version }: RecordHead, history: boolean): string[] {
  if (!history) return [`${record}/${version}`];
  return Array.from({ length: version }, (_, index) => `${record}/${index + 1}`);
}

/** `Condition/1/2` */
export function versionKey({ kind, id, version }: CommittedVersion): string {
  return `${kind}/${id}/${version}`;
}
