/** `npm start`: starts MongoDB, and loads what serves (serve.ts) while it starts: three thousand files take longer than it does. */
import { findOrStartEngine } from '../subgraphs/shared/mongo/index.js';
import { readConfig } from './config.js';

const log = (line: string) => console.error(line);

/** Runs until a signal; whatever happens, the engine is stopped with us. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const engine = findOrStartEngine({
    ...(config.mongodbUri !== null && { uri: config.mongodbUri }),
    dataDir: config.dataDir,
    holder: 'chartlens gateway',
    share: false,
    log,
    onExit(reason) {
      log(`MongoDB is gone (${reason}); the gateway stops.`);
      process.exit(1);
    },
  });
  // Why there is none is told by whoever waits for it.
  engine.catch(() => undefined);
  try {
    const { serve } = await import('./serve.js');
    await serve(config, engine, log);
  } catch (error) {
    await engine.then(
      (started) => started.stop(),
      () => undefined,
    );
    throw error;
  }
}

main().catch((error: unknown) => {
  log(error instanceof Error ? error.message : 'the start failed');
  process.exitCode = 1;
});
