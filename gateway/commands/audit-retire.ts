/** `npm run -s audit:retire`: takes chains out of the trail that are older than the law asks for. */
import { parseArgs } from 'node:util';
import { dateRange } from '../../subgraphs/exchange/normalise/dates.js';
import { columns, count } from '../../subgraphs/exchange/report/table.js';
import { Trail } from '../trail.js';
import { headsFolder, readHeads } from '../trail-heads.js';
import { RetirementRefused, retireChains } from '../trail-retire.js';
import { KEPT_YEARS, type RetiredChain } from '../trail-retired.js';
import { trailIn } from '../trail-store.js';
import { type OpenTrail, withTrail } from './open-trail.js';

const HELP = `Usage: npm run -s audit:retire -- --before DATE [--apply --as SUBJECT]

Says which chains of the audit trail ended before DATE (YYYY, YYYY-MM or YYYY-MM-DD), and takes them out of it where told
to. DATE lies ${KEPT_YEARS} years back at least (45 CFR 164.316(b)(2)(i), 164.528(a)(1)); how much longer is for your law to say. Only
whole chains go, and only of a trail that is whole: the last entry of each stays known, the trail itself attests that they
were retired, by whom and when, and npm run audit:verify still shows whatever was cut. npm run -s audit:export, or a back-up,
keeps them elsewhere before.

  --apply       takes them out; without it nothing is changed
  --as SUBJECT  who decided it, for the trail
  --help        this text

The exit code is 0, 1 when it is refused, 2 when the trail could not be read. Reads MONGODB_URI and DATA_DIR like npm start.`;

interface Options {
  readonly before: Date;
  /** Who decided it; null for a look only. */
  readonly subject: string | null;
}

function readOptions(): Options | null {
  const { values } = parseArgs({
    options: {
      before: { type: 'string' },
      apply: { type: 'boolean', default: false },
      as: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return null;
  const before = dateRange(values.before).start;
  if (!before) throw new RetirementRefused('--before takes a date: YYYY, YYYY-MM or YYYY-MM-DD');
  if (values.apply && !values.as?.trim()) throw new RetirementRefused('--apply wants --as SUBJECT: who decided it');
  return { before, subject: values.apply ? (values.as?.trim() ?? null) : null };
}

async function retire({ before, subject }: Options, trail: OpenTrail): Promise<readonly RetiredChain[]> {
  const { stored, database, dataDir } = trail;
  const kept = await readHeads(headsFolder(dataDir, database.databaseName));
  const writing = subject === null ? null : new Trail(trailIn({ trail: database }, dataDir));
  try {
    return await retireChains(stored, { before, now: new Date(), subject: subject ?? '', kept, trail: writing });
  } finally {
    writing?.close();
  }
}

function report(chains: readonly RetiredChain[], applied: boolean): void {
  const byYear = new Map<string, { chains: number; entries: number }>();
  for (const { last, entries } of chains) {
    const year = String(last.getUTCFullYear());
    const sum = byYear.get(year) ?? { chains: 0, entries: 0 };
    byYear.set(year, { chains: sum.chains + 1, entries: sum.entries + entries });
  }
  const rows = [...byYear].map(([year, sum]) => [year, count(sum.chains), count(sum.entries)]);
  if (rows.length > 0) console.log(columns([['ended in', 'chains', 'entries'], ...rows]).join('\n'));
  const entries = chains.reduce((sum, chain) => sum + chain.entries, 0);
  const what = `${count(chains.length)} chains with ${count(entries)} entries`;
  console.log(applied ? `retired: ${what}` : `would be retired: ${what}. Nothing was changed: --apply does it`);
}

async function main(): Promise<void> {
  const options = readOptions();
  if (!options) return console.log(HELP);
  report(await withTrail('chartlens audit:retire', (trail) => retire(options, trail)), options.subject !== null);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'the trail could not be read');
  process.exitCode = error instanceof RetirementRefused ? 1 : 2;
});
