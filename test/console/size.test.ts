/** How much script the console is. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SITE } from '../../gateway/console/assets.js';

interface Script {
  readonly file: string;
  readonly bytes: number;
  /** Of what begins here: the first script, and what a page fetches later. */
  readonly entry: string | null;
  readonly inputs: readonly string[];
  readonly imports: readonly string[];
}

const scripts = JSON.parse(readFileSync(join(SITE, 'scripts.json'), 'utf8')) as readonly Script[];
const sum = (of: readonly Script[]) => of.reduce((bytes, script) => bytes + script.bytes, 0);
const isEditor = ({ entry }: Script) => entry?.endsWith('explorer/workbench.tsx') === true;

/** All that pages may fetch, and nothing that only the editor does. */
function withoutEditor(): Script[] {
  const reached = new Set<Script>();
  const follow = (script: Script | undefined): void => {
    if (script === undefined || isEditor(script) || reached.has(script)) return;
    reached.add(script);
    for (const name of script.imports) follow(scripts.find(({ file }) => file === name));
  };
  follow(scripts.find(({ entry }) => entry?.endsWith('app/main.tsx')));
  return [...reached];
}

it('all pages together are at most 300 kB of script before the editor is asked for', () => {
  const pages = withoutEditor();
  expect(pages.some(({ entry }) => entry?.endsWith('explorer/explorer.tsx'))).toBe(true);
  expect(scripts.filter(isEditor)).toHaveLength(1);
  const heavy = /node_modules\/(?:react|react-dom|graphiql|codemirror)\//;
  expect(pages.flatMap(({ inputs }) => inputs).filter((input) => heavy.test(input))).toEqual([]);
  expect(sum(pages)).toBeLessThanOrEqual(300_000);
});

it('the sizes are those of the files', () => {
  for (const { file, bytes } of scripts) expect(statSync(join(SITE, 'assets', file)).size).toBe(bytes);
});
