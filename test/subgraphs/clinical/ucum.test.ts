/** Units by the grammar of UCUM, and values compared in whatever unit they are told. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { implausible } from '../../../subgraphs/clinical/observation/plausible-range.js';
import { converted, isUcumUnit } from '../../../subgraphs/shared/units/ucum.js';

afterEach(() => vi.restoreAllMocks());

describe('a unit', () => {
  it.each([
    'mg/dL',
    'mm[Hg]',
    '10*3/uL',
    'ug.kg-1.min-1',
    'mL/min/{1.73_m2}',
    '[in_i]',
    '%',
    '1',
    '{score}',
    'k[IU]/L',
  ])('is what the grammar makes: %s', (unit) => expect(isUcumUnit(unit)).toBe(true));

  it.each([
    '',
    'mmHg',
    'meter',
    'pounds',
    'mg//dL',
    '(mg',
    'mol/',
    'ratio',
    '5mg',
    '{x',
    'x'.repeat(65),
    '__proto__',
    'mg/toString',
  ])('is no other text: %s', (unit) => expect(isUcumUnit(unit)).toBe(false));

  it('is no sentence, in braces or not, and none comes to the console', () => {
    const told = (['log', 'warn', 'error', 'info'] as const).map((name) => vi.spyOn(console, name));
    for (const text of ['mg of something', '{Ann Lee, 1 Long Road}', `{${'x'.repeat(30)}}`, 'mg/d L', '\u00e4/L'])
      expect(isUcumUnit(text)).toBe(false);
    expect(converted(1, 'a sentence', 'kg')).toBeNull();
    for (const spy of told) expect(spy).not.toHaveBeenCalled();
  });
});

describe('a value', () => {
  it('is told in another unit of the same thing, and of no other', () => {
    expect(converted(150, '[lb_av]', 'kg')).toBeCloseTo(68.0389, 4);
    expect(converted(98.6, '[degF]', 'Cel')).toBeCloseTo(37, 6);
    expect(converted(1, 'kg', 'cm')).toBeNull();
    expect(converted(100, 'mg/dL', 'mmol/L')).toBeNull();
  });

  it('is as plausible in pounds as in kilograms', () => {
    expect(implausible(['29463-7'], '150', '[lb_av]')).toBeNull();
    expect(implausible(['29463-7'], '1500', '[lb_av]')).toMatchObject({ high: '650', unit: 'kg' });
    expect(implausible(['29463-7'], '150', 'cm')).toMatchObject({ unit: 'kg' });
    expect(implausible(['8310-5'], '98.6', '[degF]')).toBeNull();
    expect(implausible(['8310-5'], '98.6', 'Cel')).toMatchObject({ unit: 'Cel' });
  });
});
