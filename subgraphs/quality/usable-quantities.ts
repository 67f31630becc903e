/**
 * The engine gives up on a patient of whom a single quantity has a unit that UCUM does not know, or more decimals than
 * its logic counts. For the calculation alone such a unit becomes what it is to UCUM: a remark in braces, which equals no
 * measure. What many write for a unit that UCUM has becomes that unit.
 */
import { type FhirObject, type FhirValue, isObject, stringOf } from '../shared/fhir-json.js';

const UNIT_OF: Readonly<Record<string, string>> = { mmHg: 'mm[Hg]', 'mm Hg': 'mm[Hg]', percent: '%', lbs: '[lb_av]' };

/** Decimals that CQL counts. */
const DECIMALS = 8;

/** @param isUnit whether UCUM, or CQL for times, knows the unit. */
export function withUsableQuantities(resource: FhirObject, isUnit: (unit: string) => boolean): FhirObject {
  const usable = (value: FhirValue): FhirValue => {
    if (Array.isArray(value)) return value.map(usable);
    if (!isObject(value)) return typeof value === 'number' ? rounded(value) : value;
    const copy: FhirObject = {};
    for (const [element, inner] of Object.entries(value)) if (inner !== undefined) copy[element] = usable(inner);
    return isQuantity(copy) ? withUnit(copy, isUnit) : copy;
  };
  return usable(resource) as FhirObject;
}

function rounded(value: number): number {
  return Number(value.toFixed(DECIMALS));
}

function isQuantity({ value, code, unit }: FhirObject): boolean {
  return typeof value === 'number' && (typeof code === 'string' || typeof unit === 'string');
}

function withUnit(quantity: FhirObject, isUnit: (unit: string) => boolean): FhirObject {
  const unit = stringOf(quantity['code']) ?? stringOf(quantity['unit']) ?? '1';
  if (isUnit(unit)) return quantity;
  const known = UNIT_OF[unit];
  return { ...quantity, code: known ?? `{${unit.replace(/[^A-Za-z0-9_./-]/g, '_')}}` };
}
