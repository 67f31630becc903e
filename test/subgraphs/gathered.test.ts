import { describe, expect, it } from 'vitest';
import { Gathered } from '../../subgraphs/shared/gathered.js';
import { hold } from '../support/hold.js';

/** A command that can be held back, and the asks that each run of it answered. */
function heldCommand() {
  const runs: (readonly number[])[] = [];
  const { held, release } = hold();
  const gathered = new Gathered<number, number>(async (asks) => {
    runs.push(asks);
    if (runs.length === 1) await held;
    if (asks.includes(13)) throw new Error('refused');
    return asks.map((ask) => ask * 10);
  });
  return { gathered, runs, release };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

describe('a gathered command', () => {
  it('answers what was asked while another was under way with one command, each with its own answer', async () => {
    const { gathered, runs, release } = heldCommand();
    const first = gathered.ask(1);
    await until(() => runs.length === 1);
    const others = [2, 3, 4].map((ask) => gathered.ask(ask));
    release();
    expect(await Promise.all([first, ...others])).toEqual([10, 20, 30, 40]);
    expect(runs).toEqual([[1], [2, 3, 4]]);
  });

  it('fails all asks of a command that fails, and goes on with the next', async () => {
    const { gathered, runs, release } = heldCommand();
    const first = gathered.ask(1);
    await until(() => runs.length === 1);
    const failing = [13, 5].map((ask) => gathered.ask(ask).then(String, (error: Error) => error.message));
    release();
    expect(await first).toBe(10);
    expect(await Promise.all(failing)).toEqual(['refused', 'refused']);
    expect(await gathered.ask(6)).toBe(60);
  });
});
