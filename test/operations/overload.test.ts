/** Overload as a client sees it: 503 with Retry-After, in the shape of every other error, and not in the trail. */
import { expect, it } from 'vitest';
import { TRAIL_COLLECTION } from '../../schema/policy/trail.js';
import { NORTH, NORTHERNERS } from '../leaks/two-houses.js';
import { hold } from '../support/hold.js';
import { createWorld } from '../support/world.js';

const world = await createWorld();
const ASKED = 400;

it('sheds what is too much, answers the rest, and answers everybody again afterwards', async () => {
  await world.tell(...NORTH);
  const { held, release } = hold();
  // The trail holds every answer back, so that all who ask are there at once.
  const trail = { insertMany: () => held };
  const { gateway, as } = await world.open({ trail, env: { MAX_WAIT_MS: '60000' } });
  const clinician = await as('clinician', NORTHERNERS.clinician);
  const all = Array.from({ length: ASKED }, () => clinician.ask('{ patient(id: "ann") { id } }'));
  const shed = await Promise.race(all);
  expect(shed.status).toBe(503);
  expect(shed.errors?.[0]?.extensions.code).toBe('OVERLOADED');
  expect(Number(shed.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(shed.headers.get('cache-control')).toBe('no-store');
  expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
  release();
  const statuses = (await Promise.all(all)).map(({ status }) => status);
  expect([...new Set(statuses)].sort()).toEqual([200, 503]);
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(128);
  expect((await clinician.ask('{ patient(id: "ann") { id } }')).status).toBe(200);
  expect(await world.databases.trail.collection(TRAIL_COLLECTION).countDocuments({ code: 'OVERLOADED' })).toBe(0);
});
