/** The access matrix in a terminal, as a page and as data. */
import { describe, expect, it } from 'vitest';
import { diffCommand } from '../../gateway/commands/policy-diff.js';
import { matrixCommand } from '../../gateway/commands/policy-matrix.js';

const lines = async (...args: string[]) => (await matrixCommand(args)).split('\n');

describe('policy matrix', () => {
  it('shows one kind of information in columns, words last', async () => {
    const [title, , head, row] = await lines('--facet', 'remittance');
    expect(title).toBe('Facets: who reads it');
    expect(head?.split(/ {2,}/).slice(0, 3)).toEqual(['facet: who reads it', 'clinician', 'registrar']);
    expect(row?.split(/ {2,}/)).toEqual([
      ...['remittance', '.', '.', 'yes', 'yes', '.', '.', 'yes', '.'],
      'What was allowed, paid and left to the patient.',
    ]);
  });

  it('shows one role and one type', async () => {
    const text = await lines('--role', 'insurer', '--type', 'ClaimItem');
    expect(text.find((line) => line.startsWith('ClaimItem.net'))?.split(/ {2,}/)).toEqual([
      'ClaimItem.net',
      'claim',
      'yes',
    ]);
    expect(text.find((line) => line.startsWith('ClaimItem.productOrService'))).toMatch(/billed-service {2,}\.$/);
    expect(text.some((line) => line.startsWith('Patient.'))).toBe(false);
  });

  it('says of a summary why it is open and what it is made from', async () => {
    const text = (await lines('--type', 'ClaimItem')).join('\n');
    expect(text).toMatch(
      /ClaimItem\.serviceCategory\n {2}why: Tells one of a few kinds.*\n {2}made from: ClaimItem\.category/,
    );
  });

  it('tells mutations apart from what is read', async () => {
    const text = (await lines('--facet', 'break-glass-review')).join('\n');
    expect(text).toContain('Facets: who changes it');
    expect(text).toMatch(/Mutation\.reviewBreakGlass +break-glass-review( +\.){7} +yes/);
  });

  it('is a page in Markdown and tables in JSON', async () => {
    expect(await matrixCommand(['--markdown', '--type', 'Consent'])).toContain('| `Consent.status` | consent | yes |');
    const tables = JSON.parse(await matrixCommand(['--json', '--role', 'patient', '--facet', 'allergy'])) as object[];
    expect(tables[0]).toMatchObject({ rows: [['allergy', 'Allergies and intolerances.', 'yes']] });
  });

  it.each([
    [['--role', 'king'], '--role takes one of clinician'],
    [['--facet', 'gossip'], '--facet takes one of key, element'],
    [['--type', 'Patien'], 'no type of the schema is called "Patien"'],
    [['--json', '--markdown'], 'two forms'],
    [['--colour'], '--colour'],
  ])('says what is wrong with %j', async (args, words) => {
    await expect(matrixCommand(args)).rejects.toThrow(words);
  });

  it('explains itself, and so does diff', async () => {
    expect(await matrixCommand(['--help'])).toContain('--facet FACET');
    expect((await diffCommand(['--help'])).text).toContain('--check');
    await expect(diffCommand([])).rejects.toThrow('one git revision, or two');
  });
});
