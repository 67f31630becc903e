import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DOWNLOAD_LIMITS, runBounded } from './bounded-run.js';
import { cacheRoot, fillAtomically } from './cache.js';
import { childScript } from './child-script.js';
import type { Way } from './way.js';
import { startMongod } from './way-mongod.js';

/** The oldest release of 8.0 with the security fixes known; pinned, so that everybody runs the same. */
export const PINNED_MONGOD = '8.0.21';

const SAY_EVERY = 20_000_000;

/** A pinned mongod, fetched once by mongodb-memory-server-core; its data is kept on disk like that of any other. */
export const memoryServerWay: Way = {
  kind: 'memory-server',
  title: `mongod ${PINNED_MONGOD} fetched by mongodb-memory-server-core`,
  keeps: 'mongod',
  async start(context) {
    const folder = join(cacheRoot(context.dir.home), `mongod-${PINNED_MONGOD}-${process.platform}-${process.arch}`);
    const program = programIn(folder) ?? (await fetchInto(folder, context.log));
    return startMongod(program, context);
  },
};

async function fetchInto(folder: string, log: (line: string) => void): Promise<string> {
  log(`fetching mongod ${PINNED_MONGOD} with mongodb-memory-server-core into ${folder} (once, about 80 MB)`);
  let said = 0;
  const onProgress = (bytes: number): void => {
    if (bytes - said < SAY_EVERY) return;
    said = bytes;
    log(`  ${Math.round(bytes / 1e6)} MB`);
  };
  await fillAtomically(folder, async (draft) => {
    const args = [childScript('memory-server-child'), PINNED_MONGOD, draft];
    // Without strict_ssl it would take the program from whoever answers; its retries would hold us too long.
    const env = {
      ...process.env,
      npm_config_strict_ssl: 'true',
      MONGOMS_MAX_RETRIES: '1',
      MONGOMS_PREFER_GLOBAL_PATH: '0',
    };
    const limits = DOWNLOAD_LIMITS;
    // Its lock file is no sign of a network.
    const counted = (file: string): boolean => !file.endsWith('.lock');
    await runBounded({ command: process.execPath, args, cwd: draft, env, watch: draft, counted, limits, onProgress });
  });
  const program = programIn(folder);
  if (program === null) throw new Error('what was fetched holds no mongod');
  return program;
}

function programIn(folder: string): string | null {
  try {
    const name = readdirSync(folder).find((file) => /^mongod-.*\d(\.exe)?$/.test(file));
    return name === undefined ? null : join(folder, name);
  } catch {
    return null;
  }
}
