// Bundles the console's page into dist/gateway/console/site. Plain JavaScript, because it runs before anything is compiled.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { styleText } from './style-text.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const app = join(root, 'gateway/console/app');
const site = join(root, 'dist/gateway/console/site');

rmSync(site, { recursive: true, force: true });
mkdirSync(site, { recursive: true });
const { metafile } = await build({
  entryPoints: ['main.tsx', 'style.css', 'icon.svg'].map((name) => join(app, name)),
  outdir: join(site, 'assets'),
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  loader: { '.svg': 'copy' },
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  legalComments: 'none',
  metafile: true,
  jsx: 'automatic',
  jsxImportSource: 'preact',
  plugins: [styleText],
  alias: { 'react-style-singleton': join(app, 'explorer/constructed-style.ts') },
  define: { 'process.env.NODE_ENV': '"production"' },
  absWorkingDir: root,
  logLevel: 'warning',
});

const outputs = Object.entries(metafile.outputs);
const address = (path) => `/console/assets/${basename(path)}`;
const ending = (end) => outputs.find(([path]) => path.endsWith(end))[0];
/** What a script imports and those import, itself left out: fetched along with it, and not after it. */
function importedBy(path, found = new Set()) {
  for (const { path: imported, kind } of metafile.outputs[path].imports)
    if (kind === 'import-statement' && !found.has(imported)) importedBy(imported, found.add(imported));
  return [...found];
}
const [main] = outputs.find(([, { entryPoint }]) => entryPoint?.endsWith('app/main.tsx'));
const withMain = importedBy(main);
/** What a page imports beyond that, in an element which the first script reads. */
const pages = outputs.flatMap(([path, { entryPoint }]) => {
  const [, name] = /app\/(\w+)\/\1\.tsx$/.exec(entryPoint ?? '') ?? [];
  if (name === undefined) return [];
  const imports = importedBy(path).filter((imported) => !withMain.includes(imported));
  return [`<meta name="imports-of-${name}" content="${imports.map(address).join(' ')}">`];
});
const page = readFileSync(join(app, 'index.html'), 'utf8')
  .replace('{script}', address(main))
  .replace('{preloads}', withMain.map((path) => `<link rel="modulepreload" href="${address(path)}">`).join(''))
  .replace('{pages}', pages.join(''))
  .replace('{style}', address(ending('.css')))
  .replace('{icon}', address(ending('.svg')));
writeFileSync(join(site, 'index.html'), page);

// What the size budget is checked against.
const scripts = outputs
  .filter(([path]) => path.endsWith('.js'))
  .map(([path, { bytes, inputs, imports, entryPoint }]) => ({
    file: basename(path),
    bytes,
    entry: entryPoint ?? null,
    inputs: Object.keys(inputs),
    imports: imports.map(({ path: imported }) => basename(imported)),
  }));
writeFileSync(join(site, 'scripts.json'), JSON.stringify(scripts, null, 2));
