/**
 * Units by the grammar of UCUM (ucum.org), and from one to another, with the National Library of Medicine's own library,
 * which the quality engine brings as well. It writes what it cannot understand to the console: it is asked only what looks
 * like a unit, and never what may be a sentence.
 */
import { createRequire } from 'node:module';
import type library from '@lhncbc/ucum-lhc';
import { LRUCache } from 'lru-cache';

/** UCUM codes have no blanks; an annotation in braces could hold any text, so it is a word and no more. */
const LOOKS_LIKE_ONE = /^(?:[!-z|~]|\{[A-Za-z0-9_.%#:/-]{1,24}\})+$/;
const LONGEST = 64;
/** The library looks units up in plain objects, and finds there what every object has. */
const OF_OBJECTS = new RegExp(
  `(?:^|[^A-Za-z_])(?:${Object.getOwnPropertyNames(Object.prototype).join('|')})(?![A-Za-z_])`,
);

type Library = typeof library;
type Utilities = ReturnType<Library['UcumLhcUtils']['getInstance']>;

const require = createRequire(import.meta.url);
/** The library and its tables take a while to be read: that is not done before somebody writes a measurement. */
let utilities: Utilities | undefined;
function ucum(): Utilities {
  utilities ??= (require('@lhncbc/ucum-lhc') as Library).UcumLhcUtils.getInstance();
  return utilities;
}

const known = new LRUCache<string, boolean>({ max: 2000 });

/** Whether a text is a unit of UCUM, in its case sensitive form. */
export function isUcumUnit(unit: string): boolean {
  if (unit.length > LONGEST || !LOOKS_LIKE_ONE.test(unit) || OF_OBJECTS.test(unit)) return false;
  const earlier = known.get(unit);
  if (earlier !== undefined) return earlier;
  const { status, ucumCode } = ucum().validateUnitString(unit);
  const valid = status === 'valid' && ucumCode === unit;
  known.set(unit, valid);
  return valid;
}

/**
 * A value in another unit; null where the two measure different things, or the molar mass would have to be known. As exact as
 * a double is: for comparing, and not for what is recorded.
 */
export function converted(value: number, from: string, to: string): number | null {
  if (from === to) return value;
  if (!isUcumUnit(from) || !isUcumUnit(to)) return null;
  const { status, toVal } = ucum().convertUnitTo(from, value, to);
  return status === 'succeeded' && toVal !== null && Number.isFinite(toVal) ? toVal : null;
}
