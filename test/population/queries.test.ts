/** The questions of subgraphs/population/QUERIES.md run as they stand there. */
import { readFileSync } from 'node:fs';
import { type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { openDemoWorld } from '../journeys/demo-world.js';

const text = readFileSync(new URL('../../subgraphs/population/QUERIES.md', import.meta.url), 'utf8');
const blocks = [...text.matchAll(/^```graphql\n([\s\S]*?)^```$/gm)].map(([, query = '']) => ({
  query,
  name: (parse(query).definitions[0] as OperationDefinitionNode).name?.value ?? '?',
}));
const demo = await openDemoWorld(200);

describe('the questions to the population', () => {
  it('are all there', () => {
    expect(blocks.length).toBeGreaterThan(10);
    expect(new Set(blocks.map(({ name }) => name)).size).toBe(blocks.length);
  });

  it.each(blocks)('$name runs as it stands, and tells something', async ({ query, name }) => {
    const role = name === 'StateOfThings' ? 'agency' : 'analyst';
    const { data, errors } = await (await demo.first(role)).ask(query);
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data).length).toBeGreaterThan(30);
  });

  it('come as files and as a picture', async () => {
    const { token } = await demo.first('analyst');
    const addresses = [...text.matchAll(/"\$BASE\/([^"]+\?[^"]+)"/g)].map(([, path = '']) => path);
    expect(addresses.length).toBe(4);
    for (const path of addresses) {
      const response = await fetch(new URL(`/population/${path}`, demo.url), {
        headers: { authorization: `Bearer ${token}` },
      });
      expect([path, response.status]).toEqual([path, 200]);
    }
  });
});
