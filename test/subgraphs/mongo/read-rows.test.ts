/** Rows read without a cursor: all of them, in order, as the driver's cursor would give them. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import '../../../subgraphs/kinds.js';
import { type Databases, openDatabases } from '../../../subgraphs/shared/databases.js';
import { type RowsAsked, readRows } from '../../../subgraphs/shared/mongo/read-rows.js';
import { freshPrefix, mongoUri } from '../../support/engine.js';
import { type Fault, type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';

/** More than one reply holds. */
const MANY = 4_500;
const prefix = freshPrefix();
let proxy: FaultProxy;
let databases: Databases;
const commands: string[] = [];

interface Row {
  readonly _id: number;
}

const asked = (pipeline: RowsAsked['pipeline']): RowsAsked => ({ collection: 'rows', pipeline, maxTimeMS: 5000 });
const read = (pipeline: RowsAsked['pipeline']) => readRows<Row>(databases.population, asked(pipeline));

/** The first command into the collection meets it, or each. */
function spoil(fault: Fault, times = 1): void {
  proxy.plan = (command) => (command === 'aggregate' && times-- > 0 ? fault : null);
}

beforeAll(async () => {
  proxy = await startFaultProxy(mongoUri());
  databases = await openDatabases({ uri: proxy.uri, prefix, monitorCommands: true });
  const rows = databases.population.collection<Row>('rows');
  await rows.insertMany(Array.from({ length: MANY }, (_, _id) => ({ _id })));
  databases.client.on('commandStarted', ({ commandName }) => commands.push(commandName));
});

beforeEach(() => {
  proxy.plan = () => null;
  commands.length = 0;
});

afterAll(async () => {
  proxy.plan = () => null;
  await databases.drop();
  await databases.close();
  await proxy.stop();
});

describe('reading rows', () => {
  it('takes one command for what one reply holds', async () => {
    expect(await read([{ $match: { _id: { $lt: 3 } } }, { $sort: { _id: -1 } }])).toEqual(
      [2, 1, 0].map((_id) => ({ _id })),
    );
    expect(commands).toEqual(['aggregate']);
  });

  it('gives all rows, each once and in their order, where one reply does not hold them', async () => {
    const rows = await read([{ $sort: { _id: 1 } }]);
    expect(rows.map(({ _id }) => _id)).toEqual(Array.from({ length: MANY }, (_, id) => id));
    // What was begun is ended, not left to the server.
    expect(commands.slice(0, 3)).toEqual(['aggregate', 'killCursors', 'aggregate']);
  });

  it.each<Fault>([
    { does: 'cut before' },
    { does: 'cut after' },
    { does: 'truncate' },
    { does: 'refuse', code: 10107 },
    { does: 'refuse', code: 11600 },
  ])('repeats once what may go better: %o', async (fault) => {
    spoil(fault);
    expect(await read([{ $match: { _id: 7 } }])).toEqual([{ _id: 7 }]);
    expect(proxy.faults).toBeGreaterThan(0);
    expect(commands.filter((name) => name === 'aggregate')).toHaveLength(2);
  });

  it('says so where it does not go better', async () => {
    spoil({ does: 'refuse', code: 10107 }, 10);
    await expect(read([{ $match: { _id: 7 } }])).rejects.toMatchObject({ code: 10107 });
  });

  it.each([
    ['a question that MongoDB does not understand', { $nonsense: 1 }],
    ['a value that is no number', { $project: { x: { $divide: ['a', 1] } } }],
  ])('asks %s once', async (_what, stage) => {
    await expect(read([stage])).rejects.toThrow();
    expect(commands).toEqual(['aggregate']);
  });

  it('does not ask again what took too long', async () => {
    spoil({ does: 'refuse', code: 50 });
    await expect(read([{ $match: { _id: 7 } }])).rejects.toMatchObject({ code: 50 });
    expect(commands).toEqual(['aggregate']);
  });
});
