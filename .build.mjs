// Compiles to dist/ when a source is newer than what was compiled last: a start must not wait for a compiler that has
// nothing to do. Plain JavaScript, because it runs before anything is compiled.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const SOURCES = ['gateway', 'subgraphs', 'schema', 'test'];
const SOURCE = /\.(?:tsx?|mjs|css|html|svg)$/;
const STAMP = 'dist/.built';

const sources = SOURCES.filter((folder) => existsSync(folder)).flatMap((folder) =>
  readdirSync(folder, { recursive: true })
    .filter((path) => SOURCE.test(path))
    .map((path) => join(folder, path)),
);
const newest = Math.max(...[...sources, 'tsconfig.json', 'package-lock.json'].map((path) => statSync(path).mtimeMs));
// The number of files tells of one that was deleted.
const stamp = `${newest} ${sources.length}`;

if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== stamp) {
  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  run(compiler, '-p', 'tsconfig.json');
  run('gateway/console/bundle.mjs');
  mkdirSync('dist', { recursive: true });
  writeFileSync(STAMP, stamp);
}

function run(...script) {
  const { status } = spawnSync(process.execPath, script, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
