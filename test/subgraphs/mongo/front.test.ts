import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { type EmbeddedEngine, Front, isServed } from '../../../subgraphs/shared/mongo/front.js';
import { type Engine, findOrStartEngine } from '../../../subgraphs/shared/mongo/index.js';
import { pollUntil } from '../../../subgraphs/shared/mongo/polling.js';
import { Frames, readRequest, withComment } from '../../../subgraphs/shared/mongo/wire.js';
import { scratchFolder, withDriver } from './helpers.js';

const { BSON, Long } = mongoose.mongo;

/** An OP_MSG with one body, and before it a document sequence if wanted. */
function opMsg(body: object, sequence: Buffer = Buffer.alloc(0)): Buffer {
  const parts = [Buffer.alloc(20), sequence, Buffer.from([0]), Buffer.from(BSON.serialize(body))];
  return headed(Buffer.concat(parts), 2013);
}

function opQuery(body: object): Buffer {
  const name = Buffer.from('admin.$cmd\0');
  return headed(Buffer.concat([Buffer.alloc(20), name, Buffer.alloc(8), Buffer.from(BSON.serialize(body))]), 2004);
}

function headed(message: Buffer, code: number): Buffer {
  message.writeInt32LE(message.length, 0);
  message.writeInt32LE(77, 4);
  message.writeInt32LE(code, 12);
  return message;
}

describe('reading messages', () => {
  it('cuts the same messages however the stream is chopped', () => {
    const messages = [
      opMsg({ ping: 1 }),
      opQuery({ isMaster: 1 }),
      opMsg({ find: 'records', filter: { a: 'x'.repeat(500) } }),
    ];
    const stream = Buffer.concat(messages);
    for (const size of [1, 3, 17, 64, stream.length]) {
      const frames = new Frames();
      const found: Buffer[] = [];
      for (let at = 0; at < stream.length; at += size) found.push(...frames.push(stream.subarray(at, at + size)));
      expect(found, `chunks of ${size}`).toEqual(messages);
    }
  });

  it('finds the command, its limit and its comment among values of every type', () => {
    const values = {
      o: new mongoose.mongo.ObjectId(),
      d: new Date(),
      r: /a/i,
      b: Buffer.from('b'),
      n: null,
      t: true,
      f: 1.5,
    };
    const request = readRequest(opMsg({ find: 'records', ...values, l: Long.fromNumber(1), maxTimeMS: 250, $db: 'a' }));
    expect(request).toMatchObject({ command: 'find', requestId: 77, awaitsReply: true, maxTimeMS: 250 });
    expect(request.uncommentedBody).not.toBeNull();
    expect(readRequest(opMsg({ find: 'records', comment: { by: 'us' } })).uncommentedBody).toBeNull();
  });

  it('finds the command behind a document sequence too', () => {
    const document = Buffer.from(BSON.serialize({ a: 1 }));
    const sequence = Buffer.concat([Buffer.from([1]), Buffer.alloc(4), Buffer.from('documents\0'), document]);
    sequence.writeInt32LE(sequence.length - 1, 1);
    expect(readRequest(opMsg({ insert: 'records' }, sequence)).command).toBe('insert');
  });

  it('adds a comment without changing anything else', () => {
    const message = opMsg({ find: 'records', filter: { a: 1 }, $db: 'x' });
    const commented = withComment(message, readRequest(message).uncommentedBody ?? 0, 'chartlens read 1');
    expect(commented.readInt32LE(0)).toBe(commented.length);
    const expected = { find: 'records', filter: { a: 1 }, $db: 'x', comment: 'chartlens read 1' };
    expect(BSON.deserialize(commented.subarray(21))).toEqual(expected);
  });

  it.each([
    ['a length below that of a header', Buffer.from([3, 0, 0, 0])],
    ['a length beyond the longest message', Buffer.from([0, 0, 0, 0x7f])],
  ])('refuses %s', (_, bytes) => {
    expect(() => [...new Frames().push(bytes)]).toThrow(/impossible message length/);
  });

  it.each([
    ['an unknown operation', headed(Buffer.alloc(40), 2012)],
    [
      'two bodies',
      opMsg({ ping: 1 }, Buffer.concat([Buffer.from([0]), Buffer.from(BSON.serialize({ startSession: 1 }))])),
    ],
    ['an empty body', opMsg({})],
    ['a body that ends too early', headed(Buffer.concat([opMsg({ ping: 1 }).subarray(0, 25)]), 2013)],
    [
      'a query that is no command',
      headed(Buffer.concat([Buffer.alloc(20), Buffer.from('a.records\0'), Buffer.alloc(20)]), 2004),
    ],
  ])('refuses %s', (_, message) => {
    expect(() => readRequest(message)).toThrow();
  });
});

