/** What an operator hands over that is no measure is told by its file, before anything is computed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readMeasureBundle } from '../../subgraphs/quality/measure-bundle.js';
import { readPeriod } from '../../subgraphs/quality/period.js';
import { freshPrefix } from '../support/engine.js';
import { command } from './support/command.js';
import { bundleOf, TINY, tinyBundle, tinyElm, tinyLibrary, tinyMeasure } from './support/tiny-measure.js';

const folder = mkdtempSync(join(tmpdir(), 'chartlens-measures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function file(content: string | Buffer | object): string {
  const path = join(folder, `bundle-${++files}.json`);
  writeFileSync(path, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  return path;
}

const { library: _library, ...withoutLibrary } = tinyMeasure();
const { url: _url, ...withoutUrl } = tinyMeasure();
const gzipped = gzipSync(JSON.stringify(tinyBundle()));
const includes = { def: [{ localIdentifier: 'Helpers', path: 'FHIRHelpers', version: '4.0.1' }] };
const valueSets = { def: [{ name: 'Visits', id: 'http://example.org/ValueSet/visits|2026' }] };

const BAD: readonly (readonly [what: string, content: string | Buffer | object, problem: string])[] = [
  ['an empty file', '', 'is not JSON'],
  ['a text', 'measure', 'is not JSON'],
  ['a list', '[]', 'is no FHIR Bundle'],
  ['a Measure alone', tinyMeasure(), 'is no FHIR Bundle'],
  ['a gzip that was cut off', gzipped.subarray(0, 100), 'the gzip is broken'],
  ['a Bundle without entries', { resourceType: 'Bundle' }, 'holds no Measure'],
  ['a Bundle of patients', bundleOf({ resourceType: 'Patient', id: 'a' }), 'holds no Measure'],
  ['two measures', bundleOf(tinyMeasure(), { ...tinyMeasure(), id: 'b' }, tinyLibrary()), 'holds 2 Measures'],
  ['a measure without groups', bundleOf({ ...tinyMeasure(), group: [] }, tinyLibrary()), 'has no group'],
  ['a measure without address', bundleOf(withoutUrl, tinyLibrary()), 'has no url'],
  ['a measure without library', bundleOf(withoutLibrary, tinyLibrary()), 'names no library'],
  [
    'a library that is not there',
    bundleOf(tinyMeasure()),
    'does not hold the Measure\u2019s library'.replace('\u2019', "'"),
  ],
  ['a library without logic', bundleOf(tinyMeasure(), { ...tinyLibrary(), content: [] }), 'holds no ELM'],
  ['logic that is no JSON', bundleOf(tinyMeasure(), tinyLibrary('define X')), 'is not JSON'],
  [
    'logic that includes what is missing',
    bundleOf(tinyMeasure(), tinyLibrary(tinyElm({ includes }))),
    'includes FHIRHelpers',
  ],
  ['a value set that is missing', bundleOf(tinyMeasure(), tinyLibrary(tinyElm({ valueSets }))), 'lacks 1 value sets'],
];

describe('a file that is no measure bundle', () => {
  it.each(BAD)('%s', async (_what, content, problem) => {
    const path = file(content);
    const message = await readMeasureBundle(path).catch((error: Error) => error.message);
    expect(message).toContain(`${path}: `);
    expect(message).toContain(problem);
  });

  it('is told when it is not there at all', async () => {
    await expect(readMeasureBundle(join(folder, 'none.json'))).rejects.toThrow(/none\.json: cannot be read \(ENOENT\)/);
  });
});

describe('a measure bundle', () => {
  it('is read, gzipped or not', async () => {
    const plain = await readMeasureBundle(file(tinyBundle()));
    const packed = await readMeasureBundle(file(gzipped));
    expect(plain).toMatchObject({ url: TINY, canonical: `${TINY}|1.0.0`, title: 'Glucose measured' });
    expect(plain.kinds).toEqual(['Encounter', 'Observation', 'Patient']);
    expect(packed.digest).toBe(plain.digest);
  });
});

describe('the period', () => {
  it('is two days of the calendar, in order', () => {
    expect(readPeriod('2026-01-01..2026-12-31')).toEqual({ start: '2026-01-01', end: '2026-12-31' });
    expect(readPeriod('2024-02-29..2024-02-29')).toEqual({ start: '2024-02-29', end: '2024-02-29' });
  });

  it.each([
    '',
    '2026',
    '2026-01-01',
    '2026-01-01..',
    '..2026-12-31',
    '2026-1-1..2026-12-31',
    '2026-02-30..2026-12-31',
    '2026-01-01..2026-12-31..2027-01-01',
    '2026-01-01T00:00:00Z..2026-12-31',
  ])('is not %j', (text) => {
    expect(() => readPeriod(text)).toThrow(/it takes two days, such as/);
  });

  it('does not end before it begins', () => {
    expect(() => readPeriod('2026-12-31..2026-01-01')).toThrow('ends before it begins');
  });
});

describe('the command', () => {
  const prefix = freshPrefix();
  const PERIOD = ['--period', '2026-01-01..2026-12-31'];

  it('names every file that is wrong, and computes nothing', async () => {
    const [good, text, patients] = [file(tinyBundle()), file('x'), file(bundleOf())];
    const { code, err, out } = await command('measures', prefix, good, text, patients, ...PERIOD);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(`${text}: is not JSON`);
    expect(err).toContain(`${patients}: the Bundle holds no Measure`);
    expect(err).not.toContain('    at ');
  });

  it('refuses the same measure twice, no measure, no period and a strange number of workers', async () => {
    const good = file(tinyBundle());
    const again = file(tinyBundle());
    const told = async (...args: string[]) => (await command('measures', prefix, ...args)).err.trim();
    expect(await told(good, again, ...PERIOD)).toBe(`${again}: holds the same measure as ${good}`);
    expect(await told(...PERIOD)).toContain('name the measure bundles');
    expect(await told(good)).toContain('--period is missing');
    expect(await told(good, '--period', '2026')).toContain("--period '2026' is none");
    expect(await told(good, ...PERIOD, '--workers', '0')).toContain('--workers takes 1 to 16');
    expect(await told(good, ...PERIOD, '--surprise')).toContain('--surprise');
  });

  it('tells how it is used', async () => {
    const { code, out } = await command('measures', prefix, '--help');
    expect(code).toBe(0);
    for (const word of ['--period', '--all', '--follow', '--workers']) expect(out).toContain(word);
  });
});
