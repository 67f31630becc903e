import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collectReferences } from '../../../subgraphs/exchange/normalise/references.js';
import { findFiles } from '../../../subgraphs/exchange/read/find-files.js';
import { readSources } from '../../../subgraphs/exchange/read/read-sources.js';
import type { FileResult, Rejection } from '../../../subgraphs/exchange/read/source-entry.js';

/** Records which others wrote: not part of the project, so the test needs to be told where they are. */
const data = resolve(process.env['CHARTLENS_SHARED_DATA'] ?? '../shared/data');
const missing = existsSync(data) ? null : `no test data at ${data}: set CHARTLENS_SHARED_DATA`;

describe.skipIf(missing !== null)(
  `records that others wrote${missing === null ? '' : ` (skipped: ${missing})`}`,
  () => {
    it('are all accounted for, file by file, and no R4 is taken for another version', {
      timeout: 300_000,
    }, async () => {
      const files: FileResult[] = [];
      const rejections: Rejection[] = [];
      let entries = 0;
      let references = 0;
      for await (const item of readSources([data])) {
        if (item.kind === 'file') files.push(item.result);
        if (item.kind === 'rejection') rejections.push(item.rejection);
        if (item.kind !== 'entry') continue;
        entries++;
        references += collectReferences(item.entry.resource).length;
        if (JSON.parse(item.entry.text).id !== item.entry.resource.id)
          throw new Error('the text is of another resource');
      }
      expect(files.map(({ file }) => file)).toEqual((await findFiles([data])).files.map(({ file }) => file));
      expect(entries).toBe(65_033);
      expect(references).toBeGreaterThan(250_000);
      // Five explanations of benefit without an id, one rule set which is no FHIR.
      expect(rejections.map(({ code }) => code).sort()).toEqual([...Array(5).fill('MISSING_ID'), 'NOT_FHIR_JSON']);
      const tables = files.filter(({ outcome }) => outcome.what === 'CSV table');
      expect(tables.every(({ file }) => /\.csv(\.gz)?$/.test(file)) && tables.length).toBe(24);
    });
  },
);
