import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateRange, periodRange, startOf } from '../../../subgraphs/exchange/normalise/dates.js';

function told(value: unknown): [string | null, string | null, string | null] {
  const { start, end, precision } = dateRange(value);
  return [start?.toISOString() ?? null, end?.toISOString() ?? null, precision];
}

describe('FHIR dates', () => {
  it.each([
    ['2020', '2020-01-01T00:00:00.000Z', '2020-12-31T23:59:59.999Z', 'year'],
    ['2020-02', '2020-02-01T00:00:00.000Z', '2020-02-29T23:59:59.999Z', 'month'],
    ['2020-12', '2020-12-01T00:00:00.000Z', '2020-12-31T23:59:59.999Z', 'month'],
    ['2020-02-29', '2020-02-29T00:00:00.000Z', '2020-02-29T23:59:59.999Z', 'day'],
    ['0065-03-04', '0065-03-04T00:00:00.000Z', '0065-03-04T23:59:59.999Z', 'day'],
    ['2020-01-01T00:30+01:00', '2019-12-31T23:30:00.000Z', '2019-12-31T23:30:59.999Z', 'minute'],
    ['2020-01-01T12:00:01-05:00', '2020-01-01T17:00:01.000Z', '2020-01-01T17:00:01.999Z', 'second'],
    ['2020-01-01T12:00:01Z', '2020-01-01T12:00:01.000Z', '2020-01-01T12:00:01.999Z', 'second'],
    ['2020-01-01T12:00:01.5Z', '2020-01-01T12:00:01.500Z', '2020-01-01T12:00:01.500Z', 'millisecond'],
    ['2020-01-01T12:00:01.123456+00:00', '2020-01-01T12:00:01.123Z', '2020-01-01T12:00:01.123Z', 'millisecond'],
    ['2020-01-01T12:00:01', '2020-01-01T12:00:01.000Z', '2020-01-01T12:00:01.999Z', 'second'],
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.999Z', '2016-12-31T23:59:59.999Z', 'second'],
  ])('reads %s with its precision', (value, start, end, precision) => {
    expect(told(value)).toEqual([start, end, precision]);
  });

  it.each([
    'IGNORED_FIELD',
    '',
    '2020-13',
    '2020-02-30',
    '2021-02-29',
    '2020-00-01',
    '2020-01-00',
    '0000',
    '2020-01-01T24:00:00Z',
    '2020-01-01T12:60:00Z',
    '2020-01-01T12:00:61Z',
    '2020-01-01T12:00:00+15:00',
    '2020-1-1',
    '2020-01-01 12:00',
    '20200101',
    `2020-01-01T12:00:00.${'1'.repeat(100)}Z`,
    20200101,
    null,
    undefined,
    {},
    [],
  ])('finds no date in %j', (value) => {
    expect(told(value)).toEqual([null, null, null]);
  });

  it('reads every instant as JavaScript does', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true }),
        (date) => {
          expect(startOf(date.toISOString())?.getTime()).toBe(date.getTime());
        },
      ),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.anything(), (value) => void dateRange(value)));
    fc.assert(
      fc.property(fc.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/), (value) => void dateRange(value)),
    );
  });

  it('reads a period from the start of its start to the end of its end', () => {
    const { start, end } = periodRange({ start: '2020', end: '2020-03-04' });
    expect([start?.toISOString(), end?.toISOString()]).toEqual([
      '2020-01-01T00:00:00.000Z',
      '2020-03-04T23:59:59.999Z',
    ]);
    expect(periodRange({ end: '2020' }).start).toBeNull();
    expect(periodRange('2020').start).toBeNull();
  });
});
