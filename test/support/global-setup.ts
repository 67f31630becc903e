import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { findOrStartEngine } from '../../subgraphs/shared/mongo/index.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The address of the one MongoDB of this run. */
    mongoUri: string;
    /** Which one it is: a test may depend on what it can do. */
    mongoKind: string;
  }
}

/** Builds what runs as a process of its own, and starts one MongoDB for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await build();
  await bundleConsole();
  const dataDir = mkdtempSync(join(tmpdir(), 'chartlens-test-'));
  const engine = await findOrStartEngine({
    uri: process.env['MONGODB_URI'] ?? '',
    dataDir,
    holder: 'chartlens tests',
    log: (line) => console.log(line),
    share: false,
    onExit: (reason) => console.error(`The tests lost their MongoDB: ${reason}`),
  });
  project.provide('mongoUri', engine.uri);
  project.provide('mongoKind', engine.kind);
  return async () => {
    await engine.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

/** The page that the gateway serves at `/`. */
async function bundleConsole(): Promise<void> {
  await promisify(execFile)(process.execPath, [
    fileURLToPath(new URL('../../gateway/console/bundle.mjs', import.meta.url)),
  ]);
}

/** Child processes run compiled code. Type errors are for `npm run typecheck` to report: they do not stop tests. */
function build(): Promise<void> {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [compiler, '-p', join(root, 'tsconfig.json')], { cwd: root }, (error, stdout) => {
      const isBuilt = existsSync(join(root, 'dist/subgraphs/shared/mongo/embedded-child.js'));
      if (error && !isBuilt) reject(new Error(`The build failed:\n${stdout}`));
      else resolve();
    });
  });
}
