import { beforeAll, describe, expect, it } from 'vitest';
import { NORTH } from '../leaks/two-houses.js';
import { createWorld, type OpenWorld } from '../support/world.js';

const world = await createWorld();
let open: OpenWorld;
beforeAll(async () => {
  await world.tell(...NORTH);
  open = await world.open();
});

async function asked(role: 'clinician' | 'insurer', headers: Record<string, string>) {
  const { token } = await open.as(role, { organization: role === 'insurer' ? 'red' : 'north' });
  const response = await fetch(open.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body: '{"query":"{ __typename }"}',
  });
  const body = (await response.json()) as { errors?: { extensions: { code: string } }[]; extensions?: unknown };
  return { status: response.status, code: body.errors?.[0]?.extensions.code, extensions: body.extensions };
}

describe('the width of a request', () => {
  it('is PRACTICE for a clinician who does not say, and is stated in the answer', async () => {
    expect(await asked('clinician', {})).toMatchObject({ status: 200, extensions: { width: 'PRACTICE' } });
    expect(await asked('clinician', { 'chartlens-width': 'NETWORK' })).toMatchObject({
      status: 200,
      extensions: { width: 'NETWORK' },
    });
  });

  it.each(['network', 'ALL', '', 'PRACTICE, NETWORK', 'NETWORK,NETWORK'])('is refused as %j', async (width) => {
    expect(await asked('clinician', { 'chartlens-width': width })).toMatchObject({ status: 400, code: 'BAD_WIDTH' });
  });

  it('is no choice of other roles, whose answers do not speak of it', async () => {
    expect(await asked('insurer', {})).toEqual({ status: 200, code: undefined, extensions: undefined });
    expect(await asked('insurer', { 'chartlens-width': 'NETWORK' })).toMatchObject({ status: 400, code: 'BAD_WIDTH' });
  });
});
