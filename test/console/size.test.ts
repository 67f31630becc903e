/** How much script the console is. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SITE } from '../../gateway/console/assets.js';

interface Script {
  readonly file: string;
  readonly bytes: number;
  readonly inputs: readonly string[];
}

const scripts = JSON.parse(readFileSync(join(SITE, 'scripts.json'), 'utf8')) as readonly Script[];
const isEditor = ({ inputs }: Script) => inputs.some((input) => input.endsWith('explorer/editor.ts'));
const sum = (of: readonly Script[]) => of.reduce((bytes, script) => bytes + script.bytes, 0);

it('all pages together are at most 300 kB of script before the editor is asked for', () => {
  const pages = scripts.filter((script) => !isEditor(script));
  expect(pages.length).toBeLessThan(scripts.length);
  expect(pages.flatMap(({ inputs }) => inputs).filter((input) => input.includes('@codemirror'))).toEqual([]);
  expect(sum(pages)).toBeLessThanOrEqual(300_000);
});

it('the sizes are those of the files', () => {
  for (const { file, bytes } of scripts) expect(statSync(join(SITE, 'assets', file)).size).toBe(bytes);
});
