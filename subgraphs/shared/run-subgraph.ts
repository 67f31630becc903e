/** The process of one subgraph: `npm run start:clinical` and its siblings. */
import 'reflect-metadata';
import { openDatabases } from './databases.js';
import { findOrStartEngine } from './mongo/index.js';
import { databasePrefix } from './prefix.js';
import { serveSubgraph } from './serve.js';
import { createSubgraph, type SubgraphDefinition } from './subgraph.js';

const PORTS = { administrative: 4001, clinical: 4002, financial: 4003 } as const;

/** Reads its environment: PORT, HOST, MONGODB_URI, DATA_DIR, SUBGRAPH_SECRET. Reports all that is wrong at once. */
function readEnvironment(env: NodeJS.ProcessEnv, name: SubgraphDefinition['name']) {
  const problems: string[] = [];
  const port = Number(env['PORT'] ?? PORTS[name]);
  if (!Number.isInteger(port) || port < 0 || port > 65535) problems.push('PORT must be a whole number from 0 to 65535');
  const secret = env['SUBGRAPH_SECRET'] ?? '';
  if (secret.length < 32)
    problems.push('SUBGRAPH_SECRET is required, 32 characters or more, the same as the gateway’s');
  if (problems.length > 0) throw new Error(`The environment has mistakes:\n  ${problems.join('\n  ')}`);
  return {
    port,
    secret,
    host: env['HOST'] ?? '127.0.0.1',
    uri: env['MONGODB_URI'],
    dataDir: env['DATA_DIR'] ?? '.data',
  };
}

async function run(definition: SubgraphDefinition): Promise<void> {
  const { port, host, secret, uri, dataDir } = readEnvironment(process.env, definition.name);
  const holder = `chartlens ${definition.name}`;
  const engine = await findOrStartEngine({
    ...(uri && { uri }),
    dataDir,
    holder,
    log: (line) => console.error(line),
    share: true,
  });
  const databases = await openDatabases({ uri: engine.uri, prefix: databasePrefix(uri) });
  const subgraph = await createSubgraph(definition, { databases, secret });
  const server = await serveSubgraph(subgraph, { port, host, ready: () => databases.ping().catch(() => false) });
  console.log(`${definition.name}: http://${host}:${port}/graphql`);
  const stop = async () => {
    await new Promise((resolve) => server.close(resolve));
    await databases.close();
    await engine.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stop().then(() => process.exit(0)));
}

/** Runs a subgraph until it is told to stop; a start that fails says why in one line. */
export function runSubgraph(definition: SubgraphDefinition): void {
  run(definition).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : 'the start failed');
    process.exit(1);
  });
}
