/** `npm run bench`: what chartlens costs against the least that its work can cost, side by side in one run. */
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { GROUPS, type Group, isGroup, MARKED, measure } from './groups.js';
import { openProgress, type Progress } from './progress.js';
import { withRecord } from './record.js';
import { method, type Settings, type Turns, table } from './rounds.js';

const HELP = `Usage: npm run bench [-- --quick | --full] [--only GROUP[,GROUP...]] [--markdown]

Measures chartlens against the least that its work can cost, on demo data, in databases of its own which it removes.
Rounds run side by side. Of each figure the table shows the median of the rounds and their spread, and the mark that was
set for it: met, or missed.

  --quick     a few short rounds of the figures that have a mark, some ten minutes (default)
  --full      more, longer rounds of all figures on more people, up to 10^5: half an hour
  --only      some groups of figures:
                reads       full chart and page of claims against direct-mongo, written by hand
                naive       the same against a naive stack: four processes, shield on each field, hydrated documents
                processes   the same as five processes against one (no mark)
                insurer     an insurer's view of a patient against the full chart
                policy      guard and store standing against both open
                trail       the trail on against off
                growth      16 times the observations
                people      a chart among more and more people
                operations  an operation that comes again, and one that is new
                load        resident memory with all roles asking, latency at 70 % of the peak
                start       from the command to readiness
                console     the console's first page, in a Chromium where there is one
                import      records a second against insertMany (no mark)
                writes      writes against bare inserts (no mark)
                cohorts     of 10^3 and more generated people, against a bare aggregation (no mark)
  --markdown  prints the table alone, as it stands in the README
  --help      this text

Finds MongoDB as npm start does; MONGODB_URI names another. Progress goes to standard error, the table to standard
output. Fails when two stacks that should give equal answers do not.`;

const QUICK = {
  ...{ rounds: 3, seconds: 1.2, connections: 8, warmUp: 1500, people: 120 },
  contests: { rounds: 5, turns: 8, seconds: 0.2 },
  pairs: { rounds: 5, turns: 12, seconds: 0.25 },
};
const FULL = {
  ...{ rounds: 11, seconds: 6, connections: 8, warmUp: 1000, people: 160 },
  contests: { rounds: 11, turns: 20, seconds: 0.3 },
  pairs: { rounds: 15, turns: 20, seconds: 0.3 },
};
const QUICK_CROWDS = [1_000, 10_000] as const;
const FULL_CROWDS = [1_000, 10_000, 100_000] as const;

const told = ({ rounds, turns, seconds }: Turns) => `${rounds} rounds of ${turns} turns of ${seconds} s`;

interface Arguments {
  readonly help: boolean;
  readonly markdown: boolean;
  readonly groups: readonly Group[];
  readonly settings: Omit<Settings, 'log'>;
}

function readArguments(args: string[]): Arguments {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      full: { type: 'boolean', default: false },
      only: { type: 'string' },
      markdown: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const all = values.full ? GROUPS : MARKED;
  const named = (values.only ?? all.join()).split(',').map((name) => name.trim());
  const groups = named.filter(isGroup);
  if (groups.length < named.length) throw new Error(`--only takes ${GROUPS.join(', ')}`);
  if (values.quick && values.full) throw new Error('--quick or --full, not both');
  const { help, markdown } = values;
  const settings = values.full ? { ...FULL, crowds: FULL_CROWDS } : { ...QUICK, crowds: QUICK_CROWDS };
  return { help, markdown, groups, settings };
}

async function run({ groups, settings, markdown }: Arguments, progress: Progress): Promise<void> {
  const { log } = progress;
  const began = performance.now();
  const { figures, engine } = await withRecord('chartlens benchmark', log, async (record) => {
    log(`MongoDB: ${record.engine}`);
    return { figures: await measure(record, groups, { ...settings, log }, progress.group), engine: record.engine };
  });
  progress.stop();
  console.log(table(figures));
  if (markdown) return;
  const minutes = ((performance.now() - began) / 60_000).toFixed(1);
  console.log(`\n${method(figures)}`);
  console.log(
    `\nServers side by side: ${told(settings.contests)}, small differences ${told(settings.pairs)}; ${settings.connections} connections; ${minutes} minutes.`,
  );
  console.log(`Node ${process.version}, MongoDB: ${engine.replace(/ on \/.*$/, '')}.`);
}

async function main(): Promise<void> {
  const asked = readArguments(process.argv.slice(2));
  if (asked.help) return console.log(HELP);
  const progress = openProgress(asked.groups.length);
  try {
    await run(asked, progress);
  } finally {
    progress.stop();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'the benchmark failed');
  process.exitCode = 1;
});
