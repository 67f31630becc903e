/** A record taken from place to place by the commands' own functions. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ExportOptions, exportAll, exportPatient } from '../../../subgraphs/exchange/export/export-record.js';
import { isCommitProvenance } from '../../../subgraphs/exchange/export/provenance.js';
import { BundleSink, NdjsonSink } from '../../../subgraphs/exchange/export/sinks.js';
import { kindCatalogue } from '../../../subgraphs/exchange/import/kind-catalogue.js';
import { runImport } from '../../../subgraphs/exchange/import/run-import.js';
import { DEFAULT_SOURCE } from '../../../subgraphs/exchange/normalise/references.js';
import { readSources } from '../../../subgraphs/exchange/read/read-sources.js';
import { RecordWriter } from '../../../subgraphs/shared/commits.js';
import { type Databases, openDatabases, type RecordDocument } from '../../../subgraphs/shared/databases.js';
import { SUBGRAPHS } from '../../../subgraphs/shared/record-kind.js';
import { mongoUri } from '../../support/engine.js';
import { QuietProgress } from '../import/support.js';

/** A record of its own. */
export interface Place {
  readonly databases: Databases;
  readonly writer: RecordWriter;
  take(paths: readonly string[], source?: string): Promise<void>;
  close(): Promise<void>;
}

export async function openPlace(prefix: string): Promise<Place> {
  const databases = await openDatabases({ uri: mongoUri(), prefix });
  await databases.ensureIndexes();
  const writer = new RecordWriter(databases);
  return {
    databases,
    writer,
    async take(paths, source = DEFAULT_SOURCE) {
      await runImport({ paths, source, writer, kinds: kindCatalogue, progress: new QuietProgress() });
    },
    async close() {
      await databases.drop();
      await databases.close();
    },
  };
}

export type Form = 'bundle' | 'ndjson';

/** The text of an export; of one patient, or of all. */
export async function exported(
  { databases }: Place,
  patient: string | null,
  form: Form,
  options: Partial<Pick<ExportOptions, 'history' | 'from'>> = {},
): Promise<string> {
  const texts: string[] = [];
  const write = async (text: string) => void texts.push(text);
  const sink = form === 'bundle' ? new BundleSink(write) : new NdjsonSink(write);
  const asked = { databases, sink, history: false, from: '', ...options };
  await (patient === null ? exportAll(asked) : exportPatient(patient, asked));
  return texts.join('');
}

/** A file with this text for as long as it is used. */
export async function withFile<T>(name: string, text: string, use: (path: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'chartlens-trip-'));
  try {
    writeFileSync(join(folder, name), text);
    return await use(join(folder, name));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `Type/id` and text of all resources in files, in their order; of those that stand there again the last. */
export async function resourcesIn(paths: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const item of readSources(paths)) {
    if (item.kind !== 'entry' || isCommitProvenance(item.entry.resource)) continue;
    const { resource, text } = item.entry;
    found.set(`${resource.resourceType}/${resource.id}`, onOneLine(text));
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** As NDJSON has it: line ends between tokens mean nothing. */
export function onOneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ');
}

/** All that the read model holds, without what tells of the spelling of texts. */
export async function readModelOf(
  { databases }: Place,
  only?: ReadonlySet<string>,
): Promise<Map<string, RecordDocument>> {
  const found = new Map<string, RecordDocument>();
  for (const name of SUBGRAPHS)
    for await (const document of databases.of(name).records.find({}).sort({ _id: 1 }))
      if (!only || only.has(document._id)) found.set(document._id, { ...document, hashes: [] });
  return found;
}
