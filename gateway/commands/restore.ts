/** `npm run -s restore -- --from FOLDER`: an archive into an empty record, checked before and after. */
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { type StepProgress, stepProgressOn } from '../../subgraphs/exchange/report/line-progress.js';
import { count } from '../../subgraphs/exchange/report/table.js';
import '../../subgraphs/kinds.js';
import { type Restored, restore } from '../backup/restore.js';
import { readArchiveKey } from '../backup/seal.js';
import { withDatabases } from './open-databases.js';

const HELP = `Usage: npm run -s restore -- --from FOLDER

Puts a backup into an empty record: checks the hashes of the backup before it writes anything, writes, builds the read model
anew, and verifies the audit trail. Stop the gateway first; start it when this has ended well.

  --from FOLDER  what npm run backup wrote
  --help         this text

The exit code is 0 when all is there and the trail is whole, 1 when the trail is not whole, 2 when nothing could be restored.
A backup under a key needs BACKUP_KEY_FILE or BACKUP_KEY as it was written with. A run that was cut off leaves a record in part: empty its databases and run it again. Compare the heads that were kept outside
with npm run audit:verify, and build the population with npm run population:rebuild. Reads MONGODB_URI and DATA_DIR like
npm start.`;

function report({ manifest, documents, versions, trail }: Restored): void {
  console.log(`backup of ${manifest.at}: ${count(documents)} documents, ${count(versions)} versions of records`);
  const [first] = trail.findings;
  if (first) {
    console.log(`the trail is not whole: chain ${first.chain}, entry ${first.seq}: ${first.what}`);
    process.exitCode = 1;
  } else console.log(`the trail is whole: ${count(trail.entries)} entries in ${count(trail.chains)} chains`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { from: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) return console.log(HELP);
  const { from } = values;
  if (!from) throw new Error('--from takes the folder of the backup. See --help.');
  const key = readArchiveKey(process.env);
  const uri = process.env['MONGODB_URI'] || null;
  const dataDir = process.env['DATA_DIR'] || '.data';
  const log = (line: string) => console.error(line);
  let bar: StepProgress | null = null;
  const progress = {
    start(documents: number) {
      bar = stepProgressOn(process.stderr, 'restore', 'steps', documents);
    },
    advance: (documents: number) => bar?.advance(documents),
  };
  await withDatabases({ uri, dataDir, holder: 'chartlens restore', log }, async (databases) => {
    try {
      report(await restore(databases, { folder: from, key }, progress));
    } finally {
      bar?.stop();
    }
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'nothing could be restored');
  process.exitCode = 2;
});
