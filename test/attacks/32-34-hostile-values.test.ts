/** Attacks 13, 14, 16 and 32 to 34: values that want to be operators, and questions that look at hidden things. */
import { buildSchema, type GraphQLArgument, getNamedType, isNonNullType, isObjectType, isScalarType } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { readRoleSdl } from '../../schema/derive/generated.js';
import { ROLES } from '../../schema/policy/viewer.js';
import { NORTH, NORTHERNERS } from '../leaks/two-houses.js';
import { type Asker, createWorld } from '../support/world.js';

const world = await createWorld();
let clinician: Asker;
let insurer: Asker;
beforeAll(async () => {
  await world.tell(...NORTH);
  const open = await world.open({ env: { MAX_COST: '1000000000' } });
  clinician = await open.as('clinician', NORTHERNERS.clinician);
  insurer = await open.as('insurer', NORTHERNERS.insurer);
});

const OPERATORS: readonly unknown[] = [
  { $ne: null },
  { $gt: '' },
  { $regex: '.*' },
  { $where: 'true' },
  { $expr: { $eq: [1, 1] } },
  { $function: { body: 'return true', args: [], lang: 'js' } },
  ['ann', 'ben'],
  { toString: 'x' },
];

/** Every argument of a list that hangs on Query or Patient and takes text, with the question that uses it. */
function textArguments(): { at: string; type: string; query: (value: string) => string }[] {
  const view = buildSchema(readRoleSdl('clinician'), { assumeValidSDL: true });
  return ['Query', 'Patient'].flatMap((holder) => {
    const type = view.getType(holder);
    if (!isObjectType(type)) return [];
    return Object.values(type.getFields())
      .filter((field) => getNamedType(field.type).name.endsWith('Connection'))
      .flatMap((field) =>
        field.args
          .filter((argument: GraphQLArgument) => isScalarType(getNamedType(argument.type)) && argument.name !== 'first')
          .map((argument) => ({
            at: `${holder}.${field.name}(${argument.name}:)`,
            type: String(argument.type),
            query: (value: string) => {
              const list = `${field.name}(${argument.name}: ${value}) { totalCount }`;
              return holder === 'Query' ? `{ ${list} }` : `{ patient(id: "ann") { ${list} } }`;
            },
          })),
      );
  });
}

describe('the views', () => {
  it.each(ROLES)('of the %s take no value of free shape', (role) => {
    const view = buildSchema(readRoleSdl(role), { assumeValidSDL: true });
    const scalars = Object.values(view.getTypeMap()).filter(isScalarType);
    expect(scalars.map(({ name }) => name).filter((name) => !/^(String|ID|Int|Float|Boolean)$/.test(name))).toEqual([]);
    expect(isNonNullType(view.getQueryType())).toBe(false);
  });
});

describe('33 undefined, null, unknown filter key: an argument that takes text', () => {
  const all = textArguments();

  it('is found for every list', () => {
    expect(all.length).toBeGreaterThan(60);
  });

  it('takes no object and no list', async () => {
    for (const { query, type, at } of all.filter((_, index) => index % 4 === 0))
      for (const value of OPERATORS.slice(0, 3)) {
        const asked = query('$v').replace('{', `query ($v: ${type}) {`);
        const { status, errors } = await clinician.ask(asked, { v: value });
        expect([at, status, errors?.length]).toEqual([at, 400, 1]);
      }
  });

  it('takes the text of an operator for text', async () => {
    for (const { query, at } of all) {
      if (at.endsWith('(after:)')) continue;
      const { text } = await clinician.ask(query(JSON.stringify('{"$ne":null}')));
      expect([at, /totalCount":[1-9]/.test(text)]).toEqual([at, false]);
    }
  });

  it('is an error when it is null, and never all records', async () => {
    for (const { query, at } of all) {
      if (at.endsWith('(after:)')) continue;
      const { text, errors } = await clinician.ask(query('null'));
      expect([at, errors?.[0]?.extensions.code, /totalCount":[1-9]/.test(text)]).toEqual([at, 'BAD_ARGUMENT', false]);
    }
  });
});

describe('32 operators of MongoDB', () => {
  it.each(OPERATORS)('as an id is refused: %j', async (id) => {
    const { status, errors, data } = await clinician.ask('query ($id: ID!) { patient(id: $id) { id } }', { id });
    expect([status, errors?.map(({ extensions }) => extensions.code), data]).toEqual([
      400,
      ['BAD_USER_INPUT'],
      undefined,
    ]);
  });

  it.each(['$where', '$ne', '{"$ne":null}', '.*', 'ann\u0000', '__proto__', 'constructor', '$$ROOT', 'Patient/ann'])(
    'as the text of an id names nobody: %s',
    async (id) => {
      const { data } = await clinician.ask('query ($id: ID!) { patient(id: $id) { id } encounter(id: $id) { id } }', {
        id,
      });
      expect(data).toEqual({ patient: null, encounter: null });
    },
  );
});

describe('33 unknown filter key: a filter that does not exist', () => {
  it.each(['$or', 'where', 'filter', '__proto__', 'hidden'])('is an error: %s', async (name) => {
    const literal = await clinician.ask(`{ patients(${name.replace('$', '')}: "x") { totalCount } }`);
    expect(literal.status).toBe(400);
    const period = await clinician.ask('query ($p: PeriodInput) { appointments(period: $p) { totalCount } }', {
      p: JSON.parse(`{"${name}":"2024"}`) as object,
    });
    expect([period.status, period.data]).toEqual([400, undefined]);
  });
});

describe('34 __proto__ and other names that every object has', () => {
  it.each(['constructor', 'hasOwnProperty', 'toString', 'valueOf', 'prototype'])(
    'are ordinary aliases: %s',
    async (name) => {
      const { data } = await clinician.ask(`{ ${name}: patient(id: "ann") { ${name}: id } }`);
      expect(Object.entries(data as object)).toEqual([[name, { [name]: 'ann' }]]);
    },
  );

  it.each([
    '{ __proto__: patient(id: "ann") { id } }',
    '{ patient(id: "ann") { __proto__: id } }',
    'query ($__proto__: ID!) { patient(id: $__proto__) { id } }',
  ])('but not %s', async (query) => {
    const { status } = await clinician.ask(query, JSON.parse('{"__proto__":"ann"}') as Record<string, unknown>);
    expect(status).toBe(400);
    expect(({} as Record<string, unknown>)['id']).toBeUndefined();
  });
});

describe('a question about hidden things', () => {
  it.each([
    '{ patients(sort: RELEVANCE) { totalCount } }',
    '{ claims(sortBy: "diagnosis") { totalCount } }',
    '{ claims(diagnosis: "38341003") { totalCount } }',
    '{ claims(service: "162673000") { totalCount } }',
    '{ patients(text: "note-about-ann") { totalCount } }',
    '{ patients(condition: "38341003") { totalCount } }',
    // Numbers of a person are no business of a payer: neither the field nor a search by it.
    '{ patients(identifier: "999-12-3456") { totalCount } }',
  ])('is no question to an insurer: %s', async (query) => {
    const { status, errors } = await insurer.ask(query);
    expect([status, errors?.[0]?.extensions.code]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
  });

  it.each(['problem', 'note-about-ann', 'note', 'Hypertension', '38341003'])(
    'by words finds nobody: %s',
    async (words) => {
      const { data } = await insurer.ask(
        'query ($w: String) { patients(name: $w) { totalCount } claims(type: $w) { totalCount } }',
        { w: words },
      );
      expect(data).toEqual({ patients: { totalCount: 0 }, claims: { totalCount: 0 } });
    },
  );
});
