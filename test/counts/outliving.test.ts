/**
 * What a request holds is gone once it is answered, without a full collection of garbage: what V8 takes for reachable
 * although nobody can reach it is copied twice and kept for seconds, which costs more than any wall.
 */
import { Agent, request } from 'node:http';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { createWorld } from '../support/world.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (options: { readonly type: 'minor' }) => void;

const SUBJECT = { reference: 'Patient/ann' };
const HOUSE = { reference: 'Organization/house' };
const OBSERVATIONS = 200;
const SMALL = '{ __typename }';
const LARGE = `{ patient(id: "ann") { id observations(first: ${OBSERVATIONS}) { nodes { id status code { text coding { code } } } } } }`;
/** Enough that the operation is compiled and hidden classes have settled. */
const GETTING_KNOWN = 60;
const REQUESTS = 10;
/** The least of as many: V8 compiles and writes down types when it likes. */
const TRIES = 15;

const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const world = await createWorld();
let asked: (query: string) => Promise<number>;

beforeAll(async () => {
  await world.tell(
    { resourceType: 'Organization', id: 'house', name: 'House' },
    { resourceType: 'Patient', id: 'ann', managingOrganization: HOUSE },
    ...Array.from({ length: OBSERVATIONS }, (_, index) => ({
      ...{ resourceType: 'Observation', id: `o${index}`, status: 'final', subject: SUBJECT, performer: [HOUSE] },
      code: { text: `Measured ${index}`, coding: [{ system: 'http://loinc.org', code: `${index}-1` }] },
    })),
  );
  const open = await world.open();
  const { token } = await open.as('clinician', { organization: 'house', width: 'NETWORK' });
  // Keeps nothing of an answer: how much of the client lives on is not the question.
  asked = (query) =>
    new Promise((resolve, reject) => {
      const headers = {
        ...{ 'content-type': 'application/json', authorization: `Bearer ${token}` },
        'chartlens-width': 'NETWORK',
      };
      const sent = request(open.url, { method: 'POST', agent, headers }, (response) => {
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
        });
        response.on('end', () => resolve(bytes));
      });
      sent.on('error', reject);
      sent.end(JSON.stringify({ query }));
    });
});

/** Bytes outside of the young that a request leaves behind. */
async function left(query: string): Promise<number> {
  for (let time = 0; time < GETTING_KNOWN; time++) await asked(query);
  let least = Number.POSITIVE_INFINITY;
  for (let time = 0; time < TRIES; time++) {
    settle();
    const before = old();
    for (let sent = 0; sent < REQUESTS; sent++) await asked(query);
    settle();
    least = Math.min(least, (old() - before) / REQUESTS);
  }
  return least;
}

/** Whoever is alive after two of these is old. */
function settle(): void {
  for (let time = 0; time < 3; time++) collect({ type: 'minor' });
}

function old(): number {
  return getHeapSpaceStatistics()
    .filter(({ space_name }) => !space_name.startsWith('new_'))
    .reduce((sum, { space_used_size }) => sum + space_used_size, 0);
}

describe('a request that was answered', () => {
  it('leaves nothing of its answer to a full collection', async () => {
    const bytes = await asked(LARGE);
    expect(bytes).toBeGreaterThan(15_000);
    const [small, large] = [await left(SMALL), await left(LARGE)];
    expect(large - small).toBeLessThan(bytes);
  });
});
