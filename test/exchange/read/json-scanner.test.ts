import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonScanner, type ScannerOptions } from '../../../subgraphs/exchange/read/json-scanner.js';
import { MAX_RESOURCE_BYTES, type ScanEvent } from '../../../subgraphs/exchange/read/scan-event.js';

const SPACE = fc.constantFrom('', ' ', '\n', '\r\n', '\t', '\n    ');

/** JSON as senders write it: any spacing, escapes, numbers such as 1.50. */
const jsonText: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.string({ unit: 'grapheme' }).map((text) => JSON.stringify(text)),
    fc.constantFrom('1.50', '0', '-1e5', 'true', 'false', 'null', '"\\u00e9\\n\\"}{]["', '"\\\\"', '"entry"', '"😀"'),
    fc.array(tie('value'), { maxLength: 4 }).map((values) => `[${values.join(' , ')}]`),
    fc
      .array(
        fc.tuple(fc.constantFrom('"entry"', '"resource"', '"a"', '"resourceType"', '"__proto__"'), SPACE, tie('value')),
        {
          maxLength: 4,
        },
      )
      .map((members) => `{${members.map(([key, space, value]) => `${key}${space}:${space}${value}`).join(',')}}`),
  ),
})).value;

const resourceText = fc.tuple(fc.array(jsonText, { maxLength: 3 }), SPACE).map(([values, space]) => {
  const members = values.map((value, at) => `${space}"e${at}":${space}${value}`);
  return `{${['"resourceType":"Basic"', ...members].join(',')}${space}}`;
});

const entryText = fc
  .tuple(
    resourceText,
    fc.subarray(['"fullUrl":"urn:uuid:1"', '"request":{"method":"PUT"}', '"extension":[{"url":"}"}]']),
    fc.nat(3),
    SPACE,
  )
  .map(([resource, others, at, space]) => {
    const members = [...others.slice(0, at), `"resource"${space}:${space}${resource}`, ...others.slice(at)];
    return { resource, text: `{${space}${members.join(`,${space}`)}${space}}` };
  });

const bundleText = fc
  .tuple(
    fc.array(entryText, { maxLength: 6 }),
    fc.shuffledSubarray(['"resourceType":"Bundle"', '"type":"batch"', 'entry'], { minLength: 3 }),
    SPACE,
  )
  .map(([entries, order, space]) => {
    const list = `"entry"${space}:[${space}${entries.map(({ text }) => text).join(`${space},`)}${space}]`;
    const text = `{${space}${order.map((member) => (member === 'entry' ? list : member)).join(`,${space}`)}}`;
    return { text, resources: entries.map(({ resource }) => resource) };
  });

function scan(text: string | Buffer, sizes: readonly number[] = [], options?: ScannerOptions): ScanEvent[] {
  const scanner = new JsonScanner(options);
  const bytes = Buffer.from(text as string);
  const events: ScanEvent[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes.length === 0 ? bytes.length : Math.max(1, sizes[turn % sizes.length] ?? 1);
    events.push(...scanner.push(Buffer.from(bytes.subarray(at, at + size))));
    at += size;
  }
  return [...events, ...scanner.end()];
}

function resourcesOf(events: readonly ScanEvent[]): (string | undefined)[] {
  return events.flatMap((event) => (event.kind === 'entry' ? [event.members.resource?.toString()] : []));
}

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });

