/** For those who build on it: what a schema change breaks, what was announced, and clients that keep to their role. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readRoleSdl } from '../../schema/derive/generated.js';
import { schemaChanges, vagueDeprecations } from '../../schema/diff/breaking.js';
import { ROLES } from '../../schema/policy/viewer.js';
import { EXAMPLES, generate } from '../examples/generate.js';
import { finished, startCommand } from '../support/command.js';

const TODAY = '2026-06-01';
const command = (name: string) => fileURLToPath(new URL(`../../dist/gateway/commands/${name}.js`, import.meta.url));

describe('schema:check', () => {
  const old = `type Query { a: String b(c: Int): String old: String @deprecated(reason: "Take b instead. Goes on 2026-05-31.")
    later: String @deprecated(reason: "Take b instead. Goes on 2026-07-01.") e: E } enum E { X }`;

  it('tells what breaks, what was announced, and what to take care of', () => {
    const now = 'type Query { a: Int b(c: Int!): String e: E } enum E { X Y }';
    const { breaking, announced, dangerous } = schemaChanges(old, now, TODAY);
    expect(breaking.toSorted()).toEqual([
      'Query.a changed type from String to Int.',
      'Query.b arg c has changed type from Int to Int!.',
      'Query.later was removed.',
    ]);
    expect(announced).toEqual(['Query.old was removed.']);
    expect(dangerous).toEqual([expect.stringContaining('Y was added to enum type E')]);
  });

  it('finds nothing where nothing changed', () => {
    expect(schemaChanges(old, old, TODAY)).toEqual({ breaking: [], announced: [], dangerous: [] });
  });

  it('wants a deprecation to say what to take instead, and until when', () => {
    const sdl = (reason: string) => `type Query { a: String @deprecated(reason: "${reason}") }`;
    expect(vagueDeprecations(sdl('old'))).toEqual(['Query.a']);
    expect(vagueDeprecations(sdl('Take b instead, it has units. Goes on 2027-01-01.'))).toEqual([]);
  });

  it.each(ROLES)('the schema of the %s has no vague deprecation', (role) => {
    expect(vagueDeprecations(readRoleSdl(role))).toEqual([]);
  });

  it('runs as a command: against what it came from nothing breaks; a revision that is none is said so', async () => {
    const same = await finished(startCommand(command('schema-check'), ['HEAD'], {}));
    expect(same.out).toMatch(/^clinician: /m);
    const none = await finished(startCommand(command('schema-check'), ['no-such-revision'], {}));
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('no-such-revision')]);
  });
});

describe('sdl', () => {
  it('prints the schema of a role and nothing else', async () => {
    const { code, out } = await finished(startCommand(command('sdl'), ['--role', 'insurer'], {}));
    expect(code).toBe(0);
    expect(buildSchema(out, { assumeValidSDL: true }).getType('Condition')).toBeUndefined();
    expect((await finished(startCommand(command('sdl'), ['--role', 'king'], {}))).code).toBe(1);
  });
});

describe('example clients', () => {
  const file = (folder: string, name: string) => new URL(`../examples/${folder}/${name}`, import.meta.url);

  it.each(EXAMPLES)('$folder: its types are those of the schema of the $role (npm run examples)', async (example) => {
    const text = await generate(example, file(example.folder, 'operations.graphql'));
    expect(readFileSync(file(example.folder, 'operations.generated.ts'), 'utf8')).toBe(text);
  });

  it("an insurer's portal cannot be written with a clinician's questions", async () => {
    const [clinician] = EXAMPLES;
    const operations = file(clinician?.folder ?? '', 'operations.graphql');
    await expect(generate({ folder: '', role: 'insurer' }, operations)).rejects.toThrow();
  });
});
