/** A world that is served by five processes: `JOURNEYS=separate npx vitest run test/journeys` asks all journeys of them. */
import { afterAll } from 'vitest';
import { readConfig } from '../../gateway/config.js';
import type { OneProcess } from '../../gateway/one-process.js';
import { openSignIn } from '../../gateway/sign-in.js';
import { PopulationBuilder } from '../../subgraphs/population/build/population-builder.js';
import { openPopulationKey } from '../../subgraphs/population/key.js';
import { ask } from '../support/ask.js';
import { mongoUri } from '../support/engine.js';
import { REPOSITORY } from '../support/repository.js';
import { startSeparateProcesses } from '../support/separate-processes.js';
import type { OpenWorld, World } from '../support/world.js';

/** A busy machine is slow, not overloaded. */
const PATIENT = { MAX_WAIT_MS: '30000', SUBGRAPH_DEADLINE_MS: '30000' };

/** To be called while a file is set up: starts the processes, which end after its tests. */
export async function openApart({ databases, prefix, dataDir }: World): Promise<OpenWorld> {
  // The rows of the population are there from the start, as they are in one process.
  const population = new PopulationBuilder({ databases, key: await openPopulationKey(dataDir) });
  await population.caughtUp();
  await population.stop();
  const compiled = new URL('dist/', REPOSITORY);
  const { url, stop } = await startSeparateProcesses({ compiled, uri: mongoUri(), prefix, dataDir, env: PATIENT });
  afterAll(stop);
  const { issuer } = await openSignIn(readConfig({ DATA_DIR: dataDir }));
  if (!issuer) throw new Error('the processes trust the keys in their data directory');
  return {
    url,
    get gateway(): OneProcess {
      throw new Error('there is no one process');
    },
    async as(role, { width, ...claims } = {}) {
      const token = await issuer.issueToken({ role, ...claims });
      return { token, ask: (query, variables) => ask(url, token, query, variables, width) };
    },
  };
}
