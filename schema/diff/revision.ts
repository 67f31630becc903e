/** The policy of an earlier revision, out of git: its policy.json, or the access matrix of revisions from before that. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { parsePolicyData } from '../policy/policy-data.js';
import type { PolicyOfRevision } from './compare.js';
import { policyOfMatrix } from './matrix-page.js';

const run = promisify(execFile);

/** Names what is wrong with a revision, for whoever typed it. */
export class RevisionError extends Error {}

const FILES = { data: 'schema/generated/policy.json', matrix: 'schema/generated/access-matrix.md' } as const;

/** @throws RevisionError for an unknown revision, a folder without git, and a revision without a policy. */
export async function policyAt(revision: string, folder: string): Promise<PolicyOfRevision> {
  const commit = await commitOf(revision, folder);
  const data = await fileAt(commit, FILES.data, folder);
  if (data !== null) return readable(revision, () => parsePolicyData(data));
  const page = await fileAt(commit, FILES.matrix, folder);
  if (page === null) throw new RevisionError(`The revision ${revision} has neither ${FILES.data} nor ${FILES.matrix}.`);
  return readable(revision, () => policyOfMatrix(page));
}

/**
 * The text of a file as it stood at a revision; null where there was none.
 * @throws RevisionError for an unknown revision and a folder without git.
 */
export async function fileAtRevision(revision: string, path: string, folder: string): Promise<string | null> {
  return fileAt(await commitOf(revision, folder), path, folder);
}

/** The full id of a revision. A name that begins with a dash would be an option to git. */
async function commitOf(revision: string, folder: string): Promise<string> {
  const asked = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const found = await git(asked, folder);
  if (found !== null) return found.trim();
  if ((await git(['rev-parse', '--git-dir'], folder)) === null)
    throw new RevisionError(`Earlier policies are kept by git, and ${folder} is no git repository.`);
  throw new RevisionError(`git knows no revision ${JSON.stringify(revision)}: name a commit, a branch or a tag.`);
}

/** The text of a file as it stood, by its path below the folder; null where there was none. */
function fileAt(commit: string, path: string, folder: string): Promise<string | null> {
  return git(['show', `${commit}:./${path}`], folder);
}

async function git(args: readonly string[], folder: string): Promise<string | null> {
  try {
    const { stdout } = await run('git', [...args], { cwd: folder, maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new RevisionError('Earlier policies are kept by git, which is not installed here.');
    return null;
  }
}

function readable(revision: string, read: () => PolicyOfRevision): PolicyOfRevision {
  try {
    return read();
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it is unreadable';
    throw new RevisionError(`The policy of the revision ${revision} cannot be read: ${why}.`);
  }
}
