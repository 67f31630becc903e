/** The README's own questions, asked of the demo data: its answers must be the ones that come. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { demoStories } from '../../subgraphs/exchange/demo/index.js';
import { openDemoWorld } from './demo-world.js';
import { readmeAnswers as answers, readmeQuestions as questions, readme } from './readme-questions.js';

const world = await openDemoWorld();

describe('the README', () => {
  it('asks three questions and shows six answers, of a clinician at two widths and of insurers', () => {
    expect([...questions.keys()]).toEqual(['chart', 'cost', 'width']);
    expect(answers.map(({ question, role }) => `${question} ${role}`)).toEqual([
      'chart clinician',
      'chart insurer',
      'cost insurer',
      'cost insurer',
      'width clinician',
      'width clinician',
    ]);
  });

  it.each(answers)(
    'shows what $organization ($role) is told on "$question"',
    async ({ question, role, organization, width, answer }) => {
      const asker = await world.as(role, { organization, ...(width && { width }) });
      const { text } = await asker.ask(questions.get(question) ?? '');
      expect(JSON.parse(text)).toEqual(JSON.parse(answer));
    },
  );

  it('shows an insurer who names clinical fields the ordinary validation error, byte for byte but for the name', async () => {
    const asker = await world.as('insurer', { organization: 'payer-northlight-health-plan' });
    const clinical = await asker.ask('{ patient(id: "ana-lima") { conditions { totalCount } } }');
    const madeUp = await asker.ask('{ patient(id: "ana-lima") { zzditions { totalCount } } }');
    expect(clinical.status).toBe(400);
    expect(clinical.text).toBe(madeUp.text.replace('zzditions', 'conditions'));
  });

  it('tells about the people who are in the demo data, and only those', () => {
    const told = [...readme.matchAll(/^\| `([a-z-]+)` \| /gm)].map(([, id]) => id);
    expect(told.slice(0, demoStories.length)).toEqual(demoStories.map(({ patientId }) => patientId));
  });

  it('names every variable of the environment that is read', async () => {
    const sources = await Promise.all(
      ['gateway/config.ts', 'schema/policy/access-settings.ts', 'subgraphs/shared/run-subgraph.ts'].map((file) =>
        readFile(new URL(`../../${file}`, import.meta.url), 'utf8'),
      ),
    );
    const read = sources.flatMap((source) =>
      [...source.matchAll(/(?:reader\.\w+\(|env\[)'([A-Z_]+)'/g)].map(([, name]) => name ?? ''),
    );
    expect(read.length).toBeGreaterThan(20);
    const table = readme.slice(readme.indexOf('## Configuration'), readme.indexOf('## Separate processes'));
    expect(read.filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
  });

  it('links to files that are there', async () => {
    const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)\)/g)].map(([, path]) => path ?? '');
    expect(links.length).toBeGreaterThan(2);
    for (const path of links) {
      if (path.endsWith('/') || !path.includes('.')) continue;
      await expect(readFile(new URL(`../../${path}`, import.meta.url)), path).resolves.toBeDefined();
    }
  });
});
