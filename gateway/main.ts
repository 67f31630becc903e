/** `npm start`: finds or starts MongoDB, loads demo data into an empty record, serves, prints what to try. */
import { setTimeout } from 'node:timers/promises';
import 'reflect-metadata';
import { startTelemetry } from '../schema/telemetry/telemetry.js';
import { loadDemo } from '../subgraphs/exchange/demo-load.js';
import { type OpenRecord, openRecord } from '../subgraphs/open-record.js';
import type { Databases } from '../subgraphs/shared/databases.js';
import { SUBGRAPHS } from '../subgraphs/shared/record-kind.js';
import { type Config, readConfig } from './config.js';
import { openConsole } from './console/open-console.js';
import { startInOneProcess } from './one-process.js';
import { openPersisted } from './persisted-operations.js';
import { stopOnSignals } from './process-life.js';
import type { Gateway } from './server.js';
import { openSignIn } from './sign-in.js';
import { requestLog } from './telemetry/watch-requests.js';
import { welcome } from './welcome.js';

const log = (line: string) => console.error(line);

async function start(
  config: Config,
  onEngineExit: (reason: string) => void,
): Promise<{ gateway: Gateway; record: OpenRecord }> {
  const record = await openRecord({
    uri: config.mongodbUri,
    dataDir: config.dataDir,
    holder: 'chartlens gateway',
    share: false,
    populationReads: config.populationReads,
    log,
    onEngineExit,
  });
  try {
    if (config.demo && (await isEmpty(record.databases))) await loadDemo(record.writer, log);
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
    const { engine, databases } = record;
    const hasConsole = page !== undefined;
    console.log(await welcome({ gateway, engine, databases, issuer: signIn.issuer, hasConsole }));
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

/** Runs until a signal; whatever happens, the engine is stopped with us. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const engineGone = (reason: string) => {
    log(`MongoDB is gone (${reason}); the gateway stops.`);
    process.exit(1);
  };
  const telemetry = await startTelemetry('gateway', config.telemetry);
  const { gateway, record } = await start(config, engineGone);
  stopOnSignals(log, async () => {
    await gateway.stop();
    await record.close();
    await telemetry.stop();
  });
}

main().catch((error: unknown) => {
  log(error instanceof Error ? error.message : 'the start failed');
  process.exitCode = 1;
});
