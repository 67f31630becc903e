/** Fetches one mongod with mongodb-memory-server-core. Arguments: the version, the folder. Prints its path. */
import { MongoBinary } from 'mongodb-memory-server-core/lib/util/MongoBinary.js';

const [version = '', downloadDir = ''] = process.argv.slice(2);

try {
  const path = await MongoBinary.getPath({ version, downloadDir, checkMD5: true });
  process.stdout.write(`\nmongod: ${path}\n`, () => process.exit(0));
} catch (error) {
  process.stderr.write(`\nE: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}\n`, () =>
    process.exit(1),
  );
}
