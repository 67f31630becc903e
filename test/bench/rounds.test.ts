/** The table of the benchmark says of each figure what was measured, and of a mark that was missed that it was missed. */
import { describe, expect, it } from 'vitest';
import { type Contestant, differences, ratios } from './contest.js';
import { type Figure, median, method, rotated, table } from './rounds.js';

function figure(values: readonly number[], more: Partial<Figure> = {}): Figure {
  return { name: 'a chart', against: 'the least', values, unit: 'times', how: 'by turns', ...more };
}

const rowOf = (one: Figure) => table([one]).split('\n').at(-1);

describe('a figure', () => {
  it('is shown by its median and the spread of its rounds', () => {
    expect(rowOf(figure([2, 1, 3]))).toBe('| a chart | the least | 2.00 x | 1.00 x to 3.00 x | none |');
    const many = Array.from({ length: 20 }, (_, index) => index + 1);
    expect(rowOf(figure(many, { unit: 'ms' }))).toContain('| 10.50 ms | 3.00 ms to 19.00 ms (8 of 10) |');
  });

  it.each([
    [{ most: 2 }, 'met'],
    [{ most: 2, aim: 1.5 }, 'met, the aim too'],
    [{ most: 1.4, aim: 1 }, '**missed**'],
    [{ least: 10 }, '**missed**'],
    [{ least: 1 }, 'met'],
  ])('with the mark %j is %s', (mark, verdict) => {
    expect(rowOf(figure([1.2, 1.5, 1.9], { mark }))).toMatch(new RegExp(`, ${verdict.replaceAll('*', '\\*')} \\|$`));
  });

  it('is told with how it was taken, once for those that were taken alike', () => {
    const told = method([figure([1]), figure([1], { name: 'a page' }), figure([1], { how: 'alone' })]);
    expect(told).toBe('- a chart; a page: by turns.\n- a chart: alone.');
  });
});

describe('rounds', () => {
  it('begin with another contestant each time', () => {
    const names = ['a', 'b', 'c'] satisfies Contestant['name'][];
    expect([0, 1, 2, 3].map((round) => rotated(names, round).join(''))).toEqual(['abc', 'bca', 'cab', 'abc']);
  });

  it('are compared each with its own', () => {
    const [ours, base] = [
      [
        { cpu: 6, rate: 1 },
        { cpu: 8, rate: 3 },
      ],
      [
        { cpu: 2, rate: 2 },
        { cpu: 4, rate: 2 },
      ],
    ] as const;
    expect(ratios(ours, base)).toEqual([3, 2]);
    expect(ratios(ours, base, 'rate')).toEqual([0.5, 1.5]);
    expect(differences(ours, base)).toEqual([4, 4]);
    expect(median([1, 4, 2, 3])).toBe(2.5);
  });
});
