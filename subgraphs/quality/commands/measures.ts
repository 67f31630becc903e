/** `npm run measures -- <measure-bundle>... --period START..END`: computes quality measures over the record. */
import 'reflect-metadata';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { openRecord } from '../../open-record.js';
import { follow } from '../follow.js';
import { type MeasureBundle, readMeasureBundle } from '../measure-bundle.js';
import { type MeasurementPeriod, readPeriod } from '../period.js';
import { measureProgress } from '../progress.js';
import { runMeasures } from '../run-measures.js';
import { summaryLines } from '../summary.js';

const HELP = `Usage: npm run -s measures -- <measure-bundle>... --period START..END

Computes quality measures for every patient whose records changed since the last run, and records what came out as FHIR
MeasureReports. A measure bundle is a FHIR Bundle (JSON, also gzipped) of one Measure, its libraries with ELM and its
expanded value sets. It runs with or without a running gateway, whose answers show the new reports at once.

  --period START..END  the measurement period, both days included: 2026-01-01..2026-12-31
  --all                computes everybody anew, whether anything changed or not
  --follow             goes on: computes again for whoever changes, until it is stopped
  --workers N          how many processes compute at once (default: processors less one)
  --help               this text

Exit code: 0 when all patients were computed, 1 when a bundle is none or some patients could not be.
Reads MONGODB_URI and DATA_DIR like npm start. Measures need the optional package fqm-execution.`;

interface Arguments {
  readonly files: string[];
  readonly period: MeasurementPeriod;
  readonly everybody: boolean;
  readonly follow: boolean;
  readonly workers: number;
}

const MAX_WORKERS = 16;

/** Null for help. @throws Error with one line for the user. */
function readArguments(args: string[]): Arguments | null {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      period: { type: 'string' },
      all: { type: 'boolean', default: false },
      follow: { type: 'boolean', default: false },
      workers: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  if (positionals.length === 0) throw new Error('name the measure bundles to compute; --help tells more');
  const period = readPeriod(values.period);
  const workers = values.workers === undefined ? Math.max(1, availableParallelism() - 1) : Number(values.workers);
  if (!Number.isInteger(workers) || workers < 1 || workers > MAX_WORKERS)
    throw new Error(`--workers takes 1 to ${MAX_WORKERS}`);
  return { files: positionals, period, everybody: values.all, follow: values.follow, workers };
}

/** All bundles, or an error for each that is none: nothing is computed before all are known to be good. */
async function readBundles(files: readonly string[]): Promise<MeasureBundle[]> {
  const read = await Promise.allSettled(files.map(readMeasureBundle));
  const wrong = read.flatMap((result) => (result.status === 'rejected' ? [(result.reason as Error).message] : []));
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  const bundles = read.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  for (const [index, { url, file }] of bundles.entries()) {
    const twin = bundles.findIndex((other) => other.url === url);
    if (twin !== index) throw new Error(`${file}: holds the same measure as ${bundles[twin]?.file}`);
  }
  return bundles;
}

async function main(): Promise<void> {
  const args = readArguments(process.argv.slice(2));
  if (args === null) return console.log(HELP);
  const measures = await readBundles(args.files);
  const progress = measureProgress(process.stderr);
  const record = await openRecord({
    uri: process.env['MONGODB_URI'] || null,
    dataDir: process.env['DATA_DIR'] || '.data',
    holder: 'chartlens measures',
    share: true,
    log: (line) => progress.line(line),
  });
  const { databases, writer } = record;
  const { period, workers } = args;
  const run = { measures, period, workers, databases, writer, now: () => new Date(), ...progress.listeners };
  try {
    const summaries = await runMeasures({ ...run, everybody: args.everybody });
    progress.stop();
    for (const line of summaryLines(summaries)) console.log(line);
    if (summaries.some(({ failed }) => failed > 0)) process.exitCode = 1;
    if (args.follow) await follow({ ...run, everybody: false }, (line) => console.log(line));
  } finally {
    progress.stop();
    await record.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'the measures could not be computed');
  process.exitCode = 1;
});
