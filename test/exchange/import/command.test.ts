import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandResult, finished, startCommand } from '../../support/command.js';
import { freshPrefix, mongoUri } from '../../support/engine.js';
import { bundle, type Folder, folder, observation, patient } from '../read/support.js';

const COMMAND = fileURLToPath(new URL('../../../dist/subgraphs/exchange/commands/import.js', import.meta.url));
const prefix = freshPrefix();

let work: Folder;
let client: mongoose.mongo.MongoClient;
beforeAll(async () => {
  work = await folder();
  client = await new mongoose.mongo.MongoClient(mongoUri()).connect();
});
afterAll(async () => {
  await client.close();
  await work.remove();
});

function start(world: string, args: readonly string[]): ChildProcess {
  const uri = new URL(mongoUri());
  uri.pathname = `/${prefix}${world}`;
  return startCommand(COMMAND, args, { MONGODB_URI: uri.href });
}

/** Runs the command against databases of its own for each world. */
function run(world: string, ...args: string[]): Promise<CommandResult> {
  return finished(start(world, args));
}

/** All that the read model holds. */
async function records(world: string): Promise<unknown[]> {
  const all = [];
  for (const name of ['clinical', 'administrative', 'financial']) {
    all.push(await client.db(`${prefix}${world}_${name}`).collection('records').find().sort({ _id: 1 }).toArray());
  }
  return all;
}

function commits(world: string): Promise<number> {
  return client.db(`${prefix}${world}_clinical`).collection('commits').countDocuments();
}

function person(number: number) {
  const subject = { reference: `urn:uuid:p${number}` };
  const resources = [
    patient(`p${number}`),
    ...Array.from({ length: 30 }, (_, at) => observation(`o${number}-${at}`, { subject })),
  ];
  return {
    ...bundle([]),
    entry: resources.map((resource) => ({ fullUrl: `urn:uuid:${'id' in resource ? resource.id : ''}`, resource })),
  };
}

describe('npm run import', { timeout: 180_000 }, () => {
  it('records what it is given, and changes nothing the second time', async () => {
    const file = await work.file('person.json', JSON.stringify(person(1)));
    const first = await run('twice', file);
    expect([first.code, first.err]).toEqual([0, '']);
    expect(first.out).toMatch(/^total +31 +31 +0 +0 +0 +0$/m);
    const before = await records('twice');
    const second = await run('twice', file);
    expect([second.code, second.err]).toEqual([0, '']);
    expect(second.out).toMatch(/^total +31 +0 +0 +31 +0 +0$/m);
    expect(await records('twice')).toEqual(before);
  });

  it('records the rest of what is wrong, says what and where, and exits with 1', async () => {
    const file = await work.file(
      'half.ndjson',
      `${JSON.stringify(patient('a'))}\n{"resourceType":"Patient","name":"Zanzibar`,
    );
    const { code, out, err } = await run('half', file);
    expect(code).toBe(1);
    expect(out).toMatch(/^Patient +1 +1 +0 +0 +0 +0$/m);
    expect(err).toContain(`rejected: ${file}, byte`);
    expect(err).toContain('[TRUNCATED_JSON]');
    expect(out + err).not.toMatch(/Zanzibar|\bat .*\.js/);
    expect((await run('half', `${work.path}/missing`)).code).toBe(1);
  });

  it('ends as if nothing had happened when it was killed and is run again', async () => {
    for (let number = 0; number < 40; number++) await work.file(`many/${number}.json`, JSON.stringify(person(number)));
    await run('calm', `${work.path}/many`);
    const child = start('killed', [`${work.path}/many`]);
    const ended = new Promise((resolve) => child.on('close', resolve));
    await expect.poll(() => commits('killed'), { timeout: 60_000, interval: 5 }).toBeGreaterThan(3);
    child.kill('SIGKILL');
    await ended;
    const { code, out } = await run('killed', `${work.path}/many`);
    expect(code).toBe(0);
    expect(out).toMatch(/^total +1,240 /m);
    expect(await records('killed')).toEqual(await records('calm'));
  });

  it('keeps the ids of senders apart', async () => {
    const file = await work.file('one.json', JSON.stringify(person(2)));
    await run('sources', file);
    const { out } = await run('sources', '--source', 'clinic-b', file);
    expect(out).toMatch(/^total +31 +31 /m);
    const patients = client.db(`${prefix}sources_administrative`).collection<{ _id: string }>('records');
    expect((await patients.find({ kind: 'Patient' }).sort({ _id: 1 }).toArray()).map(({ _id }) => _id)).toEqual([
      'Patient/clinic-b:p2',
      'Patient/p2',
    ]);
  });

  it('tells how it is used', async () => {
    expect((await run('none', '--help')).out).toContain('Usage: npm run -s import');
    for (const args of [[], ['--source', 'a:b', 'x'], ['--unknown', 'x']]) {
      const { code, out, err } = await run('none', ...args);
      expect([code, out]).toEqual([1, '']);
      expect(err.trim().split('\n')).toHaveLength(1);
    }
  });
});
