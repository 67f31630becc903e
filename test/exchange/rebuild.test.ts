/** The read model is what the commits say: built anew it is the same, and no order of arrival shows in it. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { loadDemo } from '../../subgraphs/exchange/demo-load.js';
import type { Databases } from '../../subgraphs/shared/databases.js';
import { SUBGRAPHS } from '../../subgraphs/shared/record-kind.js';
import { createWorld, type Resource, type World } from '../support/world.js';

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Everything but the commits, by database and collection, in the order of ids, as a digest of MongoDB's own bytes. */
async function readModel(databases: Databases): Promise<Map<string, string[]>> {
  const dump = new Map<string, string[]>();
  for (const name of SUBGRAPHS) {
    const { native } = databases.of(name);
    for (const { name: collection } of await native.listCollections().toArray()) {
      if (collection === 'commits') continue;
      const documents = await native.collection(collection).find({}, { raw: true }).sort({ _id: 1 }).toArray();
      if (documents.length > 0) dump.set(`${name}.${collection}`, (documents as unknown as Buffer[]).map(digest));
    }
  }
  return dump;
}

const reference = (type: string, id: string, display?: string) => ({
  reference: `${type}/${id}`,
  ...(display && { display }),
});

/** A claim, its explanation and its coverage hang together; the visit names people and places by identifier. */
const story: readonly Resource[] = [
  { resourceType: 'Patient', id: 'p', name: [{ family: 'Iver' }] },
  {
    resourceType: 'Encounter',
    id: 'visit',
    status: 'finished',
    subject: reference('Patient', 'p'),
    serviceProvider: { reference: 'Organization?identifier=urn:x|house', display: 'The House' },
    participant: [{ individual: { reference: 'Practitioner?identifier=urn:npi|1', display: 'Dr. One' } }],
  },
  { resourceType: 'Organization', id: 'house', identifier: [{ system: 'urn:x', value: 'house' }], name: 'House' },
  {
    resourceType: 'Coverage',
    id: 'cover',
    status: 'active',
    beneficiary: reference('Patient', 'p'),
    payor: [reference('Organization', 'payer')],
  },
  {
    resourceType: 'Claim',
    id: 'claim',
    status: 'active',
    patient: reference('Patient', 'p'),
    provider: reference('Organization', 'house', 'House'),
    insurance: [{ sequence: 1, focal: true, coverage: reference('Coverage', 'cover') }],
  },
  {
    resourceType: 'ExplanationOfBenefit',
    id: 'explanation',
    status: 'active',
    patient: reference('Patient', 'p'),
    provider: reference('Practitioner', 'one', 'Dr. One'),
    claim: reference('Claim', 'claim'),
    insurance: [{ focal: true, coverage: reference('Coverage', 'cover') }],
  },
];

/** Versions and hashes are the same in any order, so the whole documents can be compared. */
async function told(resources: readonly Resource[]): Promise<World> {
  const world = await createWorld();
  await world.tell(...resources);
  return world;
}

describe('the read model', async () => {
  const demo = await createWorld();
  const forwards = await told(story);
  const backwards = await told([...story].reverse());
  const outwards = await told([3, 2, 5, 0, 4, 1].flatMap((index) => story[index] ?? []));

  it('is the same bytes when rebuilt from the commits', { timeout: 120_000 }, async () => {
    await loadDemo(demo.writer, () => undefined, { people: 12 });
    await demo.tell(...story);
    const before = await readModel(demo.databases);
    expect(before.get('clinical.records')?.length).toBeGreaterThan(500);
    await demo.writer.rebuild();
    expect(await readModel(demo.databases)).toEqual(before);
  });

  it('is the same bytes when records come in another order', async () => {
    const expected = await readModel(forwards.databases);
    expect(await readModel(backwards.databases)).toEqual(expected);
    expect(await readModel(outwards.databases)).toEqual(expected);
  });

  it('holds what records take over from others that came later', async () => {
    const { records } = backwards.databases.of('financial');
    const explanation = await records.findOne({ _id: 'ExplanationOfBenefit/explanation' });
    expect(explanation).toMatchObject({ providers: ['house'], payers: ['payer'] });
  });

  it('keeps nothing that stood in for a record which came at the same moment', { timeout: 60_000 }, async () => {
    const { databases, tell } = await createWorld();
    const places = Array.from({ length: 40 }, (_, index) => index);
    const identifier = (index: number) => `urn:x|at-once-${index}`;
    await tell({ resourceType: 'Patient', id: 'p' });
    await Promise.all(
      places.flatMap((index) => [
        tell({
          resourceType: 'Encounter',
          id: `visit-${index}`,
          status: 'finished',
          subject: reference('Patient', 'p'),
          serviceProvider: { reference: `Organization?identifier=${identifier(index)}`, display: `Place ${index}` },
        }),
        tell({
          resourceType: 'Organization',
          id: `place-${index}`,
          identifier: [{ system: 'urn:x', value: `at-once-${index}` }],
          name: `Place ${index}`,
        }),
      ]),
    );
    const { records } = databases.of('administrative');
    expect(await records.countDocuments({ kind: 'Organization', version: 1 })).toBe(places.length);
    expect(await records.distinct('_id', { kind: 'Organization', version: 0 })).toEqual([]);
  });
});
