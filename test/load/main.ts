/** `npm run load`: finds the most that the gateway answers, then asks for three times as much. */
import 'reflect-metadata';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FIRST_QUESTIONS } from '../../gateway/first-questions.js';
import '../../subgraphs/kinds.js';
import { type Databases, openDatabases } from '../../subgraphs/shared/databases.js';
import { findOrStartEngine } from '../../subgraphs/shared/mongo/index.js';
import { Measured } from '../bench/child.js';
import { importDemo, removeFolder, writeDemo } from '../bench/import-figures.js';
import { chartsOf, partiesOf } from '../bench/parties.js';
import { CHART } from '../bench/questions.js';
import { median } from '../bench/rounds.js';
import { type Asked, type Outcome, offer } from './offer.js';

const HELP = `Usage: npm run load [-- --seconds N] [--people N]

Finds the peak: the most charts that the gateway answers in a second to clinicians, over growing numbers of connections.
Then it offers the peak and three times the peak by turns, in three rounds; then three times the peak by clinicians who ask
for half of it and analysts for the rest. The gateway runs in a process of its own, the load in this one.

  --seconds N  how long each step lasts (default 5)
  --people N   people of the demo data (default 40)
  --help       this text

Exit code 0 when at three times the peak the answers are at least 90 % of it, and analysts take no clinician's answer
away (90 % of what clinicians asked for); 1 otherwise. Finds MongoDB as npm start does, in databases of its own, which it removes.`;

const log = (line: string) => console.error(line);
const STEPS = [1, 2, 4, 8, 16];
const CHARTS = 16;
const TIMES = 3;
const MARK = 0.9;
const ROUNDS = 3;

interface Row extends Outcome {
  readonly name: string;
}

interface Parties {
  readonly clinician: Asked;
  readonly analyst: Asked;
}

async function measure({ clinician, analyst }: Parties, seconds: number): Promise<{ rows: Row[]; met: boolean }> {
  const rows: Row[] = [];
  const step = async (name: string, run: Promise<Outcome>): Promise<Outcome> => {
    const outcome = await run;
    rows.push({ name, ...outcome });
    log(`${name}: ${outcome.answered.toFixed(0)} answered in a second`);
    return outcome;
  };
  await offer(clinician, { seconds, connections: 8 });
  await offer(analyst, { seconds: 1, connections: 2 });
  let peak = { answered: 0, connections: 1 };
  for (const connections of STEPS) {
    const { answered } = await step(`clinicians, ${connections} at once`, offer(clinician, { seconds, connections }));
    if (answered > peak.answered) peak = { answered, connections };
  }
  const { kept, most } = await overRounds(clinician, peak, seconds, step);
  const rate = most * TIMES;
  const half = most / 2;
  const flood = offer(analyst, { seconds: seconds * 2, connections: Math.ceil(rate), rate: rate - half });
  const served = step(
    'clinicians, half the peak',
    offer(clinician, { seconds: seconds * 2, connections: Math.ceil(half), rate: half }),
  );
  await step('while analysts ask for the rest', flood);
  const beside = await served;
  const fair = beside.answered / beside.offered;
  log(`at ${TIMES} times the peak: ${percent(kept)} of the peak (median of ${ROUNDS} rounds, mark ${percent(MARK)})`);
  log(`beside the analysts: ${percent(fair)} of what clinicians asked for (mark ${percent(MARK)})`);
  return { rows, met: kept >= MARK && fair >= MARK };
}

type Step = (name: string, run: Promise<Outcome>) => Promise<Outcome>;

/** Peak and overload by turns: what else the machine does meanwhile then weighs on both. */
async function overRounds(
  clinician: Asked,
  { connections }: { readonly connections: number },
  seconds: number,
  step: Step,
): Promise<{ kept: number; most: number }> {
  const ratios: number[] = [];
  let most = 0;
  for (let round = 1; round <= ROUNDS; round++) {
    const { answered } = await step(`round ${round}: peak`, offer(clinician, { seconds, connections }));
    const rate = answered * TIMES;
    const over = await step(
      `round ${round}: ${TIMES} times as much`,
      offer(clinician, { seconds, connections: Math.ceil(rate), rate }),
    );
    ratios.push(over.answered / answered);
    most = Math.max(most, answered);
  }
  return { kept: median(ratios), most };
}

function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`;
}

function table(rows: readonly Row[]): string {
  const head = ['who', 'offered/s', 'answered/s', 'shed/s', 'failed/s', 'median ms', '99 % ms'];
  const cells = rows.map(({ name, offered, answered, shed, failed, median, p99 }) => [
    name,
    ...[offered, answered, shed, failed, median, p99].map((number) => number.toFixed(1)),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...cells].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...cells.map(line)].join('\n');
}

async function askers(databases: Databases, { ready }: Measured): Promise<Parties> {
  const { provider } = await partiesOf(databases);
  const charts = await chartsOf(databases, provider, CHARTS);
  const { url, tokens = {} } = ready;
  return {
    clinician: {
      url,
      token: tokens['clinician'] ?? '',
      bodies: charts.map((id) => JSON.stringify({ query: CHART, variables: { id } })),
    },
    analyst: {
      url,
      token: tokens['analyst'] ?? '',
      bodies: [JSON.stringify({ query: FIRST_QUESTIONS.analyst.query })],
    },
  };
}

function readNumber(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${name} takes a whole number of 1 or more`);
  return number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '5' },
      people: { type: 'string', default: '40' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(HELP);
  const seconds = readNumber('seconds', values.seconds);
  const people = readNumber('people', values.people);
  const dataDir = mkdtempSync(join(tmpdir(), 'chartlens-load-'));
  const uri = process.env['MONGODB_URI'] ?? '';
  const engine = await findOrStartEngine({ uri, dataDir, holder: 'chartlens load', share: false, log });
  const prefix = `load${process.pid}`;
  const databases = await openDatabases({ uri: engine.uri, prefix });
  try {
    const folder = join(dataDir, 'demo');
    await writeDemo(folder, people);
    await databases.ensureIndexes();
    log(`demo data: ${await importDemo(databases, folder)} records of ${people} people`);
    const gateway = await Measured.start('gateway', new URL('./gateway.js', import.meta.url), {
      uri: engine.uri,
      prefix,
      dataDir,
    });
    try {
      const { rows, met } = await measure(await askers(databases, gateway), seconds);
      console.log(table(rows));
      console.log(`Node ${process.version}, MongoDB: ${engine.description}.`);
      if (!met) process.exitCode = 1;
    } finally {
      await gateway.stop();
    }
  } finally {
    await databases.drop();
    await databases.close();
    await engine.stop();
    removeFolder(dataDir);
  }
}

main().catch((error: unknown) => {
  log(error instanceof Error ? error.message : 'the load failed');
  process.exitCode = 1;
});
