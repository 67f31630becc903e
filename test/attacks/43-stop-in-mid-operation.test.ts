/** Attack 43. That a signal stops the gateway is told in process-life; here, that stopping lets what is under way finish. */
import { expect, it } from 'vitest';
import { NORTH, NORTHERNERS } from '../leaks/two-houses.js';
import { createWorld } from '../support/world.js';

const world = await createWorld();

/** Something that the test, or what it tries, says has come. */
function moment(): { readonly came: Promise<void>; readonly comes: () => void } {
  let comes = () => {};
  const came = new Promise<void>((resolve) => {
    comes = resolve;
  });
  return { came, comes: () => comes() };
}

it('43 SIGTERM in mid-operation: it completes, and nobody new is let in', async () => {
  await world.tell(...NORTH);
  const reached = moment();
  const kept = moment();
  // The answer waits for its entry in the trail: there the operation is under way for as long as the test says.
  const trail = {
    insertMany: () => {
      reached.comes();
      return kept.came;
    },
  };
  const { gateway, as } = await world.open({ trail });
  const clinician = await as('clinician', NORTHERNERS.clinician);
  const answer = clinician.ask('{ patient(id: "ann") { id } }');
  await reached.came;
  const stopped = gateway.stop();
  await expect(fetch(`${gateway.url}/healthz`)).rejects.toThrow();
  kept.comes();
  const { status, data } = await answer;
  expect([status, data]).toEqual([200, { patient: { id: 'ann' } }]);
  await stopped;
});
