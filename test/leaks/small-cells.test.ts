/** Counts of people as agencies and analysts get them, over a made-up world with many small cells. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createWorld, type OpenWorld, type Resource } from '../support/world.js';

const world = await createWorld();

/** Code, how many people have it, their sexes in turn. Some counts are small, some have small cells, some are even. */
const EPISODES: readonly [string, number, readonly string[]][] = [
  ['38341003', 30, ['female', 'male']],
  ['44054006', 23, ['female', 'female', 'female', 'male']],
  ['195967001', 14, ['female', 'male', 'male', 'male', 'male', 'male', 'male']],
  ['35489007', 11, ['female']],
  ['86406008', 3, ['male']],
  ['197480006', 1, ['other']],
];

function people(): Resource[] {
  const resources: Resource[] = [];
  for (let index = 0; index < 30; index += 1) {
    const id = `p${index}`;
    const gender = EPISODES.find(([, count]) => index < count)?.[2][index % 2] ?? 'female';
    resources.push({ resourceType: 'Patient', id, gender, birthDate: `${1930 + index * 2}-05-05` });
    for (const [code, count] of EPISODES)
      if (index < count)
        resources.push({
          resourceType: 'Condition',
          id: `${id}-${code}`,
          subject: { reference: `Patient/${id}` },
          code: { coding: [{ system: 'http://snomed.info/sct', code }] },
          recordedDate: `${2010 + (index % 9)}-01-01`,
        });
  }
  return resources;
}

interface Count {
  readonly category: string;
  readonly people: number | null;
  readonly suppressed: boolean;
}

let open: OpenWorld;
beforeAll(async () => {
  await world.tell(...people());
  open = await world.open();
});

const DIMENSIONS = ['NONE', 'SEX', 'AGE_BAND', 'YEAR'] as const;
const counted = async (role: 'agency' | 'analyst', by: string, category?: string): Promise<Count[]> => {
  const where = category ? `, category: ${category}` : '';
  const { data } = await (await open.as(role)).ask(
    `{ conditionCounts(by: ${by}${where}) { category sex ageBand year people suppressed } }`,
  );
  return (data as { conditionCounts: Count[] }).conditionCounts;
};

describe.each(['agency', 'analyst'] as const)('to the %s', (role) => {
  it.each(DIMENSIONS)('no count of 1 to 10 people is shown by %s', async (by) => {
    const counts = await counted(role, by);
    expect(counts.filter(({ people }) => people !== null && people > 0 && people <= 10)).toEqual([]);
    expect(counts.every(({ people, suppressed }) => (people === null) === suppressed)).toBe(true);
  });

  it('something is shown and something suppressed, so that the tests can fail', async () => {
    const counts = await counted(role, 'NONE');
    expect(counts.some(({ people }) => people !== null && people > 10)).toBe(true);
    expect(counts.some(({ suppressed }) => suppressed)).toBe(true);
  });

  it.each(DIMENSIONS)('every count by %s is a multiple of 11, so no difference of two is 1 to 10', async (by) => {
    const counts = await counted(role, by);
    expect(counts.filter(({ people }) => people !== null && people % 11 !== 0)).toEqual([]);
  });

  it('one category alone is the same rows as in the answer for all', async () => {
    for (const by of DIMENSIONS) {
      const all = await counted(role, by);
      for (const category of new Set(all.map((count) => count.category)))
        expect(await counted(role, by, category)).toEqual(all.filter((count) => count.category === category));
    }
  });

  it('no person is there to be asked for', async () => {
    for (const query of ['{ patients { totalCount } }', '{ patient(id: "p0") { id } }', '{ claims { totalCount } }']) {
      const { status, errors } = await (await open.as(role)).ask(query);
      expect([status, errors?.[0]?.extensions.code]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
    }
  });
});
