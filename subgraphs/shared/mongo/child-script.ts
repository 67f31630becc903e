import { fileURLToPath } from 'node:url';

/**
 * The compiled file of a process of ours which stands beside this module. Under vitest this module runs from its
 * TypeScript source, which plain Node cannot run: then the file is taken from the build.
 */
export function childScript(name: string): string {
  const compiled = import.meta.url.endsWith('.ts') ? '../../../dist/subgraphs/shared/mongo/' : './';
  return fileURLToPath(new URL(`${compiled}${name}.js`, import.meta.url));
}
