/** From results to courses. */
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../gateway/console/app/chart/record.js';
import { isOutside, trendsOf } from '../../gateway/console/app/chart/trends.js';

function result(date: string, value: number, more: Partial<Observation> = {}): Observation {
  return {
    code: { text: 'Hemoglobin A1c' },
    effectiveDateTime: date,
    valueQuantity: { value, unit: '%' },
    valueString: null,
    valueCodeableConcept: null,
    referenceRange: null,
    component: null,
    ...more,
  };
}

describe('a course', () => {
  it('has the earliest result first and the range of the latest that names one', () => {
    const [trend] = trendsOf([
      result('2026-01-01', 6.8),
      result('2025-01-01', 7.1, { referenceRange: [{ low: { value: 4 }, high: { value: 5.6 } }] }),
      result('2024-01-01', 8.1, { referenceRange: [{ low: { value: 3 }, high: { value: 9 } }] }),
    ]);
    expect(trend?.points.map(({ value }) => value)).toEqual([8.1, 7.1, 6.8]);
    expect(trend?.range).toEqual({ low: 4, high: 5.6 });
  });

  it('never joins two units', () => {
    const inOtherUnit = { valueQuantity: { value: 51, unit: 'mmol/mol' } };
    const results = [result('2024-01-01', 7), result('2025-01-01', 7), result('2026-01-01', 51, inOtherUnit)];
    expect(trendsOf(results)).toEqual([]);
  });

  it('is drawn of components too, and of nothing without a day or a number', () => {
    const pressure = (date: string, value: number) =>
      result(date, 0, {
        valueQuantity: null,
        component: [{ code: { text: 'Systolic' }, valueQuantity: { value, unit: 'mmHg' } }],
      });
    const trends = trendsOf([
      pressure('2024-01-01', 130),
      pressure('2025-01-01', 128),
      pressure('2026-01-01', 126),
      result('', 7),
      result('2026-01-01', 7, { valueQuantity: null }),
    ]);
    expect(trends.map(({ title, points }) => [title, points.length])).toEqual([['Systolic', 3]]);
  });

  it('is outside its range where the range says so', () => {
    expect(isOutside(5.7, { low: 4, high: 5.6 })).toBe(true);
    expect(isOutside(5.6, { low: 4, high: 5.6 })).toBe(false);
    expect(isOutside(59, { low: 60, high: null })).toBe(true);
    expect(isOutside(1000, null)).toBe(false);
  });
});
