/** Where the repository's own files are, for code that runs from its sources as well as compiled. */
import { existsSync } from 'node:fs';

/** The nearest folder above that holds the package. */
function root(): URL {
  for (let at = new URL('./', import.meta.url); ; at = new URL('../', at)) {
    if (existsSync(new URL('package.json', at))) return at;
    if (at.pathname === '/') throw new Error('this is not within the repository');
  }
}

export const REPOSITORY = root();
