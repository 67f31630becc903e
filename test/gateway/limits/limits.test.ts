import { getIntrospectionQuery } from 'graphql';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../gateway/config.js';
import { CataloguedError } from '../../../gateway/errors.js';
import { createLimits, type Variables } from '../../../gateway/limits/limits.js';

const { limits: DEFAULTS } = readConfig({});

interface Outcome {
  readonly code: string;
  readonly limit?: unknown;
  readonly cost?: unknown;
}

/** What `check` says: `ok`, or the code and numbers of the refusal. */
function check(
  query: string,
  { variables, name, ...settings }: Partial<typeof DEFAULTS> & { variables?: Variables; name?: string } = {},
): Outcome {
  try {
    createLimits({ ...DEFAULTS, ...settings }).check(query, name, variables);
    return { code: 'ok' };
  } catch (error) {
    if (!(error instanceof CataloguedError)) throw error;
    return { code: error.code, ...error.details };
  }
}

const repeat = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ');

describe('a query within its limits', () => {
  test.each([
    [
      'GraphiQL asks about the schema with',
      getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true, specifiedByUrl: true }),
    ],
    [
      'a chart needs',
      '{ patient(id: "1") { name conditions(first: 100) { nodes { code { coding { code display } } } } } }',
    ],
    [
      'dashboards make of aliases',
      `{ patient(id: "1") { ${repeat(12, (i) => `t${i}: trend(code: "${i}") { mean }`)} } }`,
    ],
    ['has a few optional parts', 'query ($a: Boolean!) { a @include(if: $a) @skip(if: false) { b } }'],
  ])('passes: what %s', (_what, query) => {
    expect(check(query)).toEqual({ code: 'ok' });
  });

  test('that does not parse is left to GraphQL, which says where', () => {
    expect(createLimits(DEFAULTS).check('{ a', null, null)).toEqual({ operation: null });
    expect(createLimits(DEFAULTS).check('{ a ? }', null, null)).toEqual({ operation: null });
  });

  test('is told by its operation', () => {
    const limits = createLimits(DEFAULTS);
    const two = 'query A { a } mutation B { b }';
    expect(limits.check(two, 'A', {}).operation).toBe('query');
    expect(limits.check(two, 'B', {}).operation).toBe('mutation');
    expect(limits.check(two, null, {}).operation).toBeNull();
    expect(limits.check(two, 'C', {}).operation).toBeNull();
  });
});

