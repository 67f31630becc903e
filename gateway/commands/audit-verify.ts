/** `npm run -s audit:verify`: whether the trail is as it was written, and if not, from which entry on. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stepProgressOn } from '../../subgraphs/exchange/report/line-progress.js';
import { count } from '../../subgraphs/exchange/report/table.js';
import { headsFolder, type KeptHead, readHeads } from '../trail-heads.js';
import { type Verification, verifyTrail } from '../trail-verify.js';
import type { Finding } from '../trail-walk.js';
import { type OpenTrail, withTrail } from './open-trail.js';

const HELP = `Usage: npm run -s audit:verify [-- --heads FOLDER ...]

Reads the whole audit trail and says whether it is as it was written: the hash of each entry, that none is missing or
stands elsewhere, that each chain reaches as far as other chains noted it and as far as the heads kept in files say. It
runs with or without a running gateway, and changes nothing.

  --heads FOLDER  the folder trail-heads of the data directory of another host, copied or mounted here; may be repeated.
                  The one in DATA_DIR is read in any case
  --help          this text

The exit code is 0 when the trail is whole, 1 when it is not (the first entry that is not right is named), 2 when it could
not be read. Reads MONGODB_URI and DATA_DIR like npm start.`;

/** So many chains are told of; the first is the one that counts. */
const TOLD = 20;

async function verify(folders: readonly string[], { stored, database, dataDir }: OpenTrail): Promise<Verification> {
  const kept: KeptHead[] = await readHeads(headsFolder(dataDir, database.databaseName));
  for (const folder of folders) {
    if (!existsSync(folder)) throw new Error(`--heads ${folder}: there is no such folder`);
    kept.push(...(await readHeads(join(folder, database.databaseName))));
  }
  const progress = stepProgressOn(
    process.stderr,
    'audit:verify',
    'entries',
    await stored.entries.estimatedDocumentCount(),
  );
  try {
    return await verifyTrail(stored, kept, (more) => progress.advance(more));
  } finally {
    progress.stop();
  }
}

function line({ chain, seq, at, what }: Finding): string {
  return `chain ${chain}, entry ${seq}${at && !Number.isNaN(at.getTime()) ? ` of ${at.toISOString()}` : ''}: ${what}`;
}

function counted(number: number, one: string, more: string): string {
  return `${count(number)} ${number === 1 ? one : more}`;
}

function report({ chains, entries, witnessed, retired, findings }: Verification): void {
  const size = `${counted(entries, 'entry', 'entries')} in ${counted(chains, 'chain', 'chains')}`;
  const [first, ...others] = findings;
  if (!first) {
    console.log(
      `whole: ${size}; the end of ${counted(witnessed, 'chain', 'chains')} is witnessed by another or by a file${retired > 0 ? `; ${counted(retired, 'chain was', 'chains were')} retired, as the trail itself says` : ''}`,
    );
    return;
  }
  console.log(`not whole: ${line(first)}`);
  for (const finding of others.slice(0, TOLD - 1)) console.log(`then: ${line(finding)}`);
  if (others.length >= TOLD) console.log(`and ${count(others.length - TOLD + 1)} chains more`);
  console.log(`read: ${size}`);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { heads: { type: 'string', multiple: true, default: [] }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return console.log(HELP);
  report(await withTrail('chartlens audit:verify', (trail) => verify(values.heads, trail)));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'the trail could not be read');
  process.exitCode = 2;
});
