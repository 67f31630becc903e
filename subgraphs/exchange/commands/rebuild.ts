/** `npm run rebuild`: builds the read model anew from the commits, to the same bytes. */
import 'reflect-metadata';
import '../../kinds.js';
import { openRecord } from '../../open-record.js';
import { SUBGRAPHS } from '../../shared/record-kind.js';
import { lineProgress } from '../report/line-progress.js';

const HELP = `Usage: npm run -s rebuild

Builds the read model (what GraphQL serves) anew from the commits, and nothing else: no commit is changed.
Reads MONGODB_URI and DATA_DIR like npm start, and may run beside it; answers are incomplete until it ends.`;

async function main(): Promise<void> {
  if (process.argv.includes('--help')) return console.log(HELP);
  const log = (line: string) => console.error(line);
  const record = await openRecord({
    uri: process.env['MONGODB_URI'] || null,
    dataDir: process.env['DATA_DIR'] || '.data',
    holder: 'chartlens rebuild',
    share: true,
    log,
  });
  try {
    let commits = 0;
    for (const name of SUBGRAPHS) commits += await record.databases.of(name).commits.countDocuments();
    const progress = lineProgress('rebuild', 'commits', commits);
    let records = 0;
    await record.writer.rebuild((held) => {
      records += held;
      progress.advance(1);
    });
    progress.stop();
    console.log(`${records} versions of records projected from ${commits} commits`);
  } finally {
    await record.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'the rebuild failed');
  process.exitCode = 1;
});
