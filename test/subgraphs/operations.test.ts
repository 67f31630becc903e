import { buildSchema } from 'graphql';
import { compileQuery } from 'graphql-jit';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Operation, Operations } from '../../subgraphs/shared/operations.js';

vi.mock('graphql-jit', async (original) => {
  const real = await original<typeof import('graphql-jit')>();
  return { ...real, compileQuery: vi.fn(real.compileQuery) };
});

const schema = buildSchema(`
  input Years { from: Int, to: Int }
  input Criteria { not: Criteria, during: Years, sex: String }
  type Query { count(where: Criteria, years: Years): Int }
`);

function operationOf(query: string): Operation {
  const found = new Operations(schema).find(query);
  if (!(found instanceof Operation)) throw new Error('the operation is valid');
  return found;
}

afterEach(() => vi.clearAllMocks());

describe('an operation that comes again', () => {
  it('is compiled once, the second time', async () => {
    const operation = operationOf('query ($years: Years) { count(years: $years) }');
    await operation.run({ query: '', variables: { years: { from: 2020 } } }, {});
    expect(compileQuery).toHaveBeenCalledTimes(0);
    for (let time = 0; time < 3; time++) await operation.run({ query: '', variables: {} }, {});
    expect(compileQuery).toHaveBeenCalledTimes(1);
  });

  it('is not compiled when its variables nest inputs in each other, and answers all the same', async () => {
    const operation = operationOf('query ($where: Criteria) { count(where: $where) }');
    for (let time = 0; time < 3; time++)
      expect(await operation.run({ query: '', variables: { where: { not: { sex: 'male' } } } }, {})).toEqual({
        data: { count: null },
      });
    expect(compileQuery).not.toHaveBeenCalled();
  });
});
