/** `npm run prove`: tries to find an operation by which a role learns what it may not see. */
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import cliProgress from 'cli-progress';
import { isRole, ROLES, type Role } from '../../schema/policy/viewer.js';
import { findOrStartEngine } from '../../subgraphs/shared/mongo/index.js';
import { CASES, type Case } from './cases.js';
import { firstDifference, type Proof, prove } from './prove.js';
import { openTwinGateway } from './twin-gateway.js';
import { Vocabulary } from './vocabulary.js';

const HELP = `Usage: npm run prove -- --role R | --all [--operations N] [--seed S]

Tries to find an operation by which a role learns what it may not see. Two worlds differ in nothing but what is hidden
from the role: values, records, their number and order. Operations are drawn at random from the role's schema and asked
of both; status, headers and every byte of the answers must be the same. A difference is shrunk to its smallest query.

  --role        ${ROLES.join(', ')}
  --all         every role, one after the other
  --operations  for each role (default 10000)
  --seed        what is drawn: the same seed draws the same operations (default: a new one, which is printed)
  --help        this text

Finds MongoDB as npm start does; MONGODB_URI names another. Exit code 1 when a difference was
found, or an operation failed on our side.`;

interface Settings {
  readonly roles: readonly Role[];
  readonly operations: number;
  readonly seed: string;
}

class UsageError extends Error {}

function readArguments(args: string[]): Settings | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      role: { type: 'string' },
      all: { type: 'boolean', default: false },
      operations: { type: 'string', default: '10000' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const operations = Number(values.operations);
  if (!Number.isInteger(operations) || operations < 1) throw new UsageError('--operations takes a whole number from 1');
  if (values.all === (values.role !== undefined)) throw new UsageError('Say --role R, or --all.');
  if (values.role !== undefined && !isRole(values.role)) throw new UsageError(`--role takes ${ROLES.join(', ')}`);
  return { roles: isRole(values.role) ? [values.role] : ROLES, operations, seed: values.seed };
}

async function main(): Promise<void> {
  const settings = readArguments(process.argv.slice(2));
  if (settings === 'help') return console.log(HELP);
  const dataDir = mkdtempSync(join(tmpdir(), 'chartlens-prove-'));
  const log = (line: string) => console.error(line);
  const engine = await findOrStartEngine({
    uri: process.env['MONGODB_URI'] ?? '',
    dataDir,
    holder: 'chartlens proof',
    share: false,
    log,
  });
  const vocabulary = new Vocabulary();
  const gateway = await openTwinGateway({ uri: engine.uri, prefix: `prove${process.pid}`, noted: vocabulary.noted });
  try {
    for (const one of CASES.filter(({ role }) => settings.roles.includes(role))) {
      const proof = await proveCase(one, settings, (options) => prove({ ...options, gateway, vocabulary }));
      if (proof.difference || proof.internal.length > 0) process.exitCode = 1;
    }
  } finally {
    await gateway.close();
    await engine.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

type Prove = (options: Omit<Parameters<typeof prove>[0], 'gateway' | 'vocabulary'>) => Promise<Proof>;

async function proveCase({ name, eyes, role, who }: Case, { operations, seed }: Settings, run: Prove): Promise<Proof> {
  const format = `${name.padEnd(20)} {bar} {value}/{total} | {eta_formatted} left`;
  const bar = new cliProgress.SingleBar(
    { format, hideCursor: true, noTTYOutput: false },
    cliProgress.Presets.shades_classic,
  );
  if (process.stderr.isTTY) bar.start(operations, 0);
  const began = performance.now();
  const proof = await run({ eyes, who, operations, seed, onDone: (done) => bar.increment(done) });
  bar.stop();
  const rate = Math.round(proof.operations / ((performance.now() - began) / 1000));
  const share = (part: number) => `${Math.round((100 * part) / proof.operations)}%`;
  console.log(
    `${name}: ${proof.operations} operations, seed ${seed}, ${rate}/s; ${share(proof.withData)} with data, ${share(proof.telling)} with something of a record; ${
      proof.difference ? 'A DIFFERENCE' : 'no difference'
    }`,
  );
  if (proof.internal.length > 0)
    console.log(`  ${proof.internal.length} failed inside, the first: ${JSON.stringify(proof.internal[0])}`);
  if (proof.difference) {
    const { query, variables } = proof.difference.asked;
    console.log(`\n${query}\n${JSON.stringify(variables)}\n\n${firstDifference(proof.difference)}\n`);
    console.log(`Again: npm run prove -- --role ${role} --operations ${operations} --seed ${seed}`);
  }
  return proof;
}

main().catch((error: unknown) => {
  console.error(
    error instanceof UsageError
      ? `${error.message}\n\n${HELP}`
      : error instanceof Error
        ? error.message
        : 'the proof failed',
  );
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
