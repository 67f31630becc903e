/** `policy -- diff`: who gains and who loses what since a revision. */
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { buildPolicy } from '../../schema/build.js';
import { GENERATED } from '../../schema/derive/generated.js';
import { comparePolicies, somebodyGains } from '../../schema/diff/compare.js';
import { policyAt } from '../../schema/diff/revision.js';
import { changesInWords } from '../../schema/diff/words.js';

export const DIFF_HELP = `Usage: npm run -s policy -- diff REVISION [OTHER] [options]

Says who gains and who loses what between the policy of a git revision (a commit, a branch, a tag) and that of the sources
as they stand, or of a second revision: fields by kind of information, records in reach, sensitivity labels, consent.

  --all     name every field instead of the first few
  --check   exit with 1 when somebody gains: for a pipeline that asks a privacy officer then
  --help    this text`;

const OPTIONS = {
  all: { type: 'boolean' },
  check: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export interface DiffResult {
  readonly text: string;
  /** 1 where --check was asked and somebody gains. */
  readonly exitCode: 0 | 1;
}

/** @throws RevisionError, and Error for a wrong option. */
export async function diffCommand(
  args: readonly string[],
  folder: string = dirname(dirname(GENERATED)),
): Promise<DiffResult> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: OPTIONS,
    strict: true,
    allowPositionals: true,
  });
  if (values.help) return { text: DIFF_HELP, exitCode: 0 };
  const [revision, other, ...rest] = positionals;
  if (revision === undefined || rest.length > 0) throw new Error('diff takes one git revision, or two. See --help.');
  const before = await policyAt(revision, folder);
  const after = other === undefined ? (await buildPolicy()).data : await policyAt(other, folder);
  const changes = comparePolicies(before, after);
  return {
    text: changesInWords(changes, before, after, { all: values.all ?? false }).join('\n'),
    exitCode: values.check && somebodyGains(changes) ? 1 : 0,
  };
}
