import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../gateway/config.js';
import { CataloguedError } from '../../../gateway/errors.js';
import { createLimits, type Variables } from '../../../gateway/limits/limits.js';

const SETTINGS = { ...readConfig({}).limits, cost: 0 };

/** The cost of a query, which a limit of nothing makes the refusal tell. */
function costOf(query: string, variables: Variables = {}, limits = createLimits(SETTINGS)): number {
  try {
    limits.check(query, null, variables);
  } catch (error) {
    if (error instanceof CataloguedError && error.code === 'QUERY_TOO_COSTLY') return error.details['cost'] as number;
    throw error;
  }
  return 0;
}

describe('the cost of a query', () => {
  test.each([
    ['{ a }', 1],
    ['{ a { b c } }', 3],
    ['{ list(first: 10) { nodes { a b } } }', 1 + 10 * 3],
    ['{ list(last: 10) { edges { cursor node { a } } } }', 1 + 10 * 4],
    ['{ list { nodes { a } } }', 1 + 20 * 2],
    ['{ list(first: null) { nodes { a } } }', 1 + 20 * 2],
    ['{ list(first: 0) { nodes { a } } }', 1 + 2],
    ['{ list(first: 3, last: 7) { nodes { a } } }', 1 + 7 * 2],
    ['{ list(first: 100) { nodes { inner(first: 50) { nodes { a } } } } }', 1 + 100 * (1 + 1 + 50 * 2)],
    ['{ list(first: 5) { ...P } } fragment P on C { nodes { a } }', 1 + 5 * 2],
    ['{ list { ... { ...P } } } fragment P on C { edges { node { a } } }', 1 + 20 * 3],
    ['{ x: list(first: 5) { nodes { a } } y: list(first: 5) { nodes { a } } }', 2 * (1 + 5 * 2)],
  ])('%s is %d', (query, cost) => {
    expect(costOf(query)).toBe(cost);
  });

  test.each<[Variables, number]>([
    [{ n: 10 }, 1 + 10 * 2],
    [{ n: 1000 }, 1 + 1000 * 2],
    [{}, 1 + 7 * 2],
    [{ n: null }, 1 + 20 * 2],
    [{ n: 'many' }, 1 + 20 * 2],
    [{ n: -5 }, 1 + 20 * 2],
    [{ n: 2.5 }, 1 + 20 * 2],
    [{ n: { $gt: 0 } }, 1 + 20 * 2],
  ])('follows the variables %j', (variables, cost) => {
    expect(costOf('query ($n: Int = 7) { list(first: $n) { nodes { a } } }', variables)).toBe(cost);
  });

  test('is worked out anew for each request of one text', () => {
    const limits = createLimits(SETTINGS);
    const query =
      'query ($n: Int) { list(first: $n) { ...P } } fragment P on C { nodes { list(first: $n) { nodes { a } } } }';
    const nested = (n: number) => 1 + n * (1 + (1 + n * 2));
    for (const n of [3, 50, 3]) expect(costOf(query, { n }, limits)).toBe(nested(n));
  });

  test('of a product beyond all numbers is still a number', () => {
    const levels = Array.from({ length: 12 }, () => 'list(first: 2147483647) { nodes {').join(' ');
    const query = `{ ${levels} a ${'} }'.repeat(12)} }`;
    expect(costOf(query, {}, createLimits({ ...SETTINGS, depth: 100 }))).toBe(Number.MAX_SAFE_INTEGER);
  });

  test('is the same, however a query is cut into fragments', () => {
    type Tree = { name: string; size: number | null; variable: boolean; children: Tree[] };
    const treeOf = (levels: number): fc.Arbitrary<Tree> =>
      fc.record({
        name: fc.constantFrom('a', 'b', 'c'),
        size: fc.option(fc.nat(9)),
        variable: fc.boolean(),
        children: levels === 0 ? fc.constant([]) : fc.array(treeOf(levels - 1), { maxLength: 3 }),
      });
    const page = ({ size, variable }: Tree) => (size === null ? '' : `(first: ${variable ? `$v${size}` : size})`);
    const variables = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`v${i}`, i]));
    const expected = ({ size, children }: Tree): number =>
      1 + (size === null ? 1 : Math.max(1, size)) * children.reduce((sum, child) => sum + expected(child), 0);
    const plain = (node: Tree): string =>
      `${node.name}${page(node)}${node.children.length ? ` { ${node.children.map(plain).join(' ')} }` : ''}`;
    const cut = (node: Tree, fragments: string[]): string => {
      if (node.children.length === 0) return `${node.name}${page(node)}`;
      const inner = node.children.map((child) => cut(child, fragments)).join(' ');
      fragments.push(`fragment F${fragments.length} on T { ${inner} }`);
      return `${node.name}${page(node)} { ...F${fragments.length - 1} }`;
    };
    fc.assert(
      fc.property(treeOf(3), (node) => {
        const fragments: string[] = [];
        const limits = createLimits({ ...SETTINGS, depth: 100 });
        const head = cut(node, fragments);
        expect(costOf(`{ ${plain(node)} }`, variables, limits)).toBe(expected(node));
        expect(costOf(`{ ${head} } ${fragments.join(' ')}`, variables, limits)).toBe(expected(node));
      }),
    );
  });
});
