import { describe, expect, it } from 'vitest';
import { InFlight } from '../../../subgraphs/exchange/import/in-flight.js';

/** A task that ends when it is told to. */
function task(name: string, log: string[]) {
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const run = async () => {
    log.push(`${name} starts`);
    await ended;
    log.push(`${name} ends`);
  };
  return { run, end };
}

const turns = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

describe('tasks in flight', () => {
  it('run side by side up to a number', async () => {
    const log: string[] = [];
    const inFlight = new InFlight({ tasks: 2, bytes: 100 });
    const [a, b, c] = [task('a', log), task('b', log), task('c', log)];
    await inFlight.start(new Set(['1']), 1, a.run);
    await inFlight.start(new Set(['2']), 1, b.run);
    const third = inFlight.start(new Set(['3']), 1, c.run);
    await turns();
    expect(log).toEqual(['a starts', 'b starts']);
    b.end();
    await third;
    expect(log).toEqual(['a starts', 'b starts', 'b ends', 'c starts']);
    a.end();
    c.end();
    await inFlight.finish();
  });

  it('run side by side up to so many bytes, and one larger task alone', async () => {
    const log: string[] = [];
    const inFlight = new InFlight({ tasks: 9, bytes: 10 });
    const [a, b] = [task('a', log), task('b', log)];
    await inFlight.start(new Set(['1']), 50, a.run);
    const second = inFlight.start(new Set(['2']), 1, b.run);
    await turns();
    expect(log).toEqual(['a starts']);
    a.end();
    await second;
    b.end();
    await inFlight.finish();
    expect(log).toEqual(['a starts', 'a ends', 'b starts', 'b ends']);
  });

  it('run one after another when they share a key', async () => {
    const log: string[] = [];
    const inFlight = new InFlight({ tasks: 9, bytes: 100 });
    const [a, b] = [task('a', log), task('b', log)];
    await inFlight.start(new Set(['1', '2']), 1, a.run);
    const second = inFlight.start(new Set(['2', '3', '4']), 1, b.run);
    b.end();
    await turns();
    expect(log).toEqual(['a starts']);
    a.end();
    await second;
    await inFlight.finish();
    expect(log).toEqual(['a starts', 'a ends', 'b starts', 'b ends']);
  });

  it('give their failure to whoever waits', async () => {
    const inFlight = new InFlight({ tasks: 1, bytes: 100 });
    const fail = () => Promise.reject(new Error('no'));
    await inFlight.start(new Set(), 1, fail);
    await expect(inFlight.finish()).rejects.toThrow('no');
  });
});
