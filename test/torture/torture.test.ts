/** A few rounds of `npm run torture`; the command runs as many as one likes. */
import { describe, expect, it } from 'vitest';
import { type Round, torture } from './rounds.js';

describe('44 killed at random moments under sixteen writers', { timeout: 120_000 }, () => {
  it('the record holds what was acknowledged exactly once, nothing by halves, and its chains verify', async () => {
    const rounds: Round[] = [];
    await torture(4, (round) => rounds.push(round));
    expect(rounds.map(({ victim }) => victim)).toEqual(['writer', 'engine', 'writer', 'engine']);
    for (const round of rounds) {
      expect(round.wrong).toEqual([]);
      expect(round.acknowledged).toBeGreaterThan(0);
      // It was in the middle of writing.
      expect(round.unanswered).toBeGreaterThan(0);
    }
  });
});
