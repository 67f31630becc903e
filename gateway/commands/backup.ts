/** `npm run -s backup -- --to FOLDER`: an archive of the record. */
import { parseArgs } from 'node:util';
import { stepProgressOn } from '../../subgraphs/exchange/report/line-progress.js';
import { count } from '../../subgraphs/exchange/report/table.js';
import { backUp, documentsIn } from '../backup/backup.js';
import { readArchiveKey } from '../backup/seal.js';
import { withDatabases } from './open-databases.js';

const HELP = `Usage: npm run -s backup -- --to FOLDER

Writes all that nothing else could be built from into a new folder: the commits (records, consents and all versions), the
audit trail, the ledger of what was told of the population, and saved cohorts. Gateways and imports may go on meanwhile: what
was acknowledged before the backup began is in it.

  --to FOLDER  a folder that does not exist or is empty
  --help       this text

Not in it, and to be kept elsewhere: the read model (restore builds it anew), DATA_DIR/population.key (with it the
pseudonyms of the population stay what they were), DATA_DIR/trail-heads, SUBGRAPH_SECRET. The files hold health records; only
their owner may read them. With BACKUP_KEY_FILE (a file with 64 digits in hex, as openssl rand -hex 32 makes them) or BACKUP_KEY
(the digits) they are encrypted, AES-256-GCM; without the key nobody restores them, so keep it apart. Reads MONGODB_URI and DATA_DIR like npm start.`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { to: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) return console.log(HELP);
  const { to } = values;
  if (!to) throw new Error('--to takes the folder of the backup. See --help.');
  const key = readArchiveKey(process.env);
  const uri = process.env['MONGODB_URI'] || null;
  const dataDir = process.env['DATA_DIR'] || '.data';
  const log = (line: string) => console.error(line);
  await withDatabases({ uri, dataDir, holder: 'chartlens backup', log }, async (databases) => {
    const progress = stepProgressOn(process.stderr, 'backup', 'documents', await documentsIn(databases));
    try {
      const parts = await backUp(databases, { folder: to, key }, () => progress.advance(1));
      progress.stop();
      for (const { name, documents } of parts) console.log(`${name}: ${count(documents)}`);
    } finally {
      progress.stop();
    }
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'the backup failed');
  process.exitCode = 1;
});
