/** `npm run start:gateway`: the gateway as a process of its own, its subgraphs over HTTP. */
import { setTimeout } from 'node:timers/promises';
import 'reflect-metadata';
import { startTelemetry } from '../schema/telemetry/telemetry.js';
import { openRecord } from '../subgraphs/open-record.js';
import { type Config, readConfig } from './config.js';
import { openConsole } from './console/open-console.js';
import { openPersisted } from './persisted-operations.js';
import { stopOnSignals } from './process-life.js';
import { startGateway } from './server.js';
import { openSignIn } from './sign-in.js';
import { askOverHttp } from './subgraph-link.js';
import { requestLog } from './telemetry/watch-requests.js';
import { trailIn } from './trail-store.js';

const log = (line: string) => console.error(line);

/** Rejects unless the subgraph says that it is ready. */
function readinessOf(graphqlUrl: string): () => Promise<void> {
  const url = new URL('/readyz', graphqlUrl);
  return async () => {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    if (!response.ok) throw new Error('not ready');
  };
}

async function main(config: Config): Promise<void> {
  const { urls, secret, deadlineMs } = config.subgraphs;
  if (urls === null || secret === null)
    throw new Error(
      'Set CLINICAL_URL, ADMINISTRATIVE_URL, FINANCIAL_URL, POPULATION_URL and SUBGRAPH_SECRET to run the gateway by itself.',
    );
  const telemetry = await startTelemetry('gateway', config.telemetry);
  const holder = 'chartlens gateway';
  const record = await openRecord({ uri: config.mongodbUri, dataDir: config.dataDir, holder, share: true, log });
  try {
    const signIn = await openSignIn(config);
    const names = Object.entries(urls);
    const gateway = await startGateway(
      {
        viewers: signIn.viewers,
        ...(signIn.jwks && { jwks: signIn.jwks }),
        console: openConsole(config, signIn, record.databases),
        limits: config.limits,
        subgraphs: Object.fromEntries(names.map(([name, url]) => [name, askOverHttp(url)])),
        subgraphDeadlineMs: deadlineMs,
        stopAfter: () => setTimeout(config.stopAfterMs),
        persisted: await openPersisted(config.persisted),
        ...(config.logRequests && { log: requestLog() }),
        secret,
        trail: trailIn(record.databases, config.dataDir),
        ready: {
          database: () => record.databases.ping(),
          ...Object.fromEntries(names.map(([name, url]) => [name, readinessOf(url)])),
        },
      },
      config,
    );
    console.log(`gateway: ${gateway.url}/graphql`);
    stopOnSignals(log, async () => {
      await gateway.stop();
      await record.close();
      await telemetry.stop();
    });
  } catch (error) {
    await record.close();
    throw error;
  }
}

main(readConfig(process.env)).catch((error: unknown) => {
  log(error instanceof Error ? error.message : 'the start failed');
  process.exitCode = 1;
});
