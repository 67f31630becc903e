/** A new version takes over from an old one, and no request is lost on the way. */
import { Agent, request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../gateway/config.js';
import { NORTH, NORTHERNERS } from '../leaks/two-houses.js';
import { createWorld } from '../support/world.js';

const world = await createWorld({ populationReads: 'secondaryPreferred' });

interface Reply {
  readonly status: number;
  readonly connection: string;
}

/** One question over a connection that the agent keeps. */
function ask(agent: Agent, url: string, token: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, connection: response.headers.connection ?? '' }),
      );
    });
    sent.on('error', reject);
    sent.end(JSON.stringify({ query: '{ patient(id: "ann") { id } }' }));
  });
}

describe('a roll-over', () => {
  it('loses no request: the old gateway answers until nobody is sent to it, and lets go of its connections', async () => {
    await world.tell(...NORTH);
    let stop = () => {};
    const told = new Promise<void>((resolve) => {
      stop = resolve;
    });
    const old = await world.open({ stopAfter: () => told });
    const { token } = await old.as('clinician', NORTHERNERS.clinician);
    const agent = new Agent({ keepAlive: true, maxSockets: 4 });
    const four = (url: string) => Promise.all(Array.from({ length: 4 }, () => ask(agent, url, token)));
    expect(await four(old.url)).toEqual(Array(4).fill({ status: 200, connection: 'keep-alive' }));

    const stopped = old.gateway.stop();
    const ready = await fetch(`${old.gateway.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'stopping' }]);
    expect((await fetch(`${old.gateway.url}/healthz`)).status).toBe(200);
    // Whoever sends requests has not noticed yet.
    expect(await four(old.url)).toEqual(Array(4).fill({ status: 200, connection: 'close' }));

    const young = await world.open();
    expect((await fetch(`${young.gateway.url}/readyz`)).status).toBe(200);
    expect(await four(young.url)).toEqual(Array(4).fill({ status: 200, connection: 'keep-alive' }));
    stop();
    await stopped;
    await expect(fetch(`${old.gateway.url}/healthz`)).rejects.toThrow();
    agent.destroy();
  });
});

describe('questions to the population', () => {
  it('go to whichever member POPULATION_READS names, and nothing else does', () => {
    const { databases } = world;
    expect(databases.populationRows('people').readPreference?.mode).toBe('secondaryPreferred');
    for (const collection of [
      databases.population.collection('ledger'),
      databases.relations,
      databases.of('clinical').records,
    ])
      expect(collection.readPreference?.mode ?? 'primary').toBe('primary');
  });

  it('are answered as ever', async () => {
    const { as } = await world.open();
    expect((await (await as('analyst')).ask('{ cohort { size { people } } }')).errors).toBeUndefined();
  });

  it('a preference that MongoDB does not know is a mistake of the environment', () => {
    expect(readConfig({ POPULATION_READS: 'nearest' }).populationReads).toBe('nearest');
    expect(() => readConfig({ POPULATION_READS: 'slow' })).toThrow(/POPULATION_READS/);
  });
});
