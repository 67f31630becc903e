/** `npm run -s persist -- --role R FILE...`: the manifest of the operations that a client asks. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { isRole, ROLES } from '../../schema/policy/viewer.js';
import { makeManifest } from '../manifest.js';

const HELP = `Usage: npm run -s persist -- --role ROLE FILE... > ROLE.json

Writes the manifest of all operations in GraphQL files to standard output, each with the fragments it needs. Put it as
ROLE.json into the folder that PERSISTED_OPERATIONS names.

  --role ROLE  ${ROLES.join(', ')}
  --help       this text

Fails when an operation has no name or does not fit the schema of the role.`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { role: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  if (values.help) return console.log(HELP);
  if (!isRole(values.role)) throw new Error(`--role takes one of ${ROLES.join(', ')}. See --help.`);
  if (positionals.length === 0) throw new Error('persist takes GraphQL files. See --help.');
  const texts = await Promise.all(positionals.map((file) => readFile(file, 'utf8')));
  console.log(JSON.stringify(makeManifest(values.role, texts), null, 2));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'the manifest could not be made');
  process.exitCode = 1;
});
