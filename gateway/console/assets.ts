/** The built files of the console, read once: what is not among them is not served, whatever a path says. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { GENERATED } from '../../schema/derive/generated.js';

/** Where bundle.mjs puts them, seen from the sources as well as from the build. */
export const SITE = join(dirname(dirname(GENERATED)), 'dist', 'gateway', 'console', 'site');

export interface Asset {
  readonly type: string;
  readonly bytes: Buffer;
}

export interface Assets {
  readonly page: string;
  /** By file name. */
  readonly files: ReadonlyMap<string, Asset>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
};

/** @throws Error when the console was never built. */
export function openAssets(): Assets {
  const page = join(SITE, 'index.html');
  if (!existsSync(page)) throw new Error('The console is not built: run npm run build, or set CONSOLE=off.');
  const folder = join(SITE, 'assets');
  return {
    page: readFileSync(page, 'utf8'),
    files: new Map(
      readdirSync(folder).flatMap((name): [string, Asset][] => {
        const type = TYPES[extname(name)];
        return type === undefined ? [] : [[name, { type, bytes: readFileSync(join(folder, name)) }]];
      }),
    ),
  };
}
