/** What is kept with an object: worked out once, taken once, and no part of its copies. */
import { describe, expect, it } from 'vitest';
import { KeptWith } from '../../subgraphs/shared/kept-with.js';

describe('what is kept with an object', () => {
  it('is worked out once, for each object and each keeper', () => {
    const [one, other] = [new KeptWith<object, number>(), new KeptWith<object, number>()];
    const key = {};
    expect([one.of(key, () => 1), one.of(key, () => 2)]).toEqual([1, 1]);
    expect(other.of(key, () => 3)).toBe(3);
    expect(one.of({}, () => 4)).toBe(4);
  });

  it('is taken once', () => {
    const kept = new KeptWith<object, string>();
    const key = {};
    expect(kept.take(key)).toBeUndefined();
    kept.set(key, 'this');
    expect([kept.take(key), kept.take(key)]).toEqual(['this', undefined]);
  });

  it('does not go with a copy, and is not written out', () => {
    const kept = new KeptWith<object, string>();
    const key = { id: 'one' };
    kept.set(key, 'this');
    const copies = [{ ...key }, Object.assign({}, key), structuredClone(key)];
    expect(copies.map((copy) => kept.take(copy))).toEqual([undefined, undefined, undefined]);
    expect(JSON.stringify(key)).toBe('{"id":"one"}');
    expect(Object.keys(key)).toEqual(['id']);
  });
});
