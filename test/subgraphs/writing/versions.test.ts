/** Deliberate writes: each names the version that it changes, and may be repeated under its key. */
import { describe, expect, it } from 'vitest';
import { RecordWriter } from '../../../subgraphs/shared/commits.js';
import { KeyReused, VersionConflict } from '../../../subgraphs/shared/write-errors.js';
import type { CommitRequest } from '../../../subgraphs/shared/write-request.js';
import { createWorld } from '../../support/world.js';

const ana = { name: 'ana', source: 'default', who: 'Practitioner/ana', onBehalfOf: 'Organization/house' } as const;

/** A goal of a patient, as somebody types it. */
function goal(id: string, text: string, options: Partial<CommitRequest> & { on?: number } = {}): CommitRequest {
  const { on, ...request } = options;
  const resource = { resourceType: 'Goal', id, description: { text }, subject: { reference: 'Patient/p' } };
  const version = { kind: 'Goal', id, source: 'default', text: JSON.stringify(resource), references: {} };
  return {
    subgraph: 'clinical',
    agent: ana,
    reason: 'agreed with the patient',
    patient: 'p',
    versions: [{ ...version, ...(on !== undefined && { expectedVersion: on }) }],
    ...request,
  };
}

describe('a write that names the version it changes', async () => {
  const world = await createWorld();
  const { writer, databases } = world;
  const { commits, records } = databases.of('clinical');

  it('becomes the next version', async () => {
    expect(await writer.record(goal('next', 'walk', { on: 0 }))).toEqual([
      { record: 'Goal/next', verdict: 'new', version: 1 },
    ]);
    expect(await writer.record(goal('next', 'run', { on: 1 }))).toEqual([
      { record: 'Goal/next', verdict: 'changed', version: 2 },
    ]);
  });

  it('may bring back what an earlier version said, as a version of its own', async () => {
    await writer.record(goal('back', 'walk', { on: 0 }));
    await writer.record(goal('back', 'run', { on: 1 }));
    expect(await writer.record(goal('back', 'walk', { on: 2 }))).toMatchObject([{ version: 3, verdict: 'changed' }]);
    expect(await records.findOne({ _id: 'Goal/back' })).toMatchObject({ content: { description: { text: 'walk' } } });
    // An import of what was said earlier changes nothing, as ever.
    expect(await writer.write(goal('back', 'run'))).toEqual(['unchanged']);
  });

  it('is refused with the current number when the version is stale, and nothing of its commit is written', async () => {
    await writer.record(goal('stale', 'walk', { on: 0 }));
    await writer.record(goal('stale', 'run', { on: 1 }));
    const both = goal('other', 'swim', { on: 0 });
    const refused = writer.record({
      ...both,
      versions: [...both.versions, ...goal('stale', 'jump', { on: 1 }).versions],
    });
    await expect(refused).rejects.toBeInstanceOf(VersionConflict);
    await expect(refused).rejects.toMatchObject({
      record: 'Goal/stale',
      currentVersion: 2,
      extensions: { code: 'CONFLICT' },
    });
    expect(await commits.findOne({ keys: 'Goal/other/1' })).toBeNull();
    await expect(writer.record(goal('stale', 'anew', { on: 0 }))).rejects.toMatchObject({ currentVersion: 2 });
  });

  it('45 two writers on one version: of sixteen writers on one version one wins, and the others are told', async () => {
    await writer.record(goal('raced', 'begin', { on: 0 }));
    const writers = Array.from({ length: 16 }, () => new RecordWriter(databases));
    const results = await Promise.allSettled(
      writers.map((each, index) => each.record(goal('raced', `goal ${index}`, { on: 1 }))),
    );
    const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(won).toEqual([[{ record: 'Goal/raced', verdict: 'changed', version: 2 }]]);
    const lost = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    expect(lost).toHaveLength(15);
    for (const error of lost) expect(error).toMatchObject({ currentVersion: 2 });
    expect(await commits.countDocuments({ keys: { $in: ['Goal/raced/2', 'Goal/raced/3'] } })).toBe(1);
  });

  it('48 amendment: leaves every earlier version as it was, byte for byte', async () => {
    const texts = [
      '{"resourceType":"Goal","id":"kept", "x":1.50,\n "subject":{"reference":"Patient/p"}}',
      '{"id":"kept","resourceType":"Goal","y":2}',
    ];
    const asked = goal('kept', '');
    for (const [index, text] of texts.entries())
      for (const version of asked.versions)
        await writer.record({ ...asked, versions: [{ ...version, text, expectedVersion: index }] });
    for (const [index, text] of texts.entries()) {
      const commit = await commits.findOne({ keys: `Goal/kept/${index + 1}` });
      expect(commit?.versions[0]?.text).toBe(text);
    }
  });
});

