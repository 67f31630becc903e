/** Back-up and restore: the same record to the byte, the same trail, and nothing from an archive that was tampered with. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, type Transform } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ARCHIVE_CODES } from '../../gateway/backup/archive-error.js';
import { backUp } from '../../gateway/backup/backup.js';
import { restore } from '../../gateway/backup/restore.js';
import { readArchiveKey, Seal } from '../../gateway/backup/seal.js';
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
  await backUp(world.databases, { folder: archive, key: null }, () => {});
});
afterAll(() => rmSync(folders, { recursive: true, force: true }));

it('restored into an empty record, everything is the same to the byte, read model and all, and the trail is whole', async () => {
  const { trail, versions } = await restore(other.databases, { folder: archive, key: null }, SILENT);
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
      'trail.retired.ndjson.gz',
      'population.ledger.ndjson.gz',
      'population.savedCohorts.ndjson.gz',
      'population.cohortKeys.ndjson.gz',
      'manifest.json',
    ].sort(),
  );
  for (const name of names) expect(statSync(join(archive, name)).mode & 0o077, name).toBe(0);
});

it('is not written over another', async () => {
  await expect(backUp(world.databases, { folder: archive, key: null }, () => {})).rejects.toThrow(/not empty/);
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
    await expect(restore(third.databases, { folder: copyOf(change), key: null }, SILENT)).rejects.toThrow(message);
    await nothingIn();
  });

  it('a part, wherever it was cut, in the same words', async () => {
    const { length } = readFileSync(join(archive, PART));
    for (let cut = 1; cut <= 60; cut += 1) {
      const shortened = (folder: string) =>
        writeFileSync(
          join(folder, PART),
          readFileSync(join(archive, PART)).subarray(0, Math.floor((length * cut) / 61)),
        );
      const restoring = restore(third.databases, { folder: copyOf(shortened), key: null }, SILENT);
      await expect(restoring, `${cut} parts of 61`).rejects.toThrow(/cannot be read: its file is missing or damaged/);
    }
    await nothingIn();
  });

  it('a record that is not empty', async () => {
    await expect(restore(world.databases, { folder: archive, key: null }, SILENT)).rejects.toThrow(/not empty/);
  });
});

describe('under a key', () => {
  const key = Buffer.alloc(32, 7);
  const sealed = join(folders, 'sealed');
  const PART = 'clinical.commits.ndjson.gz.sealed';
  const copyOf = (change: (folder: string) => void): string => {
    const folder = mkdtempSync(join(folders, 'sealed-copy-'));
    for (const name of readdirSync(sealed)) writeFileSync(join(folder, name), readFileSync(join(sealed, name)));
    change(folder);
    return folder;
  };
  const change = (folder: string, name: string, into: (bytes: Buffer) => Buffer) =>
    writeFileSync(join(folder, name), into(readFileSync(join(folder, name))));

  beforeAll(() => backUp(world.databases, { folder: sealed, key }, () => {}));

  it('an archive holds nothing that can be read or unpacked, and is restored to the byte', async () => {
    expect(() => gunzipSync(readFileSync(join(sealed, PART)))).toThrow();
    const fourth = await createWorld();
    const { trail } = await restore(fourth.databases, { folder: sealed, key }, SILENT);
    expect(trail.findings).toEqual([]);
    expect(await digests(fourth.databases)).toEqual(await digests(world.databases));
  });

  it.each<[string, (folder: string) => void, Buffer | null, string]>([
    ['with another key', () => {}, Buffer.alloc(32, 8), 'ARCHIVE_KEY_WRONG'],
    ['without a key', () => {}, null, 'ARCHIVE_KEY_MISSING'],
    ['with one bit changed', (folder) => change(folder, PART, flipped), key, 'ARCHIVE_DAMAGED'],
    ['cut off', (folder) => change(folder, PART, (bytes) => bytes.subarray(0, -100)), key, 'ARCHIVE_DAMAGED'],
    [
      'with one part in the place of another',
      (folder) => change(folder, PART, () => readFileSync(join(folder, 'financial.commits.ndjson.gz.sealed'))),
      key,
      'ARCHIVE_DAMAGED',
    ],
    [
      'with another day in its manifest',
      (folder) =>
        change(folder, 'manifest.json', (bytes) => Buffer.from(String(bytes).replace(/"at": "2/, '"at": "1'))),
      key,
      'ARCHIVE_DAMAGED',
    ],
  ])('is refused %s, and nothing is written', async (_what, into, with_, code) => {
    const refused = restore(third.databases, { folder: copyOf(into), key: with_ }, SILENT);
    await expect(refused).rejects.toMatchObject({ code });
    expect(await third.databases.of('clinical').commits.countDocuments()).toBe(0);
  });

  it('an archive in the clear does not pass for one under the key', async () => {
    const refused = restore(third.databases, { folder: archive, key }, SILENT);
    await expect(refused).rejects.toMatchObject({ code: 'ARCHIVE_NOT_SEALED' });
  });

  it('more than a frame, and a frame to the byte, come back as they were; no frame can be dropped', async () => {
    const seal = new Seal(key, Buffer.alloc(32));
    const through = async (bytes: Buffer, by: Transform) => {
      const parts: Buffer[] = [];
      for await (const part of Readable.from([bytes]).pipe(by)) parts.push(part as Buffer);
      return Buffer.concat(parts);
    };
    for (const size of [0, 1, 1_048_576, 1_048_577, 3_000_000]) {
      const plain = Buffer.alloc(size, 'chartlens');
      const closed = await through(plain, seal.closing('a'));
      expect((await through(closed, seal.opening('a'))).equals(plain), String(size)).toBe(true);
      await expect(through(closed, seal.opening('b'))).rejects.toThrow();
    }
    const closed = await through(Buffer.alloc(2_097_152), seal.closing('a'));
    await expect(through(closed.subarray(0, 1_048_592), seal.opening('a'))).rejects.toThrow();
    await expect(through(closed.subarray(1_048_592), seal.opening('a'))).rejects.toThrow();
  });

  it('a key is 64 digits in hex, in the environment or in a file', () => {
    const file = join(folders, 'key');
    writeFileSync(file, `${key.toString('hex')}\n`);
    expect(readArchiveKey({ BACKUP_KEY_FILE: file })?.equals(key)).toBe(true);
    expect(readArchiveKey({ BACKUP_KEY: key.toString('hex') })?.equals(key)).toBe(true);
    expect(readArchiveKey({})).toBeNull();
    expect(() => readArchiveKey({ BACKUP_KEY: 'secret' })).toThrow(/ARCHIVE_KEY_UNUSABLE/);
    expect(() => readArchiveKey({ BACKUP_KEY_FILE: join(folders, 'none') })).toThrow(/ARCHIVE_KEY_UNUSABLE/);
  });
});

it('every code of an archive stands in the documentation', () => {
  const page = readFileSync(new URL('../../gateway/operations/README.md', import.meta.url), 'utf8');
  for (const code of ARCHIVE_CODES) expect(page).toContain(`\`${code}\``);
});

function flipped(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  changed[100] = (changed[100] ?? 0) ^ 1;
  return changed;
}

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
