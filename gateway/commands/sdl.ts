/** `npm run -s sdl -- --role R`: the schema of a role on standard output, for tools that write clients. */
import { parseArgs } from 'node:util';
import { readRoleSdl } from '../../schema/derive/generated.js';
import { isRole, ROLES } from '../../schema/policy/viewer.js';

const HELP = `Usage: npm run -s sdl -- --role ROLE

Prints the schema of a role in GraphQL SDL, as GET /schema.graphql gives it to a token of that role. Needs no gateway and
no database.

  --role ROLE  ${ROLES.join(', ')}
  --help       this text`;

function text(): string {
  const { values } = parseArgs({ options: { role: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) return `${HELP}\n`;
  if (!isRole(values.role)) throw new Error(`--role takes one of ${ROLES.join(', ')}. See --help.`);
  return readRoleSdl(values.role);
}

try {
  process.stdout.write(text());
} catch (error) {
  console.error(error instanceof Error ? error.message : 'the schema could not be read');
  process.exitCode = 1;
}