describe('a query over a limit', () => {
  test('of depth is refused, whether fields, fragments or fragments in fragments make it deep', () => {
    expect(check('{ a { b { c } } }', { depth: 3 })).toEqual({ code: 'ok' });
    expect(check('{ a { b { c { d } } } }', { depth: 3 })).toEqual({ code: 'QUERY_TOO_DEEP', limit: 3 });
    expect(check('{ a { ... on A { b { ...F } } } } fragment F on B { c { d } }', { depth: 3 }).code).toBe(
      'QUERY_TOO_DEEP',
    );
    expect(check('{ a } fragment Unused on A { a { b { c { d } } } }', { depth: 3 }).code).toBe('QUERY_TOO_DEEP');
    expect(check('query A { a } query B { a { b { c { d } } } }', { depth: 3, name: 'A' }).code).toBe('QUERY_TOO_DEEP');
  });

  test('of nesting without fields is refused too', () => {
    expect(check(`{ ${'... { '.repeat(1000)} a ${'}'.repeat(1000)} }`).code).toBe('QUERY_TOO_DEEP');
    expect(check(`{ a(x: ${'['.repeat(500)}1${']'.repeat(500)}) }`).code).toBe('ARGUMENT_TOO_DEEP');
    expect(check(`{ a(x: ${'{x:'.repeat(500)}1${'}'.repeat(500)}) }`).code).toBe('ARGUMENT_TOO_DEEP');
    const settings = { tokens: 100_000 };
    expect(check(`${'{a'.repeat(20_000)}${'}'.repeat(20_000)}`, settings).code).toBe('QUERY_TOO_DEEP');
    expect(check('{a'.repeat(40_000), settings).code).toBe('QUERY_TOO_DEEP');
  });

  test('of tokens is refused before it is parsed', () => {
    expect(check('{ a b }', { tokens: 4 })).toEqual({ code: 'ok' });
    expect(check('{ a b c }', { tokens: 4 })).toEqual({ code: 'TOO_MANY_TOKENS', limit: 4 });
    expect(check('{ '.repeat(200_000)).code).toBe('TOO_MANY_TOKENS');
  });

  test('of aliases is refused, a fragment counting wherever it is spread', () => {
    expect(check('{ x: a y: a }', { aliases: 2 })).toEqual({ code: 'ok' });
    expect(check('{ x: a y: a z: a }', { aliases: 2 })).toEqual({ code: 'TOO_MANY_ALIASES', limit: 2 });
    const spread = '{ a { ...F } b { ...F } } fragment F on T { x: a y: a }';
    expect(check(spread, { aliases: 3 }).code).toBe('TOO_MANY_ALIASES');
    const beside = '{ ...F ...G } fragment F on T { x: a y: a } fragment G on T { v: a w: a }';
    expect(check(beside, { aliases: 3 }).code).toBe('TOO_MANY_ALIASES');
    expect(check(`{ ${repeat(1000, (i) => `x${i}: a`)} }`).code).toBe('TOO_MANY_ALIASES');
  });

  test('of directives in one place is refused, in any place', () => {
    const six = '@a '.repeat(6);
    const places = [
      `{ a ${six} }`,
      `query ${six} { a }`,
      `{ ...F ${six} } fragment F on Q { a }`,
      `{ ... ${six} { a } }`,
    ];
    places.push(`query ($v: Int ${six}) { a }`, `{ a } fragment F on Q ${six} { a }`);
    for (const query of places) expect(check(query)).toEqual({ code: 'TOO_MANY_DIRECTIVES', limit: 5 });
  });

  test('of root fields is refused', () => {
    expect(check(`{ ${repeat(51, (i) => `f${i}`)} }`)).toEqual({ code: 'TOO_MANY_ROOT_FIELDS', limit: 50 });
  });

  test('of repeats is refused, through fragments and merged parents too', () => {
    const repeats = { code: 'TOO_MANY_REPEATS', limit: 30 };
    expect(check(`{ ${'__typename '.repeat(500)} }`)).toEqual(repeats);
    expect(check(`{ ${repeat(40, () => 'a { b }')} }`)).toEqual(repeats);
    expect(check(`{ ${repeat(7, () => `a { ${'b '.repeat(5)} }`)} }`)).toEqual(repeats);
    expect(check(`{ ${repeat(40, (i) => `...F${i}`)} } ${repeat(40, (i) => `fragment F${i} on Q { a }`)}`)).toEqual(
      repeats,
    );
    expect(check(`{ ${'...F '.repeat(40)} } fragment F on Q { a }`)).toEqual({ code: 'ok' });
  });

  test('of a list of lists of the schema is refused', () => {
    const circular = '{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }';
    expect(check(circular)).toEqual({ code: 'INTROSPECTION_TOO_DEEP', limit: 2 });
    const spread =
      '{ __type(name: "A") { ...F } } fragment F on T { fields { type { ...G } } } fragment G on T { interfaces { possibleTypes { name } } }';
    expect(check(spread).code).toBe('INTROSPECTION_TOO_DEEP');
    expect(check(repeat(1, () => '{ a { fields { fields { fields { fields } } } } }')).code).toBe('ok');
  });

  test('of introspection is refused when asked over and over', () => {
    const inner = repeat(30, (i) => `f${i}`);
    const query = `{ ${repeat(34, (i) => `__schema { t${i} { ${inner} } }`)} }`;
    expect(check(query).code).not.toBe('ok');
    expect(check(`{ ${repeat(29, (i) => `__schema { t${i} { ${repeat(36, (n) => `f${n}`)} } }`)} }`).code).toBe(
      'INTROSPECTION_TOO_LARGE',
    );
  });
});

describe('fragments', () => {
  test('that contain themselves are refused', () => {
    expect(check('{ ...A } fragment A on Q { ...A }').code).toBe('FRAGMENT_CYCLE');
    expect(check('{ a } fragment A on Q { ...B } fragment B on Q { x { ...A } }').code).toBe('FRAGMENT_CYCLE');
  });

  test('of one name are refused: the one that was measured might not be the one that runs', () => {
    expect(check('{ ...A } fragment A on Q { a } fragment A on Q { b { c } }').code).toBe('FRAGMENT_TWICE');
  });

  test('that nobody wrote are left to validation', () => {
    expect(check('{ ...Nobody }')).toEqual({ code: 'ok' });
  });

  test.each([
    ['that double', 30, 2, '{ a }'],
    ['that triple', 22, 3, '{ a }'],
    ['that double and hold no field', 30, 2, '{ ...Nobody }'],
  ])('35 fragment bomb: fragments %s are refused by one walk over 1 kB', (_how, levels, times, last) => {
    const bomb = `{ ...F0 } ${repeat(levels, (i) => `fragment F${i} on Q { ${`...F${i + 1} `.repeat(times)}}`)} fragment F${levels} on Q ${last}`;
    expect(bomb.length).toBeLessThan(2048);
    // Unfolded it would be 2^30 or 3^22 selections: whoever walks through those never answers.
    const took = [1, 2, 3, 4, 5].map((round) => {
      const began = performance.now();
      // Another text each time: a refusal is remembered.
      expect(check(`${bomb} #${round}`).code).toBe('TOO_MANY_FIELDS');
      return performance.now() - began;
    });
    // The fastest of them: a busy machine is nobody's bomb.
    expect(Math.min(...took)).toBeLessThan(50);
  });
});

describe('names that are keys of every object', () => {
  test.each([
    '{ __proto__: a }',
    '{ __proto__ }',
    'query ($__proto__: Int) { a(x: $__proto__) }',
    '{ a(x: { __proto__: { polluted: true } }) }',
    'query __proto__ { a }',
    '{ ...__proto__ } fragment __proto__ on Q { a }',
  ])('are refused: %s', (query) => {
    expect(check(query).code).toBe('RESERVED_NAME');
  });

  test('may stand in a text', () => {
    expect(check('{ a(text: "__proto__") }')).toEqual({ code: 'ok' });
  });
});
