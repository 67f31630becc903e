/** A gateway with everything behind it: loads demo data into an empty record, serves, prints what to try. */
import { setTimeout } from 'node:timers/promises';
import 'reflect-metadata';
import { startTelemetry } from '../schema/telemetry/telemetry.js';
import { type OpenRecord, openRecord } from '../subgraphs/open-record.js';
import type { Databases } from '../subgraphs/shared/databases.js';
import type { Engine } from '../subgraphs/shared/mongo/index.js';
import { SUBGRAPHS } from '../subgraphs/shared/record-kind.js';
import type { Config } from './config.js';
import { openConsole } from './console/open-console.js';
import { startInOneProcess } from './one-process.js';
import { openPersisted } from './persisted-operations.js';
import { stopOnSignals } from './process-life.js';
import type { Gateway } from './server.js';
import { openSignIn } from './sign-in.js';
import { requestLog } from './telemetry/watch-requests.js';
import { welcome } from './welcome.js';

type Log = (line: string) => void;

async function start(
  config: Config,
  engine: Promise<Engine>,
  log: Log,
): Promise<{ gateway: Gateway; record: OpenRecord }> {
  const { mongodbUri: uri, populationReads } = config;
  const record = await openRecord({ engine, uri, populationReads });
  try {
    if (config.demo && (await isEmpty(record.databases))) {
      // Ninety modules that only an empty record needs: no other start waits for them.
      const { loadDemo } = await import('../subgraphs/exchange/demo-load.js');
      await loadDemo(record.writer, log);
    }
    const signIn = await openSignIn(config);
    const page = openConsole(config, signIn, record.databases);
    const gateway = await startInOneProcess({
      databases: record.databases,
      dataDir: config.dataDir,
      limits: config.limits,
      subgraphDeadlineMs: config.subgraphs.deadlineMs,
      access: config.access,
      writer: record.writer,
      signIn: { viewers: signIn.viewers, ...(signIn.jwks && { jwks: signIn.jwks }) },
      console: page,
      listen: config,
      stopAfter: () => setTimeout(config.stopAfterMs),
      persisted: await openPersisted(config.persisted),
      ...(config.logRequests && { log: requestLog() }),
    });
    const { databases } = record;
    const hasConsole = page !== undefined;
    console.log(await welcome({ gateway, engine: record.engine, databases, issuer: signIn.issuer, hasConsole }));
    return { gateway, record };
  } catch (error) {
    await record.close();
    throw error;
  }
}

async function isEmpty(databases: Databases): Promise<boolean> {
  for (const name of SUBGRAPHS)
    if (await databases.of(name).commits.findOne({}, { projection: { _id: 1 } })) return false;
  return true;
}

/** Serves until a signal. Rejects when it cannot; the engine that it was given may then still run. */
export async function serve(config: Config, engine: Promise<Engine>, log: Log): Promise<void> {
  const telemetry = await startTelemetry('gateway', config.telemetry);
  const { gateway, record } = await start(config, engine, log);
  stopOnSignals(log, async () => {
    await gateway.stop();
    await record.close();
    await telemetry.stop();
  });
}
