/** Requests of different viewers whose reads travel together: each is told what it would be told alone. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_ACCESS } from '../../schema/policy/access-settings.js';
import type { Viewer } from '../../schema/policy/viewer.js';
import { AccessReads } from '../../subgraphs/shared/access/access-reads.js';
import { PatientAccesses } from '../../subgraphs/shared/access/patient-access.js';
import { DirectoryReads } from '../../subgraphs/shared/directory-reads.js';
import { RecordStore } from '../../subgraphs/shared/record-store.js';
import { BOTH, NORTH, SOUTH } from '../leaks/two-houses.js';
import { createWorld } from '../support/world.js';

const world = await createWorld({ monitorCommands: true });
const clinicianOf = (organization: string): Viewer => ({
  subject: `doctor-of-${organization}`,
  role: 'clinician',
  organization,
  patient: null,
  purpose: 'TREAT',
  tokenId: 't',
  width: 'NETWORK',
});
const insurer = (organization: string): Viewer => ({
  ...clinicianOf(organization),
  role: 'insurer',
  purpose: 'HPAYMT',
});
const commands: string[] = [];

beforeAll(async () => {
  await world.tell(...NORTH, ...SOUTH, ...BOTH);
  world.databases.client.on('commandStarted', ({ commandName, command }) => {
    if (['aggregate', 'distinct', 'find'].includes(commandName)) commands.push(String(command[commandName]));
  });
});

beforeEach(() => {
  commands.length = 0;
});

describe('what connects viewers with patients', () => {
  const viewers = [clinicianOf('north'), clinicianOf('south'), insurer('red'), insurer('blue')];
  const patients = ['ann', 'ben', 'cyd', 'nobody'];
  const told = async (viewer: Viewer, reads?: AccessReads) => {
    const accesses = new PatientAccesses(world.databases, viewer, DEFAULT_ACCESS, reads);
    const found = await Promise.all(patients.map((patient) => accesses.of(patient)));
    return found.map(({ as, teams, rules }) => ({ as: [...as].sort(), teams, rules: rules.map(({ _id }) => _id) }));
  };

  it('is one command for all of them, and each is told of its own', async () => {
    const alone = await Promise.all(viewers.map((viewer) => told(viewer)));
    expect(commands).toHaveLength(viewers.length);
    // Otherwise there was nothing to mix up.
    expect(new Set(alone.map((each) => JSON.stringify(each))).size).toBe(viewers.length);
    commands.length = 0;
    const reads = new AccessReads(world.databases, DEFAULT_ACCESS);
    expect(await Promise.all(viewers.map((viewer) => told(viewer, reads)))).toEqual(alone);
    expect(commands).toEqual(['relations']);
  });

  it('is as it is now for who asks after a change, also where others ask meanwhile', async () => {
    const reads = new AccessReads(world.databases, DEFAULT_ACCESS);
    const parties = ['Organization/blue'];
    const asked = () => reads.rows({ parties, patients: ['dee'] });
    expect(await asked()).toEqual([]);
    const before = asked();
    await world.databases.relations.insertOne({
      ...{ _id: 'r-dee', patient: 'dee', party: 'Organization/blue', as: 'insures', record: 'Coverage/dee' },
      ...{ from: null, until: null, version: 1 },
    } as never);
    const after = await asked();
    await before;
    expect(after).toMatchObject([{ _id: { patient: 'dee', party: 'Organization/blue', as: 'insures' } }]);
  });

  it('is asked for alone where it is of many patients', async () => {
    const reads = new AccessReads(world.databases, DEFAULT_ACCESS);
    const many = Array.from({ length: 101 }, (_, at) => `patient-${at}`);
    await Promise.all([
      reads.rows({ parties: ['Organization/north'], patients: many }),
      reads.rows({ parties: ['Organization/north'], patients: ['ann'] }),
    ]);
    expect(commands).toEqual(['relations', 'relations']);
  });

  it('tells each whose consents may say something about it, once for those who are called alike', async () => {
    await world.databases
      .of('administrative')
      .native.collection<{ _id: string }>('consentRules')
      .insertMany([
        { _id: 'Consent/north', patient: 'ann', parties: ['Organization/north'], rule: {} },
        { _id: 'Consent/south', patient: 'ben', parties: ['Organization/south'], rule: {} },
      ] as never[]);
    const reads = new AccessReads(world.databases, DEFAULT_ACCESS);
    const north = ['Organization/north', 'Practitioner/n'];
    commands.length = 0;
    const found = await Promise.all([reads.ruled(north), reads.ruled(['Organization/south']), reads.ruled([...north])]);
    expect(found.map((ruled) => ruled.map(({ patient }) => patient))).toEqual([['ann'], ['ben'], ['ann']]);
    expect(commands).toEqual(['consentRules', 'consentRules']);
  });

  it('is known of those whose consents say something once it is known who they are', async () => {
    const viewer = clinicianOf('north');
    const [asked] = await told(viewer);
    expect(asked).toMatchObject({ as: expect.arrayContaining([expect.any(String)]), rules: ['Consent/north'] });
    const accesses = new PatientAccesses(world.databases, viewer, DEFAULT_ACCESS);
    commands.length = 0;
    expect(await accesses.ruled()).toEqual(['ann']);
    const { as, teams, rules } = await accesses.of('ann');
    expect({ as: [...as].sort(), teams, rules: rules.map(({ _id }) => _id) }).toEqual(asked);
    expect(accesses.seenOf('ann')).toBe(await accesses.of('ann'));
    expect(commands).toEqual(['consentRules']);
  });

  it('is asked of the survivor where somebody whose consents say something was replaced', async () => {
    const { records } = world.databases.of('administrative');
    await records.updateOne({ _id: 'Patient/ann' }, { $set: { replacedBy: 'ben' } });
    try {
      const accesses = new PatientAccesses(world.databases, clinicianOf('south'), DEFAULT_ACCESS);
      await world.databases
        .of('administrative')
        .native.collection<{ _id: string }>('consentRules')
        .updateOne({ _id: 'Consent/north' }, { $set: { parties: ['Organization/north', 'Organization/south'] } });
      expect([...(await accesses.ruled())].sort()).toEqual(['ann', 'ben']);
      const { rules } = await accesses.of('ann');
      expect(rules.map(({ _id }) => _id)).toEqual(['Consent/south']);
      expect(await accesses.survivorOf('ann')).toBe('ben');
    } finally {
      await records.updateOne({ _id: 'Patient/ann' }, { $unset: { replacedBy: true } });
    }
  });
});

describe('the directory', () => {
  const storeOf = (viewer: Viewer, directory?: DirectoryReads) =>
    new RecordStore({
      ...{ viewer, subgraph: 'administrative' as const, databases: world.databases },
      accesses: new PatientAccesses(world.databases, viewer, DEFAULT_ACCESS),
      ...(directory && { directory }),
    });

  it('is read by one command for all who ask, and each is given what it asked for, to keep', async () => {
    const directory = new DirectoryReads(world.databases);
    const stores = [clinicianOf('north'), insurer('red'), clinicianOf('south')].map((viewer) =>
      storeOf(viewer, directory),
    );
    const [first, second, third] = stores as [RecordStore, RecordStore, RecordStore];
    const found = await Promise.all([
      Promise.all(['north', 'unknown', 'red'].map((id) => first.one('Organization', id, ['name']))),
      second.one('Organization', 'north', []),
      third.one('Organization', 'north', ['name']),
    ]);
    const [north, red] = ['north', 'red'].map((id) => ({ id, name: `House of ${id}`, patientId: null }));
    expect(found).toEqual([[north, null, red], { id: 'north', patientId: null }, north]);
    expect(commands).toEqual(['records']);
    expect(found[0][0]).not.toBe(found[2]);
    expect(stores.map((store) => store.account().disclosures.map(({ count }) => count))).toEqual([[2], [1], [1]]);
  });

  it('does not have records of people in it, even where somebody reaches all', async () => {
    const directory = new DirectoryReads(world.databases);
    const everything = { rowScope: () => ({ reach: 'all' as const }) };
    const store = new RecordStore({
      ...{ viewer: clinicianOf('north'), subgraph: 'administrative', databases: world.databases, directory },
      accesses: new PatientAccesses(world.databases, clinicianOf('north'), DEFAULT_ACCESS),
      weakened: everything,
    });
    directory.of = () => Promise.reject(new Error('asked the directory for a person'));
    expect(await store.one('Patient', 'ann', [])).toMatchObject({ id: 'ann' });
    await expect(store.one('Organization', 'north', [])).rejects.toThrow('asked the directory');
  });
});
