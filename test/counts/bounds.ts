/** How much work each question may take: the table in `bounds.md`, which people read and review. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Tally, Work } from './work.js';

/** What is bounded of a question that was asked before. */
export type Bound = Pick<Work, 'commands' | 'documents' | 'calls' | 'entityCalls' | 'representations'>;

const FILE = new URL('bounds.md', import.meta.url);

const HEAD = `# How much work each question may take

The most that a question may take which was asked before, in counts. \`test/counts/counts.test.ts\` fails when one takes more;
\`COUNTS=write npx vitest run test/counts\` writes what they take now, for a reviewer to see. None of them plans, parses,
validates or compiles anything a second time, and none hydrates a mongoose document: that is not a matter of bounds.

| question | MongoDB commands | documents returned | calls to subgraphs | of them for entities | entities asked for |
| --- | --- | --- | --- | --- | --- |
`;

/** By question. */
export function readBounds(): ReadonlyMap<string, Bound> {
  const [, , ...rows] = [...readFileSync(FILE, 'utf8').matchAll(/^\| (.+) \|$/gm)].map(([, row = '']) => row);
  return new Map(
    rows.map((row) => {
      const [name = '', commands = '', documents, calls = '', entityCalls = '', representations = ''] =
        row.split(' | ');
      return [
        name,
        {
          commands: tallyIn(commands),
          documents: Number(documents),
          calls: tallyIn(calls),
          entityCalls: tallyIn(entityCalls),
          representations: Number.parseInt(representations, 10),
        },
      ];
    }),
  );
}

export function writeBounds(bounds: ReadonlyMap<string, Bound>): void {
  const rows = [...bounds].map(([name, { commands, documents, calls, entityCalls, representations }]) =>
    [name, written(commands), documents, written(calls), written(entityCalls), representations].join(' | '),
  );
  writeFileSync(FILE, HEAD + rows.map((row) => `| ${row} |\n`).join(''));
}

function written(tally: Tally): string {
  const names = Object.keys(tally).sort();
  return names.length === 0 ? 'none' : names.map((name) => `${name} ${tally[name]}`).join(', ');
}

function tallyIn(text: string): Tally {
  const pairs = [...text.matchAll(/(\w+) (\d+)/g)].map(([, name = '', count]) => [name, Number(count)] as const);
  return Object.fromEntries(pairs);
}

/** Everything of which there was more than is allowed, in words. */
export function excesses(took: Bound, allowed: Bound): string[] {
  return [
    ...tallied('MongoDB commands', took.commands, allowed.commands),
    ...over('documents returned by MongoDB', took.documents, allowed.documents),
    ...tallied('calls', took.calls, allowed.calls),
    ...tallied('calls for entities', took.entityCalls, allowed.entityCalls),
    ...over('entities asked for', took.representations, allowed.representations),
  ];
}

function tallied(what: string, took: Tally, allowed: Tally): string[] {
  return Object.entries(took).flatMap(([name, count]) => over(`${what} to ${name}`, count, allowed[name] ?? 0));
}

function over(what: string, count: number, allowed: number): string[] {
  return count > allowed ? [`${count} ${what}, at most ${allowed} allowed`] : [];
}
