/** Import as a share of the rate of a bare insertMany of what it leaves behind. */
import { mkdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type mongoose from 'mongoose';
import { demoBundles } from '../../subgraphs/exchange/demo/index.js';
import { kindCatalogue } from '../../subgraphs/exchange/import/kind-catalogue.js';
import { runImport } from '../../subgraphs/exchange/import/run-import.js';
import type { Progress } from '../../subgraphs/exchange/report/progress.js';
import { RecordWriter } from '../../subgraphs/shared/commits.js';
import { type Databases, openDatabases } from '../../subgraphs/shared/databases.js';
import { SUBGRAPHS } from '../../subgraphs/shared/record-kind.js';
import { type Figure, rotated, type Settings } from './rounds.js';

type Document = { _id: string } & Record<string, unknown>;
type Collection = mongoose.mongo.Collection<Document>;

/** What an import left in the databases: collections of documents. */
interface Left {
  readonly records: readonly (readonly [database: (typeof SUBGRAPHS)[number], documents: Document[]])[];
  readonly commits: readonly (readonly [database: (typeof SUBGRAPHS)[number], documents: Document[]])[];
}

const SILENT: Progress = { start() {}, read() {}, done() {}, line() {}, stop() {} };
/** Documents in one insertMany. */
const BATCH = 1000;

/** Writes the demo data as files, a bundle each. */
export async function writeDemo(folder: string, people: number): Promise<void> {
  mkdirSync(folder, { recursive: true });
  let number = 0;
  for (const bundle of demoBundles({ people })) {
    const file = await open(join(folder, `${String(number++).padStart(5, '0')}.json`), 'w');
    await file.writeFile(JSON.stringify(bundle));
    await file.close();
  }
}

/** Imports a folder of demo data by the way of every import. Returns how many records were new. */
export async function importDemo(databases: Databases, folder: string): Promise<number> {
  const writer = new RecordWriter(databases);
  let records = 0;
  const done = (count: number) => {
    records += count;
  };
  const progress = { ...SILENT, done };
  const summary = await runImport({ paths: [folder], source: 'default', writer, kinds: kindCatalogue, progress });
  if (summary.rejections > 0) throw new Error('the demo data was rejected');
  return records;
}

interface Contestant {
  readonly name: string;
  readonly indexed: boolean;
  /** Returns the records that were written. */
  readonly run: (databases: Databases) => Promise<number>;
}

export async function importFigures(
  uri: string,
  prefix: string,
  folder: string,
  left: Databases,
  settings: Settings,
): Promise<Figure[]> {
  const { rounds, log } = settings;
  const documents = await leftBehind(left);
  const contestants: Contestant[] = [
    { name: 'import', indexed: true, run: (databases) => importDemo(databases, folder) },
    { name: 'records', indexed: false, run: (databases) => insert(databases, documents, false) },
    { name: 'both', indexed: true, run: (databases) => insert(databases, documents, true) },
  ];
  const rates = new Map<string, { rate: number; cpu: number }[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const contestant of rotated(contestants, round)) {
      const taken = await timed(uri, `${prefix}_${contestant.name}${round}`, contestant);
      // Round 0 warms up.
      if (round > 0) rates.get(contestant.name)?.push(taken);
    }
    log(round === 0 ? 'import: warmed up' : `import: round ${round} of ${rounds}`);
  }
  const ratios = (against: string, of: (taken: { rate: number; cpu: number }, base: typeof taken) => number) =>
    (rates.get('import') ?? []).map((taken, round) => {
      const base = rates.get(against)?.[round];
      return base ? of(taken, base) : Number.NaN;
    });
  const how = `records a second, ${settings.people} people, files to a fresh database; ${rounds} rounds`;
  return [
    {
      name: 'import, records a second',
      against: '`insertMany` of its records, no indexes',
      values: ratios('records', (ours, base) => ours.rate / base.rate),
      unit: 'share',
      how,
    },
    {
      name: 'import, records a second',
      against: '`insertMany` of its commits and records, same indexes',
      values: ratios('both', (ours, base) => ours.rate / base.rate),
      unit: 'share',
      how,
    },
    {
      name: 'import, CPU for each record',
      against: '`insertMany` of its commits and records, same indexes',
      values: ratios('both', (ours, base) => ours.cpu / base.cpu),
      unit: 'times',
      how: `CPU for each record of the writing process, the database apart; ${rounds} rounds`,
    },
  ];
}

async function timed(uri: string, prefix: string, { indexed, run }: Contestant) {
  const databases = await openDatabases({ uri, prefix });
  try {
    if (indexed) await databases.ensureIndexes();
    const cpu = process.cpuUsage();
    const start = performance.now();
    const records = await run(databases);
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    return { rate: records / seconds, cpu: (user + system) / records };
  } finally {
    await databases.drop();
    await databases.close();
  }
}

async function leftBehind(databases: Databases): Promise<Left> {
  const all = async (name: 'records' | 'commits') => {
    const read = [];
    for (const database of SUBGRAPHS)
      read.push([database, await collection(databases, database, name).find().toArray()] as const);
    return read;
  };
  return { records: await all('records'), commits: await all('commits') };
}

async function insert(databases: Databases, left: Left, withCommits: boolean): Promise<number> {
  let records = 0;
  for (const [database, documents] of left.records) {
    // Those that others imply were not in the files.
    records += documents.filter((document) => document['version'] !== 0).length;
    await insertAll(collection(databases, database, 'records'), documents);
  }
  if (withCommits)
    // A commit holds many versions: fewer to a batch, of about the same size.
    for (const [database, documents] of left.commits)
      await insertAll(collection(databases, database, 'commits'), documents, BATCH / 20);
  return records;
}

async function insertAll(into: Collection, documents: readonly Document[], batch = BATCH): Promise<void> {
  for (let start = 0; start < documents.length; start += batch)
    await into.insertMany(documents.slice(start, start + batch), { ordered: false });
}

function collection(databases: Databases, database: (typeof SUBGRAPHS)[number], name: string): Collection {
  return databases.of(database).native.collection<Document>(name);
}

/** Empties a folder that a figure made. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
