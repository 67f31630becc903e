// For the bundler: `import text from './some.css?text'` gives a style sheet as text, for scripts that bring their own styles.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

/** The page's policy lets no fonts and images in that a style sheet carries along as data. */
const withoutData = {
  name: 'without-data',
  setup({ onLoad }) {
    onLoad({ filter: /node_modules.*\.css$/ }, async ({ path }) => ({
      loader: 'css',
      contents: (await readFile(path, 'utf8'))
        .replaceAll(/@font-face\s*\{[^}]*\}/g, '')
        .replaceAll(/background-image:\s*url\([^)]*\);?/g, ''),
    }));
  },
};

export const styleText = {
  name: 'style-text',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\.css\?text$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.replace(/\?text$/, '')),
      namespace: 'style-text',
    }));
    onLoad({ filter: /.*/, namespace: 'style-text' }, async ({ path }) => {
      const { outputFiles } = await build({
        entryPoints: [path],
        bundle: true,
        minify: true,
        write: false,
        logLevel: 'warning',
        plugins: [withoutData],
      });
      return { loader: 'text', contents: outputFiles[0]?.text ?? '', watchFiles: [path] };
    });
  },
};
