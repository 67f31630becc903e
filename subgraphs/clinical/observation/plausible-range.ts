/**
 * Values beyond which a slip of the pen is likelier than a patient: limits for typing, not for care, wider than anything
 * that was survived. By LOINC code, with the UCUM unit in which they are told; values in others are
 * converted to it.
 */
import { Decimal } from 'decimal.js';
import { converted } from '../../shared/units/ucum.js';

export interface PlausibleRange {
  readonly low: string;
  readonly high: string;
  readonly unit: string;
}

const RANGES: Readonly<Record<string, readonly [low: string, high: string, unit: string]>> = {
  '8480-6': ['40', '320', 'mm[Hg]'],
  '8462-4': ['10', '220', 'mm[Hg]'],
  '8867-4': ['15', '350', '/min'],
  '9279-1': ['3', '90', '/min'],
  '8310-5': ['25', '45', 'Cel'],
  '29463-7': ['0.3', '650', 'kg'],
  '8302-2': ['20', '275', 'cm'],
  '39156-5': ['7', '250', 'kg/m2'],
  '2708-6': ['30', '100', '%'],
  '59408-5': ['30', '100', '%'],
  '4548-4': ['2', '25', '%'],
  '2339-0': ['5', '2700', 'mg/dL'],
  '2345-7': ['5', '2700', 'mg/dL'],
  '2160-0': ['0.05', '75', 'mg/dL'],
  '718-7': ['1', '27', 'g/dL'],
  '2823-3': ['1', '12', 'mmol/L'],
  '2951-2': ['80', '210', 'mmol/L'],
};

/** The range that a value is outside of, or whose unit its own cannot be converted to; null where nothing is odd or known. */
export function implausible(codes: readonly string[], value: string, unit: string): PlausibleRange | null {
  const found = codes.map((code) => RANGES[code]).find((range) => range !== undefined);
  if (!found) return null;
  const [low, high, usual] = found;
  // What is told in the unit itself is compared to the last digit.
  const amount = unit === usual ? value : converted(Number(value), unit, usual);
  const fits = amount !== null && new Decimal(amount).gte(low) && new Decimal(amount).lte(high);
  return fits ? null : { low, high, unit: usual };
}
