/** Which versions of a request are new, and which numbers they get. Pure. */
import { createHash, randomUUID } from 'node:crypto';
import type { CommitDocument, CommittedVersion, RecordDocument } from './databases.js';
import { VersionConflict } from './write-errors.js';
import type { CommitRequest, NewVersion, Outcome, Verdict, WritingAgent } from './write-request.js';

/** What the read model knows of a record's versions. */
export type Head = Pick<RecordDocument, '_id' | 'version' | 'hashes'>;
type Known = Pick<Head, 'version' | 'hashes'>;

export interface Numbered {
  readonly versions: CommittedVersion[];
  readonly outcomes: Outcome[];
}

const NEVER_SENT: Known = { version: 0, hashes: [] };

/** Numbers what is not recorded yet; a version's hashes list all contents the record has had. @throws VersionConflict */
export function numbered(request: CommitRequest, found: ReadonlyMap<string, Head>): Numbered {
  const heads = new Map<string, Known>();
  const versions: CommittedVersion[] = [];
  const outcomes = request.versions.map((asked): Outcome => {
    const record = `${asked.kind}/${asked.id}`;
    const head = heads.get(record) ?? found.get(record) ?? NEVER_SENT;
    const hash = contentHash(asked);
    if (isKnown(asked, head, hash, record)) return { record, verdict: 'unchanged', version: head.version };
    const next = { version: head.version + 1, hashes: [...head.hashes, hash] };
    heads.set(record, next);
    const { kind, id, source, text, references, earlier } = asked;
    versions.push({
      kind,
      id,
      source,
      text,
      references: { ...references },
      hash,
      ...next,
      ...(earlier && { earlier }),
    });
    const verdict: Verdict = next.version === 1 ? 'new' : 'changed';
    return { record, verdict, version: next.version };
  });
  return { versions, outcomes };
}

function isKnown(asked: NewVersion, head: Known, hash: string, record: string): boolean {
  const { expectedVersion, earlier } = asked;
  if (expectedVersion !== undefined) {
    if (expectedVersion !== head.version) throw new VersionConflict(record, expectedVersion, head.version);
    return head.hashes.at(-1) === hash;
  }
  // The next one of a history says what it says, also when the record had the same content before.
  if (earlier && earlier.after === historyDigest(head.hashes)) return head.hashes.at(-1) === hash;
  // A history that ends where this record is, or has been: taken up from its middle it would turn the record back.
  if (earlier && head.hashes.includes(earlier.current)) return true;
  return head.hashes.includes(hash);
}

/** Stands for the versions that a record has had, in their order. */
export function historyDigest(hashes: readonly string[]): string {
  return createHash('sha256').update(hashes.join(' ')).digest('base64url');
}

/** A content is the text with what its references mean. */
export function contentHash({ source, text, references }: Pick<NewVersion, 'source' | 'text' | 'references'>): string {
  const resolved = Object.entries(references).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(source)
    .update('\0')
    .update(JSON.stringify(resolved))
    .update('\0')
    .update(text)
    .digest('base64url');
}

/**
 * The id of a commit with a key. Whoever writes has keys of their own: a key tells nothing of what others wrote under it.
 */
export function keyedId({ name, onBehalfOf = '' }: WritingAgent, key: string): string {
  const digest = createHash('sha256');
  for (const part of ['key', name, onBehalfOf, key]) digest.update(part).update('\0');
  return digest.digest('base64url');
}

/** The commit of a request. Imports of one content have one id; a deliberate write has one of its own. */
export function commitOf(request: CommitRequest, { versions, outcomes }: Numbered, at: Date): CommitDocument {
  const { agent, reason, patient, idempotency } = request;
  const keys = versions.map(({ kind, id, version }) => `${kind}/${id}/${version}`);
  const _id = idempotency ? keyedId(agent, idempotency.key) : isDeliberate(request) ? randomUUID() : digestOf(versions);
  return {
    _id,
    at,
    agent: { ...agent },
    reason,
    patient,
    // A unique index takes lists without entries for equal.
    keys: keys.length > 0 ? keys : [`commit/${_id}`],
    versions,
    applied: false,
    ...(idempotency && { request: idempotency.request, outcomes }),
  };
}

function isDeliberate(request: CommitRequest): boolean {
  return request.versions.some(({ expectedVersion }) => expectedVersion !== undefined);
}

function digestOf(versions: readonly CommittedVersion[]): string {
  const digest = createHash('sha256');
  for (const { kind, id, version, hash } of versions) digest.update(`${kind}/${id}/${version} ${hash}\n`);
  return digest.digest('base64url');
}
