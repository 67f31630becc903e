/** `npm run -s schema:check -- REVISION`: what the schemas as they stand would break for clients of that revision. */
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { GENERATED, readRoleSdl } from '../../schema/derive/generated.js';
import { schemaChanges, vagueDeprecations } from '../../schema/diff/breaking.js';
import { fileAtRevision } from '../../schema/diff/revision.js';
import { ROLES, type Role } from '../../schema/policy/viewer.js';

const HELP = `Usage: npm run -s schema:check -- REVISION

Says for each role what its schema as it stands would break for clients written against a git revision (a commit, a branch,
a tag). A field may go when it was deprecated there with a reason that ends in "Goes on YYYY-MM-DD." and that day has come.

  --help  this text

The exit code is 0 when nobody's client breaks, 1 when one does or a deprecation does not say what to take instead and
when the field goes, 2 when the revision could not be read.`;

/** The lines on one role, and whether all is well with it. */
async function check(role: Role, revision: string, today: string): Promise<{ lines: string[]; isWell: boolean }> {
  const before = await fileAtRevision(revision, `schema/generated/roles/${role}.graphql`, dirname(dirname(GENERATED)));
  const after = readRoleSdl(role);
  const vague = vagueDeprecations(after).map((field) => `deprecated without an end: ${field}`);
  if (before === null) return { lines: ['new', ...vague], isWell: vague.length === 0 };
  const { breaking, announced, dangerous } = schemaChanges(before, after, today);
  const lines = [
    ...breaking.map((change) => `breaks: ${change}`),
    ...vague,
    ...announced.map((change) => `as announced: ${change}`),
    ...dangerous.map((change) => `take care: ${change}`),
  ];
  return { lines: lines.length === 0 ? ['nothing breaks'] : lines, isWell: breaking.length + vague.length === 0 };
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  if (values.help) return console.log(HELP);
  const [revision, ...rest] = positionals;
  if (revision === undefined || rest.length > 0) throw new Error('schema:check takes one git revision. See --help.');
  const today = new Date().toISOString().slice(0, 10);
  for (const role of ROLES) {
    const { lines, isWell } = await check(role, revision, today);
    for (const line of lines) console.log(`${role}: ${line}`);
    if (!isWell) process.exitCode = 1;
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'the schemas could not be compared');
  process.exitCode = 2;
});
