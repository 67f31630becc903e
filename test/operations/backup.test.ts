/** Back-up and restore: the same record to the byte, the same trail, and nothing from an archive that was tampered with. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backUp } from '../../gateway/backup/backup.js';
import { restore } from '../../gateway/backup/restore.js';
import { wholeChains } from '../../gateway/backup/whole-chains.js';
import { FIRST_QUESTIONS } from '../../gateway/first-questions.js';
import { entryId, type TrailEntry } from '../../schema/policy/trail.js';
import { loadDemo } from '../../subgraphs/exchange/demo-load.js';
import type { Databases } from '../../subgraphs/shared/databases.js';
import { SUBGRAPHS } from '../../subgraphs/shared/record-kind.js';
import { createWorld } from '../support/world.js';

const world = await createWorld();
const other = await createWorld();
const third = await createWorld();
const folders = mkdtempSync(join(tmpdir(), 'chartlens-backup-'));
const archive = join(folders, 'archive');
const SILENT = { start() {}, advance() {} };

/** Every document of a record but rows of people and leases, as digests of MongoDB's own bytes. */
async function digests(databases: Databases): Promise<Record<string, string[]>> {
  const natives = [...SUBGRAPHS.map((name) => databases.of(name).native), databases.trail];
  const found: Record<string, string[]> = {};
  for (const native of natives)
    for (const { name } of await native.listCollections().toArray()) {
      const raw = await native.collection(name).find({}, { raw: true }).sort({ _id: 1 }).toArray();
      const part = `${native.databaseName.split('_').at(-1)}.${name}`;
      if (raw.length > 0)
        found[part] = (raw as unknown as Buffer[]).map((bytes) => createHash('sha256').update(bytes).digest('hex'));
    }
  return found;
}

beforeAll(async () => {
  await loadDemo(world.writer, () => {}, { people: 8 });
  const { as } = await world.open();
  const clinician = await as('clinician', { organization: 'tamarack-family-practice' });
  for (let asked = 0; asked < 5; asked++) await clinician.ask(FIRST_QUESTIONS.clinician.query);
  const analyst = await as('analyst');
  await analyst.ask('{ cohort { size { people } } }');
  await backUp(world.databases, archive, () => {});
});
afterAll(() => rmSync(folders, { recursive: true, force: true }));

it('restored into an empty record, everything is the same to the byte, read model and all, and the trail is whole', async () => {
  const { trail, versions } = await restore(other.databases, archive, SILENT);
  expect(trail.findings).toEqual([]);
  expect(trail.entries).toBeGreaterThan(4);
  expect(versions).toBeGreaterThan(100);
  const before = await digests(world.databases);
  expect(Object.keys(before).length).toBeGreaterThan(7);
  expect(await digests(other.databases)).toEqual(before);
});

it('holds nothing of the read model, and is readable by its owner only', () => {
  const names = readdirSync(archive).sort();
  expect(names).toEqual(
    [
      ...SUBGRAPHS.map((name) => `${name}.commits.ndjson.gz`),
      'trail.entries.ndjson.gz',
      'population.ledger.ndjson.gz',
      'population.savedCohorts.ndjson.gz',
      'manifest.json',
    ].sort(),
  );
  for (const name of names) expect(statSync(join(archive, name)).mode & 0o077, name).toBe(0);
});

it('is not written over another', async () => {
  await expect(backUp(world.databases, archive, () => {})).rejects.toThrow(/not empty/);
});

describe('refuses', () => {
  const nothingIn = async () => expect(await third.databases.of('clinical').commits.countDocuments()).toBe(0);
  const copyOf = (change: (folder: string) => void): string => {
    const folder = mkdtempSync(join(folders, 'copy-'));
    for (const name of readdirSync(archive)) writeFileSync(join(folder, name), readFileSync(join(archive, name)));
    change(folder);
    return folder;
  };
  const PART = 'clinical.commits.ndjson.gz';

  it.each<[string, (folder: string) => void, RegExp]>([
    [
      'a part with one digit changed',
      (folder) => {
        const text = gunzipSync(readFileSync(join(folder, PART)))
          .toString()
          .replace(/\d/, (digit) => (digit === '1' ? '2' : '1'));
        writeFileSync(join(folder, PART), gzipSync(text));
      },
      /clinical.commits is not what was written/,
    ],
    [
      'a part that was cut',
      (folder) => writeFileSync(join(folder, PART), readFileSync(join(folder, PART)).subarray(0, 500)),
      /damaged/,
    ],
    ['a part that is gone', (folder) => rmSync(join(folder, PART)), /damaged/],
    ['a backup that was not finished', (folder) => rmSync(join(folder, 'manifest.json')), /no finished backup/],
    [
      'a manifest of something else',
      (folder) => writeFileSync(join(folder, 'manifest.json'), '{"format":"x"}'),
      /not a manifest/,
    ],
    [
      'a manifest without a part',
      (folder) => {
        const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
          parts: { name: string }[];
        };
        manifest.parts = manifest.parts.filter(({ name }) => !name.startsWith('trail'));
        writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
      },
      /lacks trail.entries/,
    ],
  ])('%s, and writes nothing', async (_what, change, message) => {
    await expect(restore(third.databases, copyOf(change), SILENT)).rejects.toThrow(message);
    await nothingIn();
  });

  it('a record that is not empty', async () => {
    await expect(restore(world.databases, archive, SILENT)).rejects.toThrow(/not empty/);
  });
});

describe('a trail that is written to meanwhile', () => {
  const entry = (chain: string, seq: number, noted: [string, number][] = []) =>
    ({
      _id: entryId(chain, seq),
      chain,
      seq,
      noted: noted.map(([of, at]) => ({ chain: of, seq: at, hash: '' })),
    }) as unknown as TrailEntry;

  /** A collection of which a scan sees some entries only, and a look at one id all. */
  function entriesOf(scanned: readonly TrailEntry[], all: readonly TrailEntry[]) {
    return {
      find: () => scanned,
      findOne: async ({ _id }: { _id: string }) => all.find((found) => found._id === _id) ?? null,
    } as unknown as Parameters<typeof wholeChains>[0];
  }

  it('is read as far as any entry that was read has seen it, gaps too', async () => {
    const scanned = [
      entry('a', 0),
      entry('a', 2),
      entry('b', 0, [
        ['a', 4],
        ['c', 0],
      ]),
    ];
    const late = [entry('a', 1), entry('a', 3), entry('a', 4, [['b', 1]]), entry('a', 5), entry('b', 1), entry('c', 0)];
    const read: string[] = [];
    for await (const { _id } of wholeChains(entriesOf(scanned, [...scanned, ...late]))) read.push(_id);
    expect(read.sort()).toEqual(
      [
        entryId('a', 0),
        entryId('a', 1),
        entryId('a', 2),
        entryId('a', 3),
        entryId('a', 4),
        entryId('b', 0),
        entryId('b', 1),
        entryId('c', 0),
      ].sort(),
    );
  });

  it('an entry that is gone from it does not keep the backup from ending', async () => {
    const scanned = [entry('b', 0, [['a', 3]])];
    const read: string[] = [];
    for await (const { _id } of wholeChains(entriesOf(scanned, scanned))) read.push(_id);
    expect(read).toEqual([entryId('b', 0)]);
  });
});
