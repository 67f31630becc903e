import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createDocumentStore } from '../../gateway/document-store.js';

const document = (name: string) => parse(`query ${name} { __typename }`);

describe('the parsed operations of a view', () => {
  it('are so many and no more: a flood drives out what nobody asks, and nothing that is in use', async () => {
    const store = createDocumentStore(10);
    const used = document('Used');
    await store.set('used', used);
    await store.set('forgotten', document('Forgotten'));
    for (let number = 0; number < 100; number++) {
      await store.set(`new ${number}`, document(`New${number}`));
      expect(await store.get('used')).toBe(used);
    }
    expect(await store.get('forgotten')).toBeUndefined();
    const kept = await Promise.all(Array.from({ length: 100 }, (_, number) => store.get(`new ${number}`)));
    expect(kept.filter((found) => found !== undefined)).toHaveLength(9);
  });

  it('are forgotten when told to be', async () => {
    const store = createDocumentStore();
    await store.set('one', document('One'));
    expect([await store.delete('one'), await store.delete('one'), await store.get('one')]).toEqual([
      ...[true, false],
      undefined,
    ]);
  });
});
