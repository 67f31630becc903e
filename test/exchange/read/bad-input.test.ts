import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { READ_ERRORS, type ReadErrorCode } from '../../../subgraphs/exchange/read/errors.js';
import { bundle, type Folder, folder, observation, patient, read } from './support.js';

let work: Folder;
beforeEach(async () => {
  work = await folder();
});
afterEach(() => work.remove());

const SECRET = 'Zanzibar-7731';
const text = (value: unknown) => JSON.stringify(value);

/** What a file gives: the ids that were read, and the rejections as 'CODE where'. */
async function outcome(name: string, content: string | Uint8Array) {
  const { ids, codes, rejections } = await read(await work.file(name, content));
  expect(JSON.stringify(rejections)).not.toContain(SECRET);
  return { ids, codes, rejections };
}

/** Codes that were met in this file, to see that none is left untold. */
const met = new Set<ReadErrorCode>();

describe('bad input is rejected, the rest is read', () => {
  afterEach(async () => {
    for (const { code } of (await read(work.path)).rejections) met.add(code);
  });

  it('a bundle that is cut off', async () => {
    const whole = text(bundle([patient('a'), patient('b', { name: [{ family: SECRET }] })]));
    const cut = whole.slice(0, whole.indexOf('Zanz') + 3);
    const { ids, rejections } = await outcome('a.json', cut);
    expect(ids).toEqual(['Patient/a']);
    expect(rejections).toMatchObject([{ code: 'TRUNCATED_JSON', where: `byte ${cut.length}, line 1` }]);
    expect(rejections[0]?.message).toContain('after entry 1');
  });

  it('a bundle with a mistake in its structure', async () => {
    const { ids, codes } = await outcome(
      'a.json',
      `{"resourceType":"Bundle",\n"entry":[{"resource":${text(patient('a'))}},;]}`,
    );
    expect([ids, codes]).toEqual([['Patient/a'], ['INVALID_JSON byte 84, line 2']]);
  });

  it('a mistake inside one resource', async () => {
    const broken = `{"resourceType":"Patient","id":"b","x":${SECRET}}`;
    const { ids, codes } = await outcome(
      'a.json',
      `{"resourceType":"Bundle","entry":[{"resource":${broken}},{"resource":${text(patient('a'))}}]}`,
    );
    expect([ids, codes]).toEqual([['Patient/a'], ['ENTRY_NOT_JSON entry 1']]);
  });

  it('a type that is none of FHIR, or none at all', async () => {
    const wrong = [{ resourceType: SECRET, id: '1' }, { resourceType: 7, id: '1' }, { id: '1' }];
    const { ids, codes, rejections } = await outcome('a.json', text(bundle([...wrong, patient('a')])));
    expect(ids).toEqual(['Patient/a']);
    expect(codes).toEqual(['WRONG_RESOURCE_TYPE entry 1', 'WRONG_RESOURCE_TYPE entry 2', 'NOT_FHIR_JSON entry 3']);
    expect(rejections[1]?.message).toContain('a number where a string is expected');
  });

  it('no id, or one that FHIR does not allow', async () => {
    const ids = [undefined, null, 12, '', 'a b', 'x'.repeat(65), `urn:${SECRET}`];
    const { codes, rejections } = await outcome(
      'a.json',
      text(bundle(ids.map((id) => ({ resourceType: 'Patient', id })))),
    );
    expect(codes).toEqual([
      'MISSING_ID entry 1',
      'MISSING_ID entry 2',
      ...[3, 4, 5, 6, 7].map((number) => `INVALID_ID entry ${number}`),
    ]);
    expect(rejections.every(({ path, type }) => path === 'Patient.id' && type === 'Patient')).toBe(true);
  });

  it('an element of another shape than FHIR has', async () => {
    const wrong = [
      observation('1', { subject: SECRET }),
      patient('2', { name: { family: SECRET } }),
      patient('3', { meta: [] }),
      patient('4', { contained: [SECRET] }),
      patient('5', { meta: { security: SECRET } }),
    ];
    const { rejections } = await outcome('a.json', text(bundle([...wrong, patient('a', { name: null })])));
    expect(rejections.map(({ path, message }) => [path, message.replace(/.*\((.*)\)/, '$1')])).toEqual([
      ['Observation.subject', 'a string where an object is expected'],
      ['Patient.name', 'an object where an array is expected'],
      ['Patient.meta', 'an array where an object is expected'],
      ['Patient.contained', 'a string where an object is expected'],
      ['Patient.meta.security', 'a string where an array is expected'],
    ]);
  });

  it('a member whose name means more to the database than a name', async () => {
    const names = ['"$where"', '"_bsontype"', '"_\\u0062sontype"', '"\\u0024expr"', '"a\\u0000"'];
    const content = names.map(
      (name, at) => `{"resourceType":"Patient","id":"${at}","contact":[{"name":{${name}:"x"}}]}`,
    );
    const good = '{"resourceType":"Patient","id":"a","name":[{"text":"$where _bsontype \\u0024"}]}';
    const { ids, rejections } = await outcome('a.ndjson', [...content, good].join('\n'));
    expect(ids).toEqual(['Patient/a']);
    expect(rejections.map(({ code, path }) => [code, path])).toEqual(
      names.map(() => ['UNSAFE_NAME', 'Patient.contact.name']),
    );
  });

  it('entries that are no objects, and entry that is no list', async () => {
    const { ids, codes } = await outcome(
      'a.json',
      `{"resourceType":"Bundle","entry":["${SECRET}",{"resource":${text(patient('a'))}}]}`,
    );
    expect([ids, codes]).toEqual([['Patient/a'], ['WRONG_SHAPE entry 1']]);
    expect((await outcome('b.json', '{"resourceType":"Bundle","entry":{"resource":{}}}')).codes).toEqual([
      'WRONG_SHAPE',
    ]);
  });

  it('an NDJSON line that does not parse', async () => {
    const content = [
      text(patient('a')),
      `{"resourceType":"Patient","id":"${SECRET}`,
      `${SECRET}`,
      text(patient('b')),
      '{"x":',
    ].join('\n');
    const { ids, codes } = await outcome('a.ndjson', content);
    expect(ids).toEqual(['Patient/a', 'Patient/b']);
    expect(codes).toEqual([
      'LINE_NOT_JSON line 2',
      'LINE_NOT_JSON line 3',
      expect.stringMatching(/^TRUNCATED_JSON .*line 5/),
    ]);
    const first = await outcome('b.ndjson', [SECRET, text(patient('a'))].join('\r\n'));
    expect([first.ids, first.codes]).toEqual([['Patient/a'], ['LINE_NOT_JSON line 1']]);
    for (const name of ['c.ndjson', 'd.json']) {
      const cut = await outcome(name, [`{"resourceType":"Patient","id":"${SECRET}`, text(patient('a'))].join('\n'));
      expect([cut.ids, cut.codes]).toEqual([['Patient/a'], ['LINE_NOT_JSON line 1']]);
    }
  });

  it('an empty file and an empty gzip', async () => {
    for (const [name, content] of [
      ['a.json', ''],
      ['b.json', ' \n'],
      ['c.json.gz', ''],
      ['d.json.gz', gzipSync('')],
    ] as const) {
      expect((await outcome(name, content)).codes).toEqual(['EMPTY_FILE']);
    }
  });

  it('a gzip that breaks off: what was unpacked before is read', async () => {
    const many = Array.from({ length: 2000 }, (_, at) => patient(`p${at}`, { text: { div: `${Math.sin(at)}` } }));
    for (const [name, content] of [
      ['a.json.gz', text(bundle(many))],
      ['a.ndjson.gz', many.map(text).join('\n')],
    ] as const) {
      const packed = gzipSync(content);
      const cut = await outcome(name, packed.subarray(0, packed.length - 2000));
      expect(cut.codes).toEqual([`BROKEN_GZIP after ${name.includes('nd') ? 'line' : 'entry'} ${cut.ids.length}`]);
      expect(cut.ids.length).toBeGreaterThan(1500);
      expect(cut.ids).toEqual(many.slice(0, cut.ids.length).map((_, at) => `Patient/p${at}`));
      const damaged = Buffer.from(packed);
      damaged.fill(0xff, packed.length - 2000, packed.length - 1000);
      expect((await outcome(name, damaged)).rejections.at(-1)?.code).toBe('BROKEN_GZIP');
    }
    expect((await outcome('b.json.gz', Buffer.from([0x1f]))).codes).toEqual(['BROKEN_GZIP']);
    expect((await outcome('c.json.gz', gzipSync(text(patient('a'))).subarray(0, 12))).codes).toEqual(['BROKEN_GZIP']);
  });

  it('a resource over 16 MB', async () => {
    const large = patient('large', { text: { div: 'x'.repeat(16_100_000) } });
    const { ids, codes } = await outcome('a.json', text(bundle([patient('a'), large, patient('b')])));
    expect([ids, codes]).toEqual([['Patient/a', 'Patient/b'], ['TOO_LARGE entry 2']]);
    expect((await outcome('b.ndjson', `${text(large)}\n${text(patient('c'))}\n`)).codes).toEqual(['TOO_LARGE line 1']);
    expect((await outcome('c.json', text(large))).codes).toEqual(['TOO_LARGE']);
    await work.file('a.json', '');
  });

  it('a history bundle that is too large to be put in order', async () => {
    const versions = Array.from({ length: 9 }, (_, at) => patient('a', { text: { div: `${at}`.repeat(1_000_000) } }));
    const { ids, codes } = await outcome('a.json', text(bundle(versions, { type: 'history' })));
    expect([ids, codes[0], codes.length]).toEqual([[], 'HISTORY_TOO_LARGE entry 1', 9]);
  });

  it('text that is not UTF-8', async () => {
    const latin = Buffer.from(text(bundle([patient('a', { name: [{ family: 'é' }] }), patient('b')])), 'latin1');
    const { ids, codes } = await outcome('a.json', latin);
    expect([ids, codes]).toEqual([['Patient/b'], ['NOT_UTF8 entry 1']]);
    expect((await outcome('b.json', Buffer.from(text(patient('a')), 'utf16le'))).codes).toEqual(['NOT_UTF8']);
  });

  it('JSON that is nested without end', async () => {
    const deep = `{"resourceType":"Patient","id":"a","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect((await outcome('a.json', deep)).codes).toEqual(['TOO_DEEP']);
    expect((await outcome('b.json', `{"resourceType":"Bundle","entry":[{"resource":${deep}}]}`)).codes).toEqual([
      'TOO_DEEP entry 1',
    ]);
  });

  it('JSON that is no FHIR', async () => {
    expect((await outcome('a.json', text({ name: SECRET }))).codes).toEqual(['NOT_FHIR_JSON']);
    expect((await outcome('b.json', text([patient('a')]))).rejections[0]?.message).toContain(
      'an array where an object is expected',
    );
    expect((await outcome('c.json', `"${SECRET}"`)).codes).toEqual(['INVALID_JSON']);
  });

  it('a file that is no FHIR, when it is named; in a folder it is only counted', async () => {
    const files = {
      'a.csv': 'id,name\n1,x',
      'b.xlsx': 'PK\x03\x04\x00\x00',
      'c.fsh': 'Alias: x',
      'd.xml': '<Patient/>',
      'e.md': '[a](b)',
    };
    for (const [name, content] of Object.entries(files)) {
      const { codes, rejections } = await outcome(name, content);
      expect(codes).toEqual(['NOT_FHIR_FILE']);
      met.add(rejections[0]?.code ?? 'UNREADABLE');
    }
    await work.file('p.json', text(patient('a')));
    const { codes, files: results } = await read(work.path);
    expect(codes).toEqual([]);
    expect(results.map(({ outcome: { status, what } }) => `${status}: ${what}`)).toEqual([
      'not FHIR: CSV table',
      'not FHIR: zip archive or Excel workbook',
      'not FHIR: FHIR Shorthand',
      'not FHIR: XML (only FHIR in JSON is read)',
      'not FHIR: text',
      'read: FHIR resource',
    ]);
  });

  it('a path that does not exist, and a folder without records', async () => {
    const missing = await read(join(work.path, 'missing'), await work.file('a.json', text(patient('a'))));
    expect([missing.ids, missing.codes]).toEqual([['Patient/a'], ['PATH_NOT_FOUND']]);
    await mkdir(join(work.path, 'empty'));
    await work.file('tables/a.csv', 'a,b');
    expect((await read(join(work.path, 'empty'))).codes).toEqual(['EMPTY_FOLDER']);
    expect((await read(join(work.path, 'tables'))).codes).toEqual(['EMPTY_FOLDER']);
    for (const code of ['PATH_NOT_FOUND', 'EMPTY_FOLDER'] as const) met.add(code);
  });

  it('something that is no ordinary file, which might never end', async () => {
    const server = createServer().listen(join(work.path, 'socket'));
    await once(server, 'listening');
    expect((await read(work.path)).codes).toEqual(['UNREADABLE']);
    met.add('UNREADABLE');
    server.close();
    await once(server, 'close');
  });

  it('another version of FHIR', async () => {
    const order = { resourceType: 'MedicationOrder', id: '1' };
    expect((await outcome('a.json', text(order))).codes).toEqual(['WRONG_FHIR_VERSION']);
  });
});

describe('the catalogue of read errors', () => {
  it('holds no error that the tests above have not met', () => {
    expect([...met].sort()).toEqual(Object.keys(READ_ERRORS).sort());
  });
});
