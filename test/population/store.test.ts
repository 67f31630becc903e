/** What a question may cost: refused before it runs, one command for all of a tick, cancelled in the database. */
import type { mongo } from 'mongoose';
import { beforeAll, describe, expect, it } from 'vitest';
import { createPolicy } from '../../schema/policy/decide.js';
import type { Viewer } from '../../schema/policy/viewer.js';
import { PopulationKey } from '../../subgraphs/population/key.js';
import { PEOPLE } from '../../subgraphs/population/row/population-row.js';
import { type Family, PopulationStore } from '../../subgraphs/population/store/population-store.js';
import { Ledger } from '../../subgraphs/population/suppression/ledger.js';
import { createWorld } from '../support/world.js';

const world = await createWorld({ monitorCommands: true });
const { population: database, client } = world.databases;
const ROWS = 1000;

const viewer: Viewer = {
  ...{ subject: 'ada', role: 'analyst', organization: 'institute', patient: null, purpose: 'HRESCH' },
  ...{ tokenId: null, width: null },
};

function store(options: { deadline?: number; costLimit?: number; monthly?: number; role?: Viewer['role'] } = {}) {
  const { role = 'analyst', monthly, ...rest } = options;
  const ledger = new Ledger(database, new PopulationKey(Buffer.alloc(32, 1)), {
    ...(monthly !== undefined && { monthly }),
  });
  return new PopulationStore({
    ...{ viewer: { ...viewer, role }, policy: createPolicy(), database, ledger, disclose: () => undefined },
    ...rest,
  });
}

const everybody: Family = { where: {}, weight: 20, keyed: [{ $set: { key: '$sex' } }] };

beforeAll(async () => {
  await database.collection<{ _id: string }>(PEOPLE).insertMany(
    Array.from({ length: ROWS }, (_, index) => ({
      ...{ _id: `p${index}`, bucket: index % 64, p0: index, p1: ROWS - index },
      ...{ sex: index % 2 === 0 ? 'female' : 'male' },
    })),
  );
});

/** The commands on rows while something is asked. */
async function commandsDuring(work: () => Promise<unknown>): Promise<string[]> {
  const commands: string[] = [];
  const listen = ({ commandName, command }: mongo.CommandStartedEvent) => {
    if (command[commandName] === PEOPLE) commands.push(commandName);
  };
  client.on('commandStarted', listen);
  await work().finally(() => client.off('commandStarted', listen));
  return commands;
}

describe('a question to the population', () => {
  it('is one command with all others of its tick', async () => {
    const asked = store();
    const commands = await commandsDuring(async () => {
      const families = await Promise.all([1, 2, 3].map(() => asked.sets('Cohort.size', everybody)));
      expect(families.map((sets) => sets.map(({ set }) => set.people))).toEqual([1, 2, 3].map(() => [500, 500]));
    });
    expect(commands.filter((command) => command === 'aggregate')).toEqual(['aggregate']);
  });

  it('that costs too much is refused before it runs, with estimate and limit', async () => {
    const asked = store({ costLimit: 10_000 });
    const commands = await commandsDuring(async () => {
      await expect(asked.sets('Cohort.size', everybody)).rejects.toMatchObject({
        extensions: { code: 'POPULATION_TOO_COSTLY', cost: 20 * ROWS, limit: 10_000 },
      });
    });
    expect(commands).not.toContain('aggregate');
  });

  it('that takes too long is cancelled in the database', async () => {
    // Each row with all rows with all rows: it would run for minutes.
    const inner = { from: PEOPLE, pipeline: [{ $project: { sex: 1 } }], as: 'others' };
    const slow: Family = {
      where: {},
      weight: 1,
      keyed: [
        { $lookup: inner },
        { $unwind: '$others' },
        { $lookup: inner },
        { $unwind: '$others' },
        { $set: { key: 1 } },
      ],
    };
    await expect(store({ deadline: 50 }).sets('Cohort.size', slow)).rejects.toMatchObject({
      extensions: { code: 'SUBGRAPH_DEADLINE' },
    });
  });

  it('is refused to whoever may not read what is answered', () => {
    expect(() => store({ role: 'clinician' }).sets('Cohort.size', everybody)).toThrow(
      expect.objectContaining({ extensions: expect.objectContaining({ code: 'FORBIDDEN' }) as object }),
    );
  });
});

describe('the numbers of a month', () => {
  const question = (people: number) => ({
    measure: 'people',
    set: { people, buckets: new Array<number>(64).fill(people), print: [people, people] as const },
  });

  it('are so many for free questions, and what was told is told on', async () => {
    const asked = store({ monthly: 2 });
    const first = await asked.tell([question(100), question(300)], true);
    await expect(asked.tell([question(500)], true)).rejects.toMatchObject({
      extensions: { code: 'POPULATION_SPENT', limit: 2 },
    });
    expect(await asked.tell([question(100), question(300)], true)).toEqual(first);
    // Whoever else asks, in whatever process.
    await expect(store({ monthly: 2 }).tell([question(700)], true)).rejects.toMatchObject({
      extensions: { code: 'POPULATION_SPENT' },
    });
  });

  it('do not count views of a fixed shape', async () => {
    expect(await store({ monthly: 2 }).tell([question(900)], false)).toHaveLength(1);
  });
});
