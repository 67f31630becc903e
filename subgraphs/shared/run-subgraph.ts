/** The process of one subgraph: `npm run start:clinical` and its siblings. */
import 'reflect-metadata';
import { EnvironmentReader } from '../../schema/environment-reader.js';
import { readAccess } from '../../schema/policy/access-settings.js';
import { readPopulationReads } from '../../schema/population-reads.js';
import { readTelemetry, startTelemetry } from '../../schema/telemetry/telemetry.js';
import { openRecord } from '../open-record.js';
import type { SubgraphEnvironment } from './context.js';
import type { Databases } from './databases.js';
import { serveSubgraph } from './serve.js';
import { createSubgraph, type SubgraphDefinition } from './subgraph.js';

const PORTS = { administrative: 4001, clinical: 4002, financial: 4003, population: 4004 } as const;

/** Reads its environment; @throws ConfigError with all that is wrong at once. */
function readEnvironment(env: NodeJS.ProcessEnv, name: SubgraphDefinition['name']) {
  const reader = new EnvironmentReader(env);
  const secret = reader.text('SUBGRAPH_SECRET', '');
  if (secret.length < 32)
    reader.problem('SUBGRAPH_SECRET is required, 32 characters or more, the same as the gateway’s');
  const environment = {
    port: reader.integer('PORT', PORTS[name], { min: 0, max: 65_535 }),
    host: reader.text('HOST', '127.0.0.1'),
    uri: reader.optional('MONGODB_URI'),
    dataDir: reader.text('DATA_DIR', '.data'),
    access: readAccess(reader),
    populationReads: readPopulationReads(reader),
    telemetry: readTelemetry(reader),
    secret,
  };
  reader.finish();
  return environment;
}

/** What a subgraph does besides answering, for as long as it runs. */
export interface Companion {
  prepare(record: { readonly databases: Databases; readonly dataDir: string }): Promise<{
    readonly environment: Partial<SubgraphEnvironment>;
    stop(): Promise<void>;
  }>;
}

async function run(definition: SubgraphDefinition, companion?: Companion): Promise<void> {
  const {
    port,
    host,
    secret,
    uri,
    dataDir,
    access,
    populationReads,
    telemetry: asked,
  } = readEnvironment(process.env, definition.name);
  const holder = `chartlens ${definition.name}`;
  const log = (line: string) => console.error(line);
  const telemetry = await startTelemetry(definition.name, asked);
  const record = await openRecord({ uri, dataDir, holder, share: true, populationReads, log });
  const { databases, writer } = record;
  const beside = await companion?.prepare({ databases, dataDir });
  const subgraph = await createSubgraph(definition, { databases, secret, access, writer, ...beside?.environment });
  const server = await serveSubgraph(subgraph, { port, host, ready: () => databases.ping().catch(() => false) });
  console.log(`${definition.name}: http://${host}:${port}/graphql`);
  const stop = async () => {
    await new Promise((resolve) => server.close(resolve));
    await beside?.stop();
    await record.close();
    await telemetry.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stop().then(() => process.exit(0)));
}

/** Runs a subgraph until it is told to stop; a start that fails says why in one line. */
export function runSubgraph(definition: SubgraphDefinition, companion?: Companion): void {
  run(definition, companion).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : 'the start failed');
    process.exit(1);
  });
}
