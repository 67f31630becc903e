/** `npm run -s export -- --patient <id>`: writes the record as FHIR R4, to be taken up elsewhere by the import. */
import 'reflect-metadata';
import '../../kinds.js';
import { parseArgs } from 'node:util';
import { openRecord } from '../../open-record.js';
import type { Databases } from '../../shared/databases.js';
import { countRecords, type ExportOptions, exportAll, exportPatient } from '../export/export-record.js';
import { folderOutput, writeTo } from '../export/output.js';
import { BundleSink, NdjsonSink, type Write } from '../export/sinks.js';
import { stepProgressOn } from '../report/line-progress.js';

const HELP = `Usage: npm run -s export -- --patient <id> [--history] [--format bundle|ndjson]
       npm run -s export -- --all --format ndjson [--history] [--output FOLDER]

Writes FHIR R4 to standard output: each resource as it came, to the letter, behind a Provenance that says who recorded
it, when, why and from where. npm run import takes it up elsewhere: the records there are equal to these.

  --patient ID     one patient's record (a Bundle of type collection), with the practitioners, organisations and places it
                   refers to; what it refers to beyond these is named in an OperationOutcome, the last entry
  --all            all records, a resource a line (NDJSON)
  --history        earlier versions too, each before the next
  --format FORM    bundle (the default for a patient) or ndjson (the default for all)
  --output FOLDER  with ndjson: files of about 100 MB in this folder instead of standard output
  --from WORDS     who hands the record over; the receiver's provenance will say so
  --help           this text

This is the operator's command: it knows no viewer and hides nothing. The exit code is 1 when there is no such patient.
Reads MONGODB_URI and DATA_DIR like npm start, whether or not the gateway runs.`;

const FORMS = ['bundle', 'ndjson'] as const;

interface Arguments {
  readonly patient: string | null;
  readonly form: (typeof FORMS)[number];
  readonly history: boolean;
  readonly output: string | null;
  readonly from: string;
  readonly help: boolean;
}

/** @throws Error with one line for the user. */
function readArguments(args: string[]): Arguments {
  const { values } = parseArgs({
    args,
    options: {
      patient: { type: 'string' },
      all: { type: 'boolean', default: false },
      history: { type: 'boolean', default: false },
      format: { type: 'string' },
      output: { type: 'string' },
      from: { type: 'string', default: '' },
      help: { type: 'boolean', default: false },
    },
  });
  const { patient = null, all, history, output = null, from, help } = values;
  const form = FORMS.find((name) => name === (values.format ?? (all ? 'ndjson' : 'bundle')));
  if (form === undefined) throw new Error('--format takes bundle or ndjson');
  if (!help && (patient === null) !== all) throw new Error('name one --patient, or --all; --help tells more');
  if (all && form !== 'ndjson') throw new Error('--all is written as --format ndjson');
  if (output !== null && form !== 'ndjson') throw new Error('--output takes files of --format ndjson');
  return { patient, form, history, output, from, help };
}

async function write(databases: Databases, asked: Arguments, out: Write): Promise<number> {
  const sink = asked.form === 'bundle' ? new BundleSink(out) : new NdjsonSink(out);
  const options: ExportOptions = { databases, sink, history: asked.history, from: asked.from };
  if (asked.patient !== null) return exportPatient(asked.patient, options);
  const progress = stepProgressOn(process.stderr, 'export', 'records', await countRecords(databases));
  try {
    return await exportAll({ ...options, onResources: (count) => progress.advance(count) });
  } finally {
    progress.stop();
  }
}

async function main(): Promise<void> {
  const asked = readArguments(process.argv.slice(2));
  if (asked.help) return console.log(HELP);
  const record = await openRecord({
    uri: process.env['MONGODB_URI'] || null,
    dataDir: process.env['DATA_DIR'] || '.data',
    holder: 'chartlens export',
    share: true,
    log: (line) => console.error(line),
  });
  try {
    const folder = asked.output === null ? null : folderOutput(asked.output, isProvenance);
    const resources = await write(record.databases, asked, folder?.write ?? writeTo(process.stdout));
    await folder?.end();
    if (resources === 0 && asked.patient !== null) throw new Error('there is no patient with this id');
    console.error(`export: ${resources} resources`);
  } finally {
    await record.close();
  }
}

/** A file may begin where a commit does. */
function isProvenance(line: string): boolean {
  return line.startsWith('{"resourceType":"Provenance"');
}

// Whoever reads no further ended the export, like `head`.
process.stdout.on('error', () => process.exit(1));

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'the export failed');
  process.exitCode = 1;
});
