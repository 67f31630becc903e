/** `npm run -s import -- <file or folder>...`: records FHIR R4 files. */
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { openRecord } from '../../open-record.js';
import { kindCatalogue } from '../import/kind-catalogue.js';
import { runImport } from '../import/run-import.js';
import { DEFAULT_SOURCE, isSourceName } from '../normalise/references.js';
import { progressOn } from '../report/progress.js';
import { summaryTable } from '../report/table.js';

const HELP = `Usage: npm run -s import -- [--source NAME] <file or folder>...

Records FHIR R4 in JSON: Bundles (collection, transaction, batch, searchset, document, history), single resources and
NDJSON, each also gzipped; folders with all below them. It may be run again at any time: what is recorded already stays
as it is, and a run that was cut off is finished. It runs with or without a running gateway, whose answers show the new
records at once.

  --source NAME  keeps the ids of this sender apart from those of others (letters, digits and '-', at most 24);
                 without it the ids are the FHIR ids as they are
  --help         this text

What cannot be taken is told on standard error, by file, line or entry, and element; the rest is recorded. The table of
what became of everything goes to standard output. The exit code is 1 if anything was rejected, else 0.
Reads MONGODB_URI and DATA_DIR like npm start.`;

interface Arguments {
  readonly paths: string[];
  readonly source: string;
  readonly help: boolean;
}

/** @throws Error with one line for the user. */
function readArguments(args: string[]): Arguments {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { source: { type: 'string', default: DEFAULT_SOURCE }, help: { type: 'boolean', default: false } },
  });
  const { source, help } = values;
  if (!isSourceName(source)) throw new Error("--source takes letters, digits and '-', at most 24");
  if (!help && positionals.length === 0) throw new Error('name the files or folders to import; --help tells more');
  return { paths: positionals, source, help };
}

async function main(): Promise<void> {
  const { paths, source, help } = readArguments(process.argv.slice(2));
  if (help) return console.log(HELP);
  const progress = progressOn(process.stderr);
  const record = await openRecord({
    uri: process.env['MONGODB_URI'] || null,
    dataDir: process.env['DATA_DIR'] || '.data',
    holder: 'chartlens import',
    share: true,
    log: (line) => progress.line(line),
  });
  try {
    const summary = await runImport({ paths, source, writer: record.writer, kinds: kindCatalogue, progress });
    console.log(summaryTable(summary));
    if (summary.rejections > 0) process.exitCode = 1;
  } finally {
    await record.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'the import failed');
  process.exitCode = 1;
});
