/** A process that dies at any step of a merge, or of its undoing, leaves what the next start finishes, and no wall down. */
import { beforeAll, describe, expect, it } from 'vitest';
import { RecordWriter } from '../../subgraphs/shared/commits.js';
import type { Databases } from '../../subgraphs/shared/databases.js';
import { createWorld, type Resource } from '../support/world.js';
import { readModel } from '../torture/verify.js';

const world = await createWorld();
const to = (reference: string) => ({ reference });
const person = (id: string, link?: { type: string; other: string }): Resource => ({
  resourceType: 'Patient',
  id,
  active: link?.type !== 'replaced-by',
  managingOrganization: to('Organization/north'),
  ...(link && { link: [{ type: link.type, other: to(`Patient/${link.other}`) }] }),
});
const visit = (id: string, patient: string): Resource => ({
  resourceType: 'Encounter',
  id,
  status: 'finished',
  subject: to(`Patient/${patient}`),
  serviceProvider: to('Organization/north'),
});
const refusal: Resource = {
  resourceType: 'Consent',
  id: 'refusal',
  status: 'active',
  scope: { coding: [{ code: 'patient-privacy' }] },
  patient: to('Patient/old'),
  provision: { type: 'deny', actor: [{ reference: to('Organization/south'), role: { coding: [{ code: 'PRCP' }] } }] },
};

const WRITES: ReadonlySet<string> = new Set(['bulkWrite', 'insertMany', 'updateMany', 'deleteMany', 'replaceOne']);

class Died extends Error {}

/** The databases as a process sees them that dies before its write number `last + 1`; counts its writes. */
function dyingAfter(last: number): { databases: Databases; writes: () => number } {
  let writes = 0;
  const seen = <T extends object>(value: T): T =>
    new Proxy(value, {
      get(target, name) {
        const found: unknown = Reflect.get(target, name);
        if (typeof found === 'function')
          return (...parts: unknown[]) => {
            if (WRITES.has(String(name)) && ++writes > last) throw new Died();
            const made: unknown = Reflect.apply(found, target, parts);
            return ['of', 'collection'].includes(String(name)) ? seen(made as object) : made;
          };
        return ['records', 'commits', 'native', 'relations', 'aliases'].includes(String(name))
          ? seen(found as object)
          : found;
      },
    });
  return { databases: seen(world.databases), writes: () => writes };
}

/** Both people as a merge, or its undoing, leaves them: one commit. */
async function decide(writer: RecordWriter, merged: boolean, expectedVersion: number): Promise<void> {
  const people = merged
    ? [person('new', { type: 'replaces', other: 'old' }), person('old', { type: 'replaced-by', other: 'new' })]
    : [person('new'), person('old')];
  const versions = people.map((resource) => {
    const { resourceType: kind, id } = resource;
    return { kind, id, source: 'default', text: JSON.stringify(resource), references: {}, expectedVersion };
  });
  const agent = { name: 'desk', source: 'default' };
  await writer.record({ subgraph: 'administrative', agent, reason: 'decided', patient: 'new', versions });
}

/** Records of the old person that stand where the refusal does not hold. */
async function unguarded(): Promise<string[]> {
  const rules = world.databases.of('administrative').native.collection('consentRules');
  const guarded = new Set((await rules.find({ rule: { $ne: null } }).toArray()).map(({ patient }) => String(patient)));
  // Who was replaced is judged as who survives.
  if (await world.databases.of('administrative').records.findOne({ _id: 'Patient/old', replacedBy: 'new' }))
    if (guarded.has('new')) guarded.add('old');
  const records = await world.databases
    .of('clinical')
    .records.find({ _id: /old-visit/ })
    .toArray();
  return records.filter(({ patient }) => !guarded.has(String(patient))).map(({ _id }) => _id);
}

beforeAll(() =>
  world.tell(
    { resourceType: 'Organization', id: 'north' },
    person('new'),
    person('old'),
    ...[1, 2].map((at) => visit(`old-visit-${at}`, 'old')),
    visit('new-visit', 'new'),
    refusal,
  ),
);

describe.each([
  ['merge', true],
  ['undoing', false],
])('a %s', (_what, merged) => {
  it('is finished by the next start, wherever it was cut off', async () => {
    let version = (await world.databases.of('administrative').records.findOne({ _id: 'Patient/old' }))?.version ?? 0;
    const once = dyingAfter(Number.POSITIVE_INFINITY);
    await decide(new RecordWriter(once.databases, { pauses: [] }), merged, version);
    const steps = once.writes();
    expect(steps).toBeGreaterThan(6);
    // The first write is the commit: before it nothing happened. Every third step behind it stands for those beside it.
    for (let last = merged ? 2 : 1; last < steps; last += 3) {
      await decide(world.writer, !merged, version + 1);
      version += 2;
      const dying = new RecordWriter(dyingAfter(last).databases, { pauses: [] });
      await expect(decide(dying, merged, version)).rejects.toThrow();
      expect(await unguarded(), `after ${last} of ${steps}`).toEqual([]);
      expect(await new RecordWriter(world.databases).finish()).toBe(1);
      const where = await world.databases
        .of('clinical')
        .records.find({ _id: /old-visit/ })
        .toArray();
      expect(where.map(({ patient }) => patient)).toEqual(merged ? ['new', 'new'] : ['old', 'old']);
    }
    const healed = await readModel(world.databases);
    await new RecordWriter(world.databases).rebuild();
    expect(await readModel(world.databases)).toEqual(healed);
  });
});
