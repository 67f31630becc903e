/** Everybody of the record, in batches: also where they are more than an engine sorts without its larger executor. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import '../../subgraphs/kinds.js';
import { everybody } from '../../subgraphs/population/build/record-reader.js';
import { type Databases, openDatabases } from '../../subgraphs/shared/databases.js';
import { freshPrefix, mongoUri } from '../support/engine.js';

const PEOPLE = 12_000;
let databases: Databases;

const thin = (kind: string, patient: string) => ({
  ...{ _id: `${kind}/${patient}`, kind, patient, version: 1, at: null },
  content: {},
});

beforeAll(async () => {
  databases = await openDatabases({ uri: mongoUri(), prefix: freshPrefix() });
  await databases.ensureIndexes();
  const { native } = databases.of('administrative');
  const ids = Array.from({ length: PEOPLE }, (_, number) => `p${number}`);
  const records = native.collection<ReturnType<typeof thin>>('records');
  await records.insertMany(ids.map((id) => thin('Patient', id)));
  // Neighbours of the same key prefix are nobody.
  await records.insertMany([thin('PatientX', 'a'), thin('Organization', 'o'), thin('Person', 'p')]);
});

afterAll(async () => {
  await databases.drop();
  await databases.close();
});

it('names each of many people once, in batches', async () => {
  const seen = new Set<string>();
  const sizes: number[] = [];
  for await (const batch of everybody(databases, 5000)) {
    sizes.push(batch.length);
    for (const id of batch) seen.add(id);
  }
  expect(sizes).toEqual([5000, 5000, 2000]);
  expect(seen.size).toBe(PEOPLE);
  expect([...seen].every((id) => /^p\d+$/.test(id))).toBe(true);
});
