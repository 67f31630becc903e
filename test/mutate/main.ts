/** `npm run mutate`: the policy and its walls changed for the worse, one at a time; does anything notice? */
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import cliProgress from 'cli-progress';
import { administrative } from '../../subgraphs/administrative/subgraph.js';
import { clinical } from '../../subgraphs/clinical/subgraph.js';
import { financial } from '../../subgraphs/financial/subgraph.js';
import { findOrStartEngine } from '../../subgraphs/shared/mongo/index.js';
import { buildSubgraph } from '../../subgraphs/shared/subgraph.js';
import type { Mutant } from './mutant.js';
import { policyMutants } from './policy-mutants.js';
import { scopeMutants } from './scope-mutants.js';
import { wallMutants } from './wall-mutants.js';
import { openWorlds } from './worlds.js';

const HELP = `Usage: npm run mutate [-- --list]

Changes the policy for the worse, one change at a time: each grant that is not given, each facet in another's place, each
row scope widened, each label held that is not, each rule forgotten, each wall taken away. Each is tried against what a
person said by hand: which role reads which field (test/policy/expected-*.ts), and which records of two worlds it sees.
Prints how many were caught and which survived. Exit code 1 when any survived.

  --list   name the mutants, try none
  --help   this text`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { list: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) return console.log(HELP);
  const schemas = (await Promise.all([administrative, clinical, financial].map(buildSubgraph))).map((s) => s.schema);
  const dataDir = mkdtempSync(join(tmpdir(), 'chartlens-mutate-'));
  const log = (line: string) => console.error(line);
  const uri = process.env['MONGODB_URI'] ?? '';
  const engine = await findOrStartEngine({ uri, dataDir, holder: 'chartlens mutants', share: false, log });
  const worlds = await openWorlds(engine.uri, `mutate${process.pid}`, schemas);
  try {
    const mutants = [...policyMutants(), ...scopeMutants(worlds), ...wallMutants(worlds.labels)];
    if (values.list) for (const { name } of mutants) console.log(name);
    else await tryAll(mutants);
  } finally {
    await worlds.close();
    await engine.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function tryAll(mutants: readonly Mutant[]): Promise<void> {
  const bar = new cliProgress.SingleBar({ format: '{bar} {value}/{total} | {eta_formatted} left', hideCursor: true });
  if (process.stderr.isTTY) bar.start(mutants.length, 0);
  const survivors: string[] = [];
  for (const { name, caught } of mutants) {
    if (!(await caught())) survivors.push(name);
    bar.increment();
  }
  bar.stop();
  console.log(`${mutants.length} mutants: ${mutants.length - survivors.length} caught, ${survivors.length} survived`);
  for (const name of survivors) console.log(`  survived: ${name}`);
  if (survivors.length > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'the mutants could not be tried');
  process.exitCode = 1;
});
