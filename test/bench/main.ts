/** `npm run bench`: what chartlens costs against the least that its work can cost, side by side in one run. */
import 'reflect-metadata';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import '../../subgraphs/kinds.js';
import { type Databases, openDatabases } from '../../subgraphs/shared/databases.js';
import { findOrStartEngine } from '../../subgraphs/shared/mongo/index.js';
import { cohortFigures } from './cohort-figures.js';
import { importDemo, importFigures, removeFolder, writeDemo } from './import-figures.js';
import { readFigures } from './read-figures.js';
import { type Figure, type Settings, table } from './rounds.js';
import { writeFigures } from './write-figures.js';

const HELP = `Usage: npm run bench [-- --quick | --full] [--only import|reads|writes|cohorts]

Measures chartlens against the least that its work can cost, on demo data, in databases of its own which it removes.
Rounds run side by side, and every figure is a ratio within a round: the median, the lowest and the highest.

  --quick  a few short rounds, about two minutes (default)
  --full   more, longer rounds on more people
  --only   one group of figures: import (against insertMany), reads (against direct-mongo), writes (against bare
           inserts), cohorts (of 10^3 to 10^5 generated people, against a bare aggregation)
  --help   this text

Finds MongoDB as npm start does; MONGODB_URI names another. Progress goes to standard error, the table to standard
output. Fails when the gateway and direct-mongo do not give equal answers.`;

const log = (line: string) => console.error(line);
const QUICK: Settings = { rounds: 3, seconds: 3, connections: 8, people: 40, log };
const FULL: Settings = { rounds: 11, seconds: 8, connections: 8, people: 160, log };

const GROUPS = ['import', 'reads', 'writes', 'cohorts'] as const;
type Group = (typeof GROUPS)[number];

function isGroup(name: string): name is Group {
  return (GROUPS as readonly string[]).includes(name);
}

function readArguments(args: string[]): { help: boolean; settings: Settings; only: Group | null } {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      full: { type: 'boolean', default: false },
      only: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const { only = null } = values;
  if (only !== null && !isGroup(only)) throw new Error(`--only takes ${GROUPS.join(' or ')}`);
  if (values.quick && values.full) throw new Error('--quick or --full, not both');
  return { help: values.help, settings: values.full ? FULL : QUICK, only };
}

async function main(): Promise<void> {
  const { help, settings, only } = readArguments(process.argv.slice(2));
  if (help) return console.log(HELP);
  const dataDir = mkdtempSync(join(tmpdir(), 'chartlens-bench-'));
  const engine = await findOrStartEngine({
    uri: process.env['MONGODB_URI'] ?? '',
    dataDir,
    holder: 'chartlens benchmark',
    share: false,
    log,
  });
  const prefix = `bench${process.pid}`;
  const databases = await openDatabases({ uri: engine.uri, prefix });
  try {
    log(`MongoDB: ${engine.description}`);
    const figures = await measure({ uri: engine.uri, prefix, dataDir, databases, settings, only });
    console.log(table(figures));
    console.log(`Node ${process.version}, MongoDB: ${engine.description}.`);
  } finally {
    await databases.drop();
    await databases.close();
    await engine.stop();
    removeFolder(dataDir);
  }
}

interface Bench {
  readonly uri: string;
  readonly prefix: string;
  readonly dataDir: string;
  readonly databases: Databases;
  readonly settings: Settings;
  readonly only: Group | null;
}

async function measure({ uri, prefix, dataDir, databases, settings, only }: Bench): Promise<Figure[]> {
  if (only === 'cohorts') return cohortFigures(databases, settings);
  if (only === 'writes') return writeFigures(uri, prefix, settings);
  const folder = join(dataDir, 'demo');
  await writeDemo(folder, settings.people);
  await databases.ensureIndexes();
  log(`demo data: ${await importDemo(databases, folder)} records of ${settings.people} people`);
  const figures: Figure[] = [];
  if (only !== 'reads') figures.push(...(await importFigures(uri, prefix, folder, databases, settings)));
  if (only === null) {
    figures.push(...(await writeFigures(uri, prefix, settings)));
    figures.push(...(await cohortFigures(databases, settings)));
  }
  if (only !== 'import') figures.push(...(await readFigures(databases, { uri, prefix, dataDir }, settings)));
  return figures;
}

main().catch((error: unknown) => {
  log(error instanceof Error ? error.message : 'the benchmark failed');
  process.exitCode = 1;
});
