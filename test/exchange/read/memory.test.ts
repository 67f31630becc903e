import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSources } from '../../../subgraphs/exchange/read/read-sources.js';
import { type Folder, folder, observation } from './support.js';

const ENTRIES = 250_000;
const NOTE = 'a note like many others. '.repeat(40);

let work: Folder;
beforeEach(async () => {
  work = await folder();
});
afterEach(() => work.remove());

function* bundleText(): Generator<string> {
  yield '{"resourceType":"Bundle","type":"collection","entry":[\n';
  for (let at = 0; at < ENTRIES; at++) {
    const resource = JSON.stringify(observation(`o${at}`, { note: [{ text: NOTE }] }));
    yield `${at === 0 ? '' : ',\n'}{"fullUrl":"urn:uuid:${at}","resource":${resource}}`;
  }
  yield ']}';
}

describe('memory', () => {
  it('does not grow with the size of a bundle', { timeout: 180_000 }, async () => {
    const file = join(work.path, 'large.json.gz');
    await pipeline(Readable.from(bundleText()), createGzip({ level: 1 }), createWriteStream(file));
    let entries = 0;
    let text = 0;
    let most = 0;
    for await (const item of readSources([file])) {
      if (item.kind !== 'entry') continue;
      entries++;
      text += item.entry.bytes;
      if (entries % 5000 === 0) most = Math.max(most, process.memoryUsage.rss());
    }
    expect(entries).toBe(ENTRIES);
    expect(text).toBeGreaterThan(250_000_000);
    expect(most).toBeLessThan(512_000_000);
  });
});