describe('the socket in front of the engine', () => {
  let front: Front;
  let path: string;
  const asked: string[] = [];
  const engine: EmbeddedEngine = {
    roundTrip: async (message) => {
      asked.push(readRequest(message).command);
      return { requestId: 0, moreToCome: false, legacy: false, response: Buffer.from(BSON.serialize({ ok: 1 })) };
    },
    close: async () => undefined,
  };

  beforeEach(async () => {
    path = join(scratchFolder(), 'front.sock');
    asked.length = 0;
    front = new Front(engine, path);
    await front.listen();
  });

  afterEach(() => front.close());

  it.each([
    'startSession',
    'endSessions',
    'killSessions',
    'killAllSessions',
    'fsync',
    'setParameter',
    'killOp',
    'nonsense',
  ])('answers %s with CommandNotSupported and does not pass it on', async (command) => {
    expect(await ask(path, opMsg({ [command]: 1, $db: 'admin' }))).toMatchObject({ ok: 0, code: 115 });
    expect(asked).toEqual([]);
  });

  it('passes on what it serves', async () => {
    expect(await ask(path, opMsg({ ping: 1, $db: 'admin' }))).toEqual({ ok: 1 });
    expect(asked).toEqual(['ping']);
  });

  it('lets an old handshake ask nothing but hello', async () => {
    await expect(ask(path, opQuery({ startSession: 1 }))).rejects.toThrow(/closed/);
    await expect(ask(path, opQuery({ find: 'records' }))).rejects.toThrow(/closed/);
    expect(asked).toEqual([]);
  });

  it('drops a connection that breaks the protocol, and serves the others', async () => {
    for (const bytes of [
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      Buffer.from([2, 0, 0, 0]),
      headed(Buffer.alloc(30), 2013),
    ]) {
      await expect(ask(path, bytes)).rejects.toThrow(/closed/);
    }
    expect(await ask(path, opMsg({ ping: 1, $db: 'admin' }))).toEqual({ ok: 1 });
  });

  it('names a command in its refusal but not a long string sent in its place', async () => {
    const reply = await ask(path, opMsg({ ['x'.repeat(5000)]: 1, $db: 'admin' }));
    expect(String(reply['errmsg']).length).toBeLessThan(150);
    expect(isServed('x')).toBe(false);
  });
});

/** Sends bytes on a connection of its own; the reply's document, or a rejection when the connection is closed. */
function ask(path: string, bytes: Buffer): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(path, () => socket.write(bytes));
    const frames = new Frames();
    socket.on('data', (chunk: Buffer) => {
      for (const frame of frames.push(chunk)) {
        resolve(BSON.deserialize(frame.subarray(frame.readInt32LE(12) === 1 ? 36 : 21)));
        socket.destroy();
      }
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('closed without a reply')));
  });
}

describe.runIf(inject('mongoKind') === 'embedded')('a read that takes too long', () => {
  let engine: Engine;
  /** Minutes of work for each document: ends by being interrupted or not within a test. */
  const endless = {
    $expr: {
      $gt: [
        { $reduce: { input: { $range: [0, 2_000_000] }, initialValue: 0, in: { $add: ['$$value', '$$this'] } } },
        -1,
      ],
    },
  };

  beforeEach(async () => {
    engine = await findOrStartEngine({
      dataDir: scratchFolder(),
      holder: 'a test',
      share: false,
      log: () => undefined,
    });
    await withDriver(engine.uri, (client) => {
      return client
        .db('a')
        .collection('b')
        .insertMany(Array.from({ length: 2000 }, (_, n) => ({ n })));
    });
  });

  afterEach(() => engine.stop());

  it('ends when the time its sender allows is over', async () => {
    await withDriver(engine.uri, async (client) => {
      const records = client.db('a').collection('b');
      await expect(records.find(endless).maxTimeMS(50).toArray()).rejects.toMatchObject({ code: 50 });
      await expect(records.aggregate([{ $match: endless }], { maxTimeMS: 50 }).toArray()).rejects.toMatchObject({
        code: 50,
      });
      expect(await running(client)).toEqual([]);
    });
  });

  it('ends when the limit runs out in a later batch of its cursor', async () => {
    await withDriver(engine.uri, async (client) => {
      const slowLater = { $or: [{ n: { $lt: 10 } }, endless] };
      const cursor = client.db('a').collection('b').find(slowLater).batchSize(5).maxTimeMS(300);
      await expect(cursor.toArray()).rejects.toMatchObject({ code: 50 });
    });
  });

  it('ends when its client has gone', async () => {
    await withDriver(engine.uri, async (watcher) => {
      const gone = withDriver(engine.uri, async (client) => {
        client
          .db('a')
          .collection('b')
          .find(endless)
          .toArray()
          .catch(() => undefined);
        await pollUntil(5000, async () => ((await running(watcher)).length > 0 ? true : null));
      });
      await gone;
      expect(await pollUntil(10_000, async () => ((await running(watcher)).length === 0 ? 'ended' : null))).toBe(
        'ended',
      );
    });
  });

  /** The reads of collection `b` that the engine works at. */
  async function running(client: InstanceType<typeof mongoose.mongo.MongoClient>): Promise<unknown[]> {
    const { inprog } = await client.db('admin').command({ currentOp: 1 });
    return (inprog as { ns?: string; command?: { find?: string } }[]).filter(({ ns }) => ns === 'a.b');
  }
});
