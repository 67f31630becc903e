/** What a subgraph keeps of operations is bounded, and a flood of new ones does not drive out what is in use. */
import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { Operation, Operations } from '../../subgraphs/shared/operations.js';

const SCHEMA = buildSchema('type Query { name: String }');
/** More than are kept. */
const FLOOD = 1500;

const inUse = 'query InUse { name }';
const flood = (index: number) => `query Flood${index} { name }`;

describe('the operations that a subgraph keeps', () => {
  it('stay known while they are in use, however many new ones come', () => {
    const operations = new Operations(SCHEMA);
    const known = operations.find(inUse);
    expect(known).toBeInstanceOf(Operation);
    for (let index = 0; index < FLOOD; index++) {
      operations.find(flood(index));
      if (index % 100 === 0) expect(operations.find(inUse)).toBe(known);
    }
    expect(operations.find(inUse)).toBe(known);
  });

  it('are forgotten when so many others came that nobody can be using them', () => {
    const operations = new Operations(SCHEMA);
    const first = operations.find(flood(0));
    expect(operations.find(flood(0))).toBe(first);
    for (let index = 1; index < FLOOD; index++) operations.find(flood(index));
    expect(operations.find(flood(0))).not.toBe(first);
  });

  it('are kept when they are wrong, so that a wrong one costs little to repeat', () => {
    const operations = new Operations(SCHEMA);
    const refused = operations.find('{ nmae }');
    expect(refused).not.toBeInstanceOf(Operation);
    expect(operations.find('{ nmae }')).toBe(refused);
  });
});
