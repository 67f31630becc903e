/** `npm run -s audit:export`: the trail as FHIR R4 AuditEvents on standard output. */
import { userInfo } from 'node:os';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import type { mongo } from 'mongoose';
import type { TrailEntry } from '../../schema/policy/trail.js';
import { auditEvent } from '../../subgraphs/administrative/audit-event/fhir-audit-event.js';
import { dateRange } from '../../subgraphs/exchange/normalise/dates.js';
import { isRecordId } from '../claims.js';
import { Trail } from '../trail.js';
import { trailIn } from '../trail-store.js';
import { type OpenTrail, withTrail } from './open-trail.js';

const HELP = `Usage: npm run -s audit:export [-- options]

Writes the audit trail to standard output as FHIR R4 AuditEvents (in the shape of IHE BALP), earliest first. Only what was
written before the command began is in it. The export itself is put into the trail first: who ran it, and of whom.

  --from DATE     not before this FHIR date (a year, month, day or instant; days are days in UTC)
  --to DATE       not after it
  --patient ID    only what was shown of this patient, and of entries with others only their part
  --format WHICH  ndjson (one AuditEvent a line, the default) or bundle (one Bundle of type collection)
  --help          this text

Reads MONGODB_URI and DATA_DIR like npm start, and runs with or without a running gateway.`;

const FORMATS = ['ndjson', 'bundle'] as const;

interface Options {
  readonly from: Date | null;
  readonly to: Date | null;
  readonly patient: string | null;
  readonly format: (typeof FORMATS)[number];
}

/** @throws Error with one line for the user; null when only help was asked for. */
function readOptions(args: string[]): Options | null {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: { from: text, to: text, patient: text, format: text, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return null;
  const format = FORMATS.find((each) => each === (values.format ?? 'ndjson'));
  if (!format) throw new Error(`--format takes ${FORMATS.join(' or ')}`);
  if (values.patient !== undefined && !isRecordId(values.patient))
    throw new Error('--patient takes the id of a patient');
  return {
    from: readDate('from', values.from)?.start ?? null,
    to: readDate('to', values.to)?.end ?? null,
    patient: values.patient ?? null,
    format,
  };
}

function readDate(name: string, text: string | undefined) {
  if (text === undefined) return null;
  const range = dateRange(text);
  if (!range.start) throw new Error(`--${name} takes a FHIR date: YYYY, YYYY-MM, YYYY-MM-DD or an instant`);
  return range;
}

async function run(options: Options, trail: OpenTrail): Promise<void> {
  const { patient, format, from, to } = options;
  const now = new Date();
  const filter: mongo.Filter<TrailEntry> = {
    ...(patient !== null && { patients: patient }),
    at: { ...(from && { $gte: from }), $lte: to && to < now ? to : now },
  };
  await recordExport(options, await trail.stored.entries.countDocuments(filter), trail);
  const entries = trail.stored.entries.find(filter, { sort: { at: 1, _id: 1 }, batchSize: 500 });
  const text = format === 'bundle' ? bundleText(events(entries, patient), now) : lines(events(entries, patient));
  await pipeline(Readable.from(text), process.stdout, { end: false });
}

/** Reading the trail stands in the trail, here too. Rejects when it cannot be written, and then nothing is exported. */
async function recordExport({ patient }: Options, count: number, { database, dataDir }: OpenTrail): Promise<void> {
  const trail = new Trail(trailIn({ trail: database }, dataDir));
  await trail.append({
    at: new Date(),
    viewer: {
      subject: userInfo().username,
      role: 'auditor',
      organization: null,
      patient: null,
      purpose: 'HCOMPL',
      tokenId: null,
      width: null,
    },
    operation: 'audit_export',
    outcome: 'disclosed',
    code: null,
    disclosures: [{ kind: 'AuditEvent', patient, count }],
  });
  trail.close();
}

async function* events(entries: AsyncIterable<TrailEntry>, patient: string | null): AsyncGenerator<string> {
  for await (const entry of entries) {
    const disclosures = entry.disclosures.filter((row) => patient === null || row.patient === patient);
    yield JSON.stringify(auditEvent({ ...entry, disclosures }));
  }
}

async function* lines(texts: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const text of texts) yield `${text}\n`;
}

async function* bundleText(texts: AsyncIterable<string>, at: Date): AsyncGenerator<string> {
  yield `{"resourceType":"Bundle","type":"collection","timestamp":"${at.toISOString()}"`;
  let entries = 0;
  // R4 knows no empty lists.
  for await (const text of texts) yield `${entries++ === 0 ? ',"entry":[' : ','}\n{"resource":${text}}`;
  yield entries > 0 ? ']}\n' : '}\n';
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) return console.log(HELP);
  await withTrail('chartlens audit:export', (trail) => run(options, trail));
}

main().catch((error: unknown) => {
  // Whoever reads us has read enough.
  if ((error as NodeJS.ErrnoException).code === 'EPIPE') return;
  console.error(error instanceof Error ? error.message : 'the trail could not be exported');
  process.exitCode = 1;
});
