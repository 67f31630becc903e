import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { currentHolder, takeHold } from '../../../subgraphs/shared/mongo/hold.js';
import { identityOf, isAlive } from '../../../subgraphs/shared/mongo/process-identity.js';
import { scratchFolder } from './helpers.js';

const DEAD = { pid: 4_194_999, started: 'long ago' };

function leave(home: string, number: number, content: unknown): void {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(join(home, `hold-${number}.json`), text);
}

describe('the hold of a data directory', () => {
  it('is granted once, and tells the next who has it', () => {
    const home = scratchFolder();
    expect(takeHold(home, 'first')).toHaveProperty('hold');
    const second = takeHold(home, 'second');
    expect(second).toMatchObject({ heldBy: { name: 'first', process: { pid: process.pid } } });
    expect(currentHolder(home)?.name).toBe('first');
  });

  it('is free again once released', () => {
    const home = scratchFolder();
    const first = takeHold(home, 'first');
    if ('hold' in first) first.hold.release();
    expect(currentHolder(home)).toBeNull();
    expect(takeHold(home, 'second')).toHaveProperty('hold.holder.name', 'second');
  });

  it.each([
    ['a dead holder', { name: 'old', process: DEAD, since: '2020-01-01T00:00:00Z' }],
    [
      'a process that has its number but began later',
      { name: 'old', process: { pid: process.pid, started: 'before' }, since: '' },
    ],
    ['a file that a crash of the machine left empty', ''],
    ['a file of something else', '[1, 2'],
  ])('passes over %s', (_, content) => {
    const home = scratchFolder();
    leave(home, 4, content);
    expect(takeHold(home, 'next')).toHaveProperty('hold');
    expect(readdirSync(home)).toEqual(['hold-5.json']);
  });

  it('is not taken by a slow process whose number has been overtaken', () => {
    const home = scratchFolder();
    leave(home, 7, { name: 'live', process: identityOf(process.pid), since: 'now' });
    // What a process sees that looked before number 7 was there: the highest was a dead 5.
    leave(home, 5, { name: 'old', process: DEAD, since: 'then' });
    expect(takeHold(home, 'slow')).toMatchObject({ heldBy: { name: 'live' } });
  });
});

describe('the identity of a process', () => {
  it('is alive for ourselves and dead for a number nobody has', () => {
    expect(isAlive(identityOf(process.pid))).toBe(true);
    expect(isAlive(DEAD)).toBe(false);
    expect(isAlive({ pid: -1, started: null })).toBe(false);
  });
});
