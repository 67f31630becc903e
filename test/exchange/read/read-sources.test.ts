import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundle, type Folder, folder, observation, patient, read } from './support.js';

let work: Folder;
beforeEach(async () => {
  work = await folder();
});
afterEach(() => work.remove());

const json = (value: unknown) => JSON.stringify(value, null, 2);
const lines = (...values: unknown[]) => `${values.map((value) => JSON.stringify(value)).join('\n')}\n`;

describe('reading files', () => {
  it('reads a bundle of each type, entry by entry, and says where each stands', async () => {
    for (const type of ['collection', 'transaction', 'batch', 'searchset', 'document']) {
      const file = await work.file(`${type}.json`, json(bundle([patient('a'), observation('b')], { type })));
      const { entries, ids, codes, files } = await read(file);
      expect([ids, codes]).toEqual([['Patient/a', 'Observation/b'], []]);
      expect(entries.map(({ where }) => where)).toEqual(['entry 1', 'entry 2']);
      expect(files).toEqual([{ file, outcome: { status: 'read', what: 'FHIR bundle' }, entries: 2, rejected: 0 }]);
    }
  });

  it('reads a single resource and NDJSON', async () => {
    const one = await work.file('one.json', json(patient('a')));
    const many = await work.file('many.ndjson', lines(patient('b'), observation('c'), bundle([patient('d')])));
    const { entries, files } = await read(one, many);
    expect(entries.map(({ resource, where }) => [resource.id, where])).toEqual([
      ['a', ''],
      ['b', 'line 1'],
      ['c', 'line 2'],
      ['d', 'line 3, entry 1'],
    ]);
    expect(files.map(({ outcome }) => outcome.what)).toEqual(['FHIR resource', 'FHIR NDJSON']);
  });

  it('tells NDJSON from JSON over many lines by what it holds, not by its name', async () => {
    const files = [
      await work.file('lines.json', lines(patient('a'), patient('b'))),
      await work.file('pretty.ndjson', json(bundle([patient('c'), patient('d')]))),
    ];
    expect((await read(...files)).ids).toEqual(['Patient/a', 'Patient/b', 'Patient/c', 'Patient/d']);
  });

  it('unpacks gzip by its content, whatever the name, and gzip in several members', async () => {
    const text = Buffer.from(lines(patient('a'), patient('b')));
    const files = [
      await work.file('named.ndjson.gz', gzipSync(text)),
      await work.file('unnamed.ndjson', gzipSync(text)),
      await work.file(
        'members.ndjson.gz',
        Buffer.concat([gzipSync(text.subarray(0, 40)), gzipSync(text.subarray(40))]),
      ),
      await work.file('not-packed.ndjson.gz', text),
    ];
    for (const file of files) expect((await read(file)).ids).toEqual(['Patient/a', 'Patient/b']);
  });

  it('reads folders with all below them in the order of names, and each file once', async () => {
    await work.file('b/2.json', json(patient('b2')));
    await work.file('b/1.json', json(patient('b1')));
    await work.file('a.json', json(patient('a')));
    expect((await read(work.path, `${work.path}/b`)).ids).toEqual(['Patient/a', 'Patient/b1', 'Patient/b2']);
  });

  it('keeps the text of a resource verbatim', async () => {
    const text =
      '{ "resourceType":"Observation",\r\n\t"id" : "a", "valueQuantity":{"value":1.50}, "note":"\\u00e9 é 😀\\/" }';
    const file = await work.file('a.json', `\ufeff{"resourceType":"Bundle","entry":[{"resource":${text}}]}`);
    const { entries } = await read(file);
    expect(entries[0]?.text).toBe(text);
    expect(entries[0]?.bytes).toBe(Buffer.byteLength(text));
  });

  it('gives the entries of one bundle one key and its urls, wherever fullUrl stands', async () => {
    const first =
      '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"a"},"fullUrl":"urn:uuid:AB"},';
    const file = await work.file(
      'a.json',
      `${first}{"fullUrl":"http://x/Observation/o","resource":${json(observation('o'))}}]}`,
    );
    const other = await work.file('b.json', json(bundle([patient('c')])));
    const { entries } = await read(file, other);
    const [a, o, c] = entries;
    expect(a?.bundleKey).toBe(o?.bundleKey);
    expect(c?.bundleKey).not.toBe(a?.bundleKey);
    expect([a?.fullUrl, o?.fullUrl]).toEqual(['urn:uuid:AB', 'http://x/Observation/o']);
    expect([...(a?.bundleUrls ?? [])]).toEqual([
      ['urn:uuid:ab', 'Patient/a'],
      ['http://x/Observation/o', 'Observation/o'],
    ]);
  });

  it('knows all urls of a bundle before its first entry, also of one too large to be held', async () => {
    const filler = Array.from({ length: 10 }, (_, at) => ({
      resource: { ...observation(`f${at}`), note: 'x'.repeat(1_000_000) },
    }));
    const last = { fullUrl: 'urn:uuid:last', resource: patient('p') };
    const file = await work.file(
      'large.json',
      json({ resourceType: 'Bundle', type: 'collection', entry: [...filler, last] }),
    );
    const { entries } = await read(file);
    expect(entries).toHaveLength(11);
    expect(entries.every(({ bundleUrls }) => bundleUrls.get('urn:uuid:last') === 'Patient/p')).toBe(true);
  });

  it('reads a bundle in a bundle', async () => {
    const file = await work.file(
      'a.json',
      json(bundle([patient('a'), bundle([patient('b'), bundle([patient('c')])])])),
    );
    const { entries, codes } = await read(file);
    expect(entries.map(({ resource, where }) => [resource.id, where])).toEqual([
      ['a', 'entry 1'],
      ['b', 'entry 2, entry 1'],
      ['c', 'entry 2, entry 2, entry 1'],
    ]);
    expect(codes).toEqual([]);
  });

  it('puts a history bundle in order, oldest first', async () => {
    const versions = [patient('a', { gender: 'female' }), patient('a')];
    const file = await work.file('history.json', json(bundle(versions, { type: 'history' })));
    expect((await read(file)).entries.map(({ resource }) => resource['gender'])).toEqual([undefined, 'female']);
  });

  it('counts entries without a resource, and says why that is no mistake', async () => {
    const entry = [
      { request: { method: 'DELETE', url: 'Patient/x' } },
      { resource: { resourceType: 'OperationOutcome', issue: [] }, search: { mode: 'outcome' } },
      { response: { status: '200', outcome: { resourceType: 'OperationOutcome' } } },
      { fullUrl: 'urn:uuid:1' },
      { resource: null },
      { resource: patient('a') },
    ];
    const { items, ids, codes } = await read(
      await work.file('a.json', json({ resourceType: 'Bundle', type: 'batch', entry })),
    );
    expect([ids, codes]).toEqual([['Patient/a'], []]);
    expect(items.flatMap((item) => (item.kind === 'skipped' ? [item.reason] : []))).toEqual([
      'delete request',
      'operation outcome',
      'operation outcome',
      'no resource',
      'no resource',
    ]);
  });

  it('leaves no prototype behind, however it is spelt', async () => {
    const text = '{"resourceType":"Patient","id":"a","__proto__":{"bad":1},"x":{"\\u005f_proto__":{"bad":1}}}';
    const { entries } = await read(await work.file('a.json', text));
    const { resource } = entries[0] ?? { resource: undefined };
    expect(Object.keys(resource ?? {})).toEqual(['resourceType', 'id', 'x']);
    expect(Object.keys(Object(resource?.['x']))).toEqual([]);
    expect(entries[0]?.text).toBe(text);
  });
});
