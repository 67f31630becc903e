/** The page of a role: every field of its view, with its kind of information, what it means or where it comes from. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, isObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { examplesIn } from '../../schema/derive/field-examples.js';
import { GENERATED, readRoleSdl } from '../../schema/derive/generated.js';
import { ROLES } from '../../schema/policy/viewer.js';

interface Row {
  readonly at: string;
  readonly facet: string;
  readonly meaning: string;
  readonly source: string;
}

function rowsOf(page: string): Row[] {
  let type = '';
  return page.split('\n').flatMap((line) => {
    type = /^## (\w+)$/.exec(line)?.[1] ?? type;
    const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    const name = /^`(\w+)/.exec(cells[1] ?? '')?.[1];
    if (name === undefined || cells.length < 8) return [];
    const [, , , facet = '', meaning = '', source = ''] = cells;
    return [{ at: `${type}.${name}`, facet, meaning, source }];
  });
}

describe.each(ROLES)('the page of the %s', (role) => {
  const page = readFileSync(join(GENERATED, 'docs', `${role}.md`), 'utf8');
  const rows = rowsOf(page);
  const types = Object.values(buildSchema(readRoleSdl(role), { assumeValidSDL: true }).getTypeMap());
  const fields = types
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('_'))
    .flatMap((type) => Object.keys(type.getFields()).map((name) => `${type.name}.${name}`));

  it('has every field of its view, and no other', () => {
    expect(rows.map(({ at }) => at).sort()).toEqual(fields.sort());
  });

  it('says what each means or which element of FHIR it is', () => {
    expect(rows.filter(({ meaning, source }) => meaning === '' && source === '').map(({ at }) => at)).toEqual([]);
  });

  it('names no source that the role may not read', () => {
    const named = rows.flatMap(({ source }) => [...source.matchAll(/`(\w+\.\w+)/g)].map(([, at]) => at ?? ''));
    const known = new Set(fields);
    const typesKnown = new Set(types.map(({ name }) => name));
    expect(named.filter((at) => typesKnown.has(at.split('.')[0] ?? '') && !known.has(at))).toEqual([]);
    expect(named.filter((at) => !typesKnown.has(at.split('.')[0] ?? ''))).toEqual([]);
  });
});

it('examples are the first value of a field, in one line of a table, and of nothing else', () => {
  const schema = buildSchema('type Patient { id: ID name: [HumanName] } type HumanName { family: String }');
  const resources = [
    { resourceType: 'Patient', id: 'a|b', birthDate: '1990-01-01' },
    { resourceType: 'Patient', id: 'c', name: [{ family: 'Osei'.repeat(20) }] },
    { resourceType: 'Other', id: 'd' },
  ];
  const examples = examplesIn(schema, resources);
  expect(examples.get('Patient.id')).toBe('`"a\\|b"`');
  expect(examples.get('HumanName.family')).toMatch(/^`"Osei.*…`$/);
  expect([...examples.keys()]).toEqual(['Patient.id', 'HumanName.family']);
});
