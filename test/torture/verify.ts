/** Whether a record that was tortured holds what was acknowledged, exactly once, and nothing by halves. */
import { createHash } from 'node:crypto';
import { storedTrail } from '../../gateway/trail-retired.js';
import { verifyTrail } from '../../gateway/trail-verify.js';
import { RecordWriter } from '../../subgraphs/shared/commits.js';
import type { Databases } from '../../subgraphs/shared/databases.js';
import { keyedId } from '../../subgraphs/shared/numbering.js';
import { SUBGRAPHS } from '../../subgraphs/shared/record-kind.js';
import { VersionConflict } from '../../subgraphs/shared/write-errors.js';
import type { Outcome } from '../../subgraphs/shared/write-request.js';
import { keyOf, requestOf, type Write } from './writes.js';

/** A write and what its writer was told: nothing, where the writer or the engine died first. */
export interface Told {
  readonly write: Write;
  readonly outcomes: readonly Outcome[] | null;
}

/**
 * Compares the record with what writers were told, after sending again what got no answer. Returns what is wrong, each
 * in a sentence.
 */
export async function wrongs(databases: Databases, told: readonly Told[]): Promise<string[]> {
  const writer = new RecordWriter(databases);
  await writer.finish();
  const wrong: string[] = [];
  for (const { write, outcomes } of told) wrong.push(...(await wrongOf(databases, writer, write, outcomes)));
  wrong.push(...(await tornVersions(databases)), ...(await hiddenVersions(databases)));
  const trail = await verifyTrail(storedTrail(databases.trail), []);
  for (const { chain, seq, what } of trail.findings) wrong.push(`trail ${chain}, entry ${seq}: ${what}`);
  return wrong;
}

/** Whether the read model is what a rebuild makes of the commits. */
export async function differsFromRebuild(databases: Databases): Promise<string[]> {
  const before = await readModel(databases);
  await new RecordWriter(databases).rebuild();
  const after = await readModel(databases);
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys]
    .filter((key) => before.get(key) !== after.get(key))
    .map((key) => `${key} is another after a rebuild`);
}

/** A write that is sent again comes to the same, and is there once. */
async function wrongOf(
  databases: Databases,
  writer: RecordWriter,
  write: Write,
  told: readonly Outcome[] | null,
): Promise<string[]> {
  const request = requestOf(write);
  const key = keyOf(write);
  const { commits } = databases.of('clinical');
  const kept = await commits.findOne({ _id: keyedId(request.agent, key) });
  if (told !== null && kept === null) return [`${key}: acknowledged and lost`];
  if (told !== null && kept !== null) {
    const same = JSON.stringify(kept.outcomes) === JSON.stringify(told);
    return same ? [] : [`${key}: acknowledged otherwise than it is kept`];
  }
  try {
    const again = await writer.record(request);
    if (kept && JSON.stringify(again) !== JSON.stringify(kept.outcomes))
      return [`${key}: another answer the second time`];
  } catch (error) {
    // Its version was taken meanwhile: then it must not be there.
    if (!(error instanceof VersionConflict) || kept)
      return [`${key}: ${error instanceof Error ? error.name : 'failed'}`];
  }
  const texts = request.versions.map(({ text }) => text);
  const holding = await commits.countDocuments({
    'versions.text': { $in: texts },
    keys: keysLike(request.versions[0]),
  });
  return holding > 1 ? [`${key}: written ${holding} times`] : [];
}

function keysLike(version: { kind: string; id: string } | undefined): RegExp {
  return new RegExp(`^${version?.kind}/${version?.id}/`);
}

/** Versions of a record count from 1 without a gap, each in one commit. */
async function tornVersions(databases: Databases): Promise<string[]> {
  const seen = new Map<string, number[]>();
  for await (const { keys } of databases.of('clinical').commits.find({}, { projection: { keys: 1 } }))
    for (const key of keys) {
      const slash = key.lastIndexOf('/');
      const record = key.slice(0, slash);
      seen.set(record, [...(seen.get(record) ?? []), Number(key.slice(slash + 1))]);
    }
  return [...seen].flatMap(([record, versions]) => {
    const whole = versions.sort((a, b) => a - b).every((version, index) => version === index + 1);
    return whole ? [] : [`${record}: its versions are ${versions.join()}`];
  });
}

/** Every version of every commit is shown, or a later one of its record. */
async function hiddenVersions(databases: Databases): Promise<string[]> {
  const { commits, records } = databases.of('clinical');
  const shown = new Map<string, number>();
  for await (const { _id, version } of records.find({}, { projection: { version: 1 } })) shown.set(_id, version);
  const hidden: string[] = [];
  for await (const { versions, applied } of commits.find({})) {
    if (!applied) hidden.push('a commit is not applied');
    for (const { kind, id, version } of versions)
      if ((shown.get(`${kind}/${id}`) ?? 0) < version)
        hidden.push(`${kind}/${id}/${version} is committed and not shown`);
  }
  return hidden;
}

/** Digests of all that the read model holds. */
export async function readModel(databases: Databases): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const name of SUBGRAPHS) {
    const { native } = databases.of(name);
    for (const { name: collection } of await native.listCollections().toArray()) {
      if (collection === 'commits') continue;
      const documents = native.collection(collection).find({}, { raw: true });
      for await (const document of documents as unknown as AsyncIterable<Buffer>) {
        const digest = createHash('sha256').update(document).digest('hex');
        found.set(`${name}.${collection} ${digest}`, digest);
      }
    }
  }
  return found;
}
