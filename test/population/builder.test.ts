/** The population follows the record: within two seconds of a commit, after a restart, after a crash, and to the same bytes. */
import { describe, expect, it } from 'vitest';
import { PopulationBuilder } from '../../subgraphs/population/build/population-builder.js';
import { openPopulationKey } from '../../subgraphs/population/key.js';
import { PEOPLE, type PopulationRow } from '../../subgraphs/population/row/population-row.js';
import { pseudonymOf } from '../../subgraphs/population/row/row-of.js';
import { createWorld, type Resource } from '../support/world.js';

const world = await createWorld();
const key = await openPopulationKey(world.dataDir);
const builder = () => new PopulationBuilder({ databases: world.databases, key });

const rows = () => world.databases.population.collection<PopulationRow>(PEOPLE).find().sort({ _id: 1 }).toArray();
const rowOf = (patient: string) =>
  world.databases.population.collection<PopulationRow>(PEOPLE).findOne({ _id: pseudonymOf(key, patient) });

const person = (id: string): Resource => ({ resourceType: 'Patient', id, gender: 'female', birthDate: '1970-01-01' });
const diabetes = (id: string, patient: string): Resource => ({
  resourceType: 'Condition',
  id,
  subject: { reference: `Patient/${patient}` },
  code: { coding: [{ system: 'http://snomed.info/sct', code: '44054006' }] },
  recordedDate: '2021-06-01',
});
const refusal = (patient: string, status = 'active'): Resource => ({
  resourceType: 'Consent',
  id: `no-research-${patient}`,
  status,
  scope: { coding: [{ code: 'research' }] },
  category: [{ coding: [{ code: 'research' }] }],
  patient: { reference: `Patient/${patient}` },
  policyRule: { coding: [{ code: 'OPTOUT' }] },
  provision: { type: 'deny' },
});

describe('the builder', () => {
  it('shows what was recorded when it has caught up, and knows when it has', async () => {
    const follower = builder();
    await world.tell(person('p1'), diabetes('c1', 'p1'));
    await follower.caughtUp();
    expect(await rowOf('p1')).toMatchObject({ sex: 'female', conditions: [{ group: 'DIABETES_TYPE_2', year: 2021 }] });
    await world.tell(person('p2'));
    expect(await follower.caughtUp()).toBe(1);
    expect(await follower.caughtUp()).toBe(0);
    await follower.stop();
  });

  it('shows a commit within two seconds without being asked', async () => {
    const follower = builder();
    await follower.caughtUp();
    follower.start();
    await world.tell(person('p3'));
    const told = Date.now();
    while (!(await rowOf('p3')) && Date.now() - told < 10_000) await new Promise((next) => setImmediate(next));
    expect(Date.now() - told).toBeLessThan(2000);
    await follower.stop();
  });

  it('takes up after a restart what was recorded meanwhile', async () => {
    await world.tell(person('p4'), diabetes('c4', 'p4'));
    const next = builder();
    await next.caughtUp();
    expect((await rowOf('p4'))?.conditions).toHaveLength(1);
    await next.stop();
  });

  it('has one process at a time', async () => {
    const [one, other] = [builder(), builder()];
    await one.caughtUp();
    expect(await other.caughtUp()).toBeNull();
    await one.stop();
    expect(await other.caughtUp()).not.toBeNull();
    await other.stop();
  });

  it('is rebuilt to the same bytes, and drops rows of nobody', async () => {
    const before = JSON.stringify(await rows());
    await world.databases.population.collection<PopulationRow>(PEOPLE).insertOne({ _id: 'nobody' } as PopulationRow);
    await world.databases.population.collection<PopulationRow>(PEOPLE).deleteOne({ _id: pseudonymOf(key, 'p1') });
    const rebuilding = builder();
    await rebuilding.rebuild();
    await rebuilding.stop();
    expect(JSON.stringify(await rows())).toBe(before);
  });

  it('takes out who refuses research, and puts them back when that is withdrawn', async () => {
    const follower = builder();
    await world.tell(person('p5'));
    await follower.caughtUp();
    expect(await rowOf('p5')).not.toBeNull();
    await world.tell(refusal('p5'));
    await follower.caughtUp();
    expect(await rowOf('p5')).toBeNull();
    await world.tell(refusal('p5', 'inactive'));
    await follower.caughtUp();
    expect(await rowOf('p5')).not.toBeNull();
    await follower.stop();
  });
});