describe('the scanner', () => {
  it('cuts any bundle into its resources, byte for byte, whatever the chunks and the order of members', () => {
    fc.assert(
      fc.property(bundleText, sizes, ({ text, resources }, chunkSizes) => {
        const events = scan(text, chunkSizes);
        expect(events.filter(({ kind }) => kind === 'error')).toEqual([]);
        expect(resourcesOf(events)).toEqual(resources);
        expect(events.at(-1)).toMatchObject({ kind: 'bundle-end', resourceType: 'Bundle', type: 'batch' });
      }),
      { numRuns: 500 },
    );
  });

  it('hands out any other object as it stands', () => {
    fc.assert(
      fc.property(resourceText, sizes, (text, chunkSizes) => {
        const events = scan(text, chunkSizes);
        expect(events.map((event) => (event.kind === 'value' ? event.bytes?.toString() : event.kind))).toEqual([text]);
      }),
    );
  });

  it('reads NDJSON line by line and gives up only the lines that are broken', () => {
    const line = fc.oneof(
      resourceText.map((text) => ({ text: text.replace(/[\r\n]/g, ' '), good: true })),
      fc
        .constantFrom('{"a":', '{"a":"b', '}', '?!', '{"a" 1}', '[1,2', '{"resourceType":"Bundle","entry":[{')
        .map((text) => ({
          text,
          good: false,
        })),
    );
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), sizes, (lines, chunkSizes) => {
        const events = scan(`${lines.map(({ text }) => text).join('\n')}\n`, chunkSizes, { lines: true });
        const good = events.flatMap((event) => (event.kind === 'value' ? [event.bytes?.toString()] : []));
        expect(good).toEqual(lines.filter((one) => one.good).map(({ text }) => text));
        const wrong = events.flatMap((event) => (event.kind === 'error' ? [event.line] : []));
        expect(wrong).toEqual(lines.flatMap((one, at) => (one.good ? [] : [at + 1])));
      }),
      { numRuns: 300 },
    );
  });

  it('never fails on text that is no JSON, and ends with an error or with values', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          bundleText.map(({ text }) => text),
        ),
        fc.nat(),
        fc.constantFrom('}', '"', ',', ''),
        sizes,
        (text, cut, put, chunkSizes) => {
          const at = text.length === 0 ? 0 : cut % text.length;
          expect(() => scan(text.slice(0, at) + put + text.slice(at + 1), chunkSizes)).not.toThrow();
        },
      ),
      { numRuns: 500 },
    );
  });

  it('tells where a text that was cut off ends, after the entries that were complete', () => {
    const text = '{"resourceType":"Bundle","entry":[{"resource":{"a":1}},\n{"resource":{"a"';
    const events = scan(text);
    expect(resourcesOf(events)).toEqual(['{"a":1}']);
    expect(events.at(-1)).toEqual({ kind: 'error', code: 'TRUNCATED_JSON', line: 2, offset: Buffer.byteLength(text) });
  });

  it('is not confused by entry and resource inside resources, nor by escaped keys', () => {
    const inner = '{"resourceType":"List","entry":[{"resource":{"entry":[]}}]}';
    const text = `{"resourceType":"Bundle","\\u0065ntry":[{"resource":${inner},"fullUrl":"x"}]}`;
    expect(resourcesOf(scan(text))).toEqual([inner]);
  });

  it('takes the last of duplicate members, as JSON.parse does', () => {
    expect(resourcesOf(scan('{"resourceType":"Bundle","entry":[{"resource":{"a":1},"resource":{"a":2}}]}'))).toEqual([
      '{"a":2}',
    ]);
  });

  it('reads a bundle whose type comes after entries that are larger than any resource', () => {
    const resource = `{"resourceType":"Binary","data":"${'x'.repeat(3_000_000)}"}`;
    const entries = Array.from({ length: 8 }, () => `{"resource":${resource}}`).join(',');
    const events = scan(`{"entry":[${entries}],"resourceType":"Bundle"}`, [70_000]);
    expect(resourcesOf(events)).toHaveLength(8);
    expect(resourcesOf(events).every((text) => text === resource)).toBe(true);
    expect(events.at(-1)).toMatchObject({ kind: 'bundle-end', resourceType: 'Bundle' });
  });

  it('drops a resource over the limit and goes on with the next', () => {
    const large = `{"data":"${'x'.repeat(MAX_RESOURCE_BYTES)}"}`;
    const events = scan(`{"resourceType":"Bundle","entry":[{"resource":${large}},{"resource":{"a":1}}]}`, [1 << 18]);
    expect(
      events.flatMap((event) => (event.kind === 'entry' ? [[event.tooLarge, event.members.resource?.toString()]] : [])),
    ).toEqual([
      [true, undefined],
      [false, '{"a":1}'],
    ]);
  });

  it('marks what is nested too deep', () => {
    const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    const events = scan(
      `{"resourceType":"Bundle","entry":[{"resource":${deep(129)}},{"resource":${deep(128)}}]}\n{"a":${deep(128)}}`,
    );
    expect(events.flatMap((event) => ('tooDeep' in event ? [event.tooDeep] : []))).toEqual([true, false, true]);
  });
});
