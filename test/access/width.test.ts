/** The same record at two widths: what one's own organisation wrote, and what all organisations did. */
import { beforeAll, describe, expect, it } from 'vitest';
import { BOTH, NORTH, SOUTH } from '../leaks/two-houses.js';
import { type Asker, createWorld, type OpenWorld } from '../support/world.js';

const world = await createWorld();
let open: OpenWorld;
let practice: Asker;
let network: Asker;

beforeAll(async () => {
  await world.tell(...NORTH, ...SOUTH, ...BOTH, {
    resourceType: 'Observation',
    id: 'unsigned',
    status: 'final',
    code: { text: 'written by nobody knows whom' },
    subject: { reference: 'Patient/cyd' },
  });
  open = await world.open();
  const who = { organization: 'north', subject: 'doctor-of-north' };
  practice = await open.as('clinician', who);
  network = await open.as('clinician', { ...who, width: 'NETWORK' });
});

const CYD = `{ patient(id: "cyd") {
  displayName
  encounters { totalCount nodes { id } }
  observations { totalCount nodes { id encounter { id } } }
  claims { totalCount nodes { id } }
  coverages { totalCount }
} }`;

describe('a clinician who asks for a patient of two organisations', () => {
  it('reads at PRACTICE width what their own wrote, and what belongs to the person', async () => {
    const { data, extensions } = await practice.ask(CYD);
    expect(data).toEqual({
      patient: {
        displayName: 'cyd Family-of-cyd',
        encounters: { totalCount: 1, nodes: [{ id: 'visit-cyd-north' }] },
        observations: { totalCount: 0, nodes: [] },
        claims: { totalCount: 1, nodes: [{ id: 'bill-cyd-cash' }] },
        coverages: { totalCount: 1 },
      },
    });
    expect(extensions).toEqual({ width: 'PRACTICE' });
  });

  it('reads at NETWORK width what all wrote, also what nobody knows the writer of', async () => {
    const { data, extensions } = await network.ask(CYD);
    expect(data).toMatchObject({
      patient: {
        encounters: { totalCount: 2 },
        observations: {
          totalCount: 2,
          nodes: [
            { id: 'pressure-cyd', encounter: { id: 'visit-cyd-south' } },
            { id: 'unsigned', encounter: null },
          ],
        },
        claims: { totalCount: 2 },
      },
    });
    expect(extensions).toEqual({ width: 'NETWORK' });
  });

  it('reads no record of another organisation by its id at PRACTICE width', async () => {
    const byId = '{ encounter(id: "visit-cyd-south") { id } observation(id: "pressure-cyd") { id } }';
    expect((await practice.ask(byId)).data).toEqual({ encounter: null, observation: null });
    expect((await network.ask(byId)).data).toMatchObject({ encounter: { id: 'visit-cyd-south' } });
  });

  it('sums up at PRACTICE width over what their own wrote', async () => {
    const trend = '{ patient(id: "cyd") { trend(code: "8480-6", every: YEAR) { points { count } } } }';
    expect((await practice.ask(trend)).at('patient.trend')).toEqual([]);
    expect((await network.ask(trend)).at('patient.trend')).toEqual([{ points: [{ count: 1 }] }]);
  });

  it('lists over all patients alike', async () => {
    expect((await practice.ask('{ claims { nodes { id } } }')).at('claims.nodes')).toEqual(
      expect.not.arrayContaining([{ id: 'bill-cyd' }]),
    );
    expect((await network.ask('{ claims { nodes { id } } }')).at('claims.nodes')).toEqual(
      expect.arrayContaining([{ id: 'bill-cyd' }, { id: 'bill-ann' }]),
    );
  });
});