describe('a write with an idempotency key', async () => {
  const { writer, databases } = await createWorld();
  const { commits } = databases.of('clinical');
  const under = (key: string, request = 'digest') => ({ idempotency: { key, request } });

  it('44 crash after commit before reply: is written once and answered alike, when its first answer was lost', async () => {
    const asked = goal('once', 'walk', { on: 0, ...under('k1') });
    const first = await writer.record(asked);
    await writer.record(goal('once', 'run', { on: 1 }));
    expect(await writer.record(asked)).toEqual(first);
    expect(await new RecordWriter(databases).record(asked)).toEqual(first);
    expect(await commits.countDocuments({ keys: /^Goal\/once\// })).toBe(2);
  });

  it('44 crash after commit before reply: is shown by the retry, when the writer died between commit and answer', async () => {
    const asked = goal('died', 'walk', { on: 0, ...under('k2') });
    await writer.record(asked);
    // As a crash leaves it: the commit is there, the read model knows nothing of it.
    await databases.of('clinical').records.deleteOne({ _id: 'Goal/died' });
    await commits.updateOne({ keys: 'Goal/died/1' }, { $set: { applied: false } });
    expect(await writer.record(asked)).toEqual([{ record: 'Goal/died', verdict: 'new', version: 1 }]);
    expect(await databases.of('clinical').records.countDocuments({ _id: 'Goal/died', version: 1 })).toBe(1);
  });

  it('is written once by sixteen that send it at the same time', async () => {
    const writers = Array.from({ length: 16 }, () => new RecordWriter(databases));
    // Rivals meet at another step each time.
    for (let round = 0; round < 10; round++) {
      const asked = goal(`many-${round}`, 'walk', { on: 0, ...under(`k3-${round}`) });
      const answers = await Promise.all(writers.map((each) => each.record(asked)));
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      expect(await commits.countDocuments({ keys: `Goal/many-${round}/1` })).toBe(1);
      expect(await commits.countDocuments({ keys: `Goal/many-${round}/2` })).toBe(0);
    }
  });

  it('is a mistake with another content', async () => {
    await writer.record(goal('reused', 'walk', { on: 0, ...under('k4') }));
    const other = writer.record(goal('reused', 'run', { on: 1, ...under('k4', 'another') }));
    await expect(other).rejects.toBeInstanceOf(KeyReused);
    expect(await commits.countDocuments({ keys: 'Goal/reused/2' })).toBe(0);
  });

  it('keeps its answer also when there was nothing to write', async () => {
    await writer.record(goal('same', 'walk', { on: 0 }));
    const asked = goal('same', 'walk', { on: 1, ...under('k5') });
    expect(await writer.record(asked)).toMatchObject([{ verdict: 'unchanged', version: 1 }]);
    await writer.record(goal('same', 'run', { on: 1 }));
    expect(await writer.record(asked)).toMatchObject([{ verdict: 'unchanged', version: 1 }]);
    expect(await writer.record(goal('same', 'run', { on: 2, ...under('k6') }))).toMatchObject([
      { verdict: 'unchanged' },
    ]);
  });

  it('has keys apart from those of others', async () => {
    await writer.record(goal('mine', 'walk', { on: 0, ...under('k7') }));
    const theirs = goal('theirs', 'walk', { on: 0, ...under('k7', 'theirs') });
    expect(await writer.record({ ...theirs, agent: { name: 'bo', source: 'default' } })).toMatchObject([
      { version: 1 },
    ]);
  });
});
