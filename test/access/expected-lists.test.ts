/** Lists that are read with the patient, before anybody asks for them: nothing of them is told until somebody does. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_ACCESS } from '../../schema/policy/access-settings.js';
import type { Viewer } from '../../schema/policy/viewer.js';
import { PatientAccesses } from '../../subgraphs/shared/access/patient-access.js';
import { type ListRequest, RecordStore } from '../../subgraphs/shared/record-store.js';
import { BOTH, NORTH, SOUTH } from '../leaks/two-houses.js';
import { createWorld, type OpenWorld } from '../support/world.js';

const world = await createWorld({ monitorCommands: true });
const VIEWER: Viewer = {
  subject: 'doctor-of-north',
  role: 'clinician',
  organization: 'north',
  patient: null,
  purpose: 'TREAT',
  tokenId: 't',
  width: 'NETWORK',
};
const ENCOUNTERS: ListRequest = {
  kind: 'Encounter',
  patient: 'cyd',
  within: {},
  where: {},
  order: { key: 'at', direction: -1 },
  first: 10,
  after: null,
  paths: ['status'],
  withRows: true,
  withCursors: false,
  withTotal: true,
};
const commands: string[] = [];
let store: RecordStore;
let open: OpenWorld;

beforeAll(async () => {
  await world.tell(...NORTH, ...SOUTH, ...BOTH);
  world.databases.client.on('commandStarted', ({ commandName, command }) => {
    if (commandName === 'aggregate') commands.push(String(command['aggregate']));
  });
});

beforeEach(() => {
  const accesses = new PatientAccesses(world.databases, VIEWER, DEFAULT_ACCESS);
  store = new RecordStore({ viewer: VIEWER, subgraph: 'clinical', databases: world.databases, accesses });
  commands.length = 0;
});

describe('a list that is expected', () => {
  it('is not held to be disclosed while nobody asks for it', async () => {
    store.expect(ENCOUNTERS);
    const others = new RecordStore({
      ...{ viewer: VIEWER, subgraph: 'clinical' as const, databases: world.databases },
      accesses: new PatientAccesses(world.databases, VIEWER, DEFAULT_ACCESS),
    });
    // The same list of another store: when it has been read, and the command was seen, so has the one that is expected.
    await others.list(ENCOUNTERS);
    await expect.poll(() => commands.filter((name) => name === 'records').length).toBe(2);
    await world.databases.ping();
    expect(store.account().disclosures).toEqual([]);
  });

  it('is told, and accounted for, once somebody does, without another read', async () => {
    store.expect(ENCOUNTERS);
    const { rows, totalCount } = await store.list(ENCOUNTERS);
    expect({ ids: rows.map(({ node }) => node.id).sort(), totalCount }).toEqual({
      ids: ['visit-cyd-north', 'visit-cyd-south'],
      totalCount: 2,
    });
    expect(store.account().disclosures).toEqual([{ kind: 'Encounter', patient: 'cyd', count: 2 }]);
    expect(commands).toEqual(['relations', 'records']);
  });

  it('is read anew for who asks for it again, and after a change', async () => {
    store.expect(ENCOUNTERS);
    await store.list(ENCOUNTERS);
    await store.list(ENCOUNTERS);
    expect(commands.filter((name) => name === 'records')).toHaveLength(2);
    store.expect(ENCOUNTERS);
    store.forget();
    await store.list(ENCOUNTERS);
    // What was expected is read in vain: whoever changed the record is shown it as it is now.
    expect(commands.filter((name) => name === 'records').length).toBeGreaterThan(2);
  });

  it('says what is wrong with it to who asks for it, and to nobody else', async () => {
    const wrong = { ...ENCOUNTERS, after: 'no cursor' };
    store.expect(wrong);
    expect(await store.one('Encounter', 'visit-cyd-north', [])).toMatchObject({ id: 'visit-cyd-north' });
    await expect(store.list(wrong)).rejects.toMatchObject({ extensions: { code: 'BAD_CURSOR' } });
  });
});

describe("a patient's lists that live beside the patient", () => {
  // Now, so that nothing follows the record while commands are counted.
  beforeAll(async () => {
    open = await world.open();
  });

  const asked = (query: string) => open.as('clinician', { organization: 'north' }).then((asker) => asker.ask(query));

  it.each([
    [
      'a condition',
      'query ($no: Boolean = false) { patient(id: "ann") { id appointments @include(if: $no) { totalCount } } }',
    ],
    [
      'another alias',
      '{ patient(id: "ann") { id a: appointments { totalCount } b: appointments(first: 1) { totalCount } } }',
    ],
    ['an argument that does not fit', '{ patient(id: "ann") { id appointments(first: 0) { totalCount } } }'],
    ['a patient who is not there', '{ patient(id: "nobody") { id appointments { totalCount nodes { id } } } }'],
  ])('are answered alike the first time and later, with %s', async (_what, query) => {
    const first = await asked(query);
    expect([(await asked(query)).text, (await asked(query)).text]).toEqual([first.text, first.text]);
    if (query.includes('first: 0')) expect(first.errors?.[0]).toMatchObject({ path: ['patient', 'appointments'] });
  });
});
