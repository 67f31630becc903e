import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { LineProgress, progressOn } from '../../../subgraphs/exchange/report/progress.js';

describe('progress', () => {
  it('is a plain line now and then where there is no terminal', () => {
    const lines: string[] = [];
    let now = 0;
    const progress = new LineProgress({ write: (text) => lines.push(text) }, () => now);
    progress.start(1000);
    for (const second of [1, 4, 6, 7, 12]) {
      now = second * 1000;
      progress.read(100);
      progress.done(2000);
    }
    progress.stop();
    expect(lines).toEqual([
      '30% | 6,000 resources | 1,000/s | 14 s left\n',
      '50% | 10,000 resources | 833/s | 12 s left\n',
    ]);
  });

  it('is a bar with rate and time left on a terminal, and lines do not spoil it', () => {
    const stream = Object.assign(new PassThrough(), {
      isTTY: true,
      columns: 120,
      cursorTo: () => true,
      clearLine: () => true,
    });
    const progress = progressOn(stream as never);
    progress.start(100);
    progress.read(50);
    progress.done(1234);
    progress.line('rejected: x');
    progress.stop();
    const text = String(stream.read());
    expect(text).toContain('50%');
    expect(text).toContain('1,234 resources');
    expect(text).toMatch(/left/);
    expect(text).toContain('\r\u001b[Krejected: x\n');
  });
});
