/** Faults between gateway and subgraph, by their numbers: what fails is unavailable, and nothing of it is repeated. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import type { CataloguedError } from '../../gateway/errors.js';
import { type Ask, askOverHttp, subgraphLink } from '../../gateway/subgraph-link.js';

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

async function subgraph(answer: (response: ServerResponse) => void): Promise<{ ask: Ask; asked: () => number }> {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    request.resume();
    answer(response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { ask: askOverHttp(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`), asked: () => asked };
}

function process(ask: Ask, deadline = 2000): Promise<unknown> {
  const context = { seal: () => 'sealed', disclosed: [], brokenGlass: new Map(), acts: {}, refused: false };
  return subgraphLink(ask, deadline, 'clinical').process({ request: { query: '{ a }' }, context } as never);
}

const codeOf = async (outcome: Promise<unknown>) =>
  outcome.then(
    () => 'ANSWERED',
    (error: CataloguedError) => `${error.code} ${error.message.includes('secret') ? 'TOLD' : 'silent'}`,
  );

describe('40 a subgraph that fails', () => {
  it.each<[string, (response: ServerResponse) => void]>([
    ['resets the connection', (response) => response.destroy()],
    [
      'cuts its answer',
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 });
        response.write('{"data":{"a":"secret');
        response.destroy();
      },
    ],
    ['answers garbage', (response) => response.writeHead(200).end('\u0000secret{{{')],
    ['answers a list', (response) => response.writeHead(200).end('["secret"]')],
    ['answers HTML 502', (response) => response.writeHead(502).end('<html>secret upstream</html>')],
    ['answers JSON without data and errors', (response) => response.writeHead(500).end('{"secret":1}')],
  ])('which %s: unavailable, and no word of what it said', async (_how, answer) => {
    const { ask } = await subgraph(answer);
    expect(await codeOf(process(ask))).toBe('SUBGRAPH_UNAVAILABLE silent');
  });
});

describe('41 a subgraph that swallows what it is asked', () => {
  it('black hole: deadline, breaker opens', async () => {
    const { ask, asked } = await subgraph(() => {});
    const outcomes: string[] = [];
    for (let time = 0; time < 8; time += 1) outcomes.push(await codeOf(process(ask, 60)));
    expect(outcomes.slice(0, 5)).toEqual(Array(5).fill('SUBGRAPH_DEADLINE silent'));
    // Now callers are told at once, and the subgraph is left alone.
    expect(outcomes.slice(5)).toEqual(Array(3).fill('SUBGRAPH_UNAVAILABLE silent'));
    expect(asked()).toBe(5);
  });
});
