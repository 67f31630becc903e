/** From a cohort as it is described to a MongoDB predicate over rows, with what it weighs. Pure. */
import type { Predicate, Stage } from '../../shared/record-store.js';
import { badCriterion } from '../errors.js';
import { LOINC } from '../row/codes.js';
import { UNITS } from '../row/units.js';
import { OLDEST_AGE } from '../row/years.js';
import type { AgeInput, CohortInput, CostCriterion, MeasurementCriterion, SequenceCriterion } from './cohort-input.js';
import {
  bareCode,
  conditionTest,
  encounterTest,
  eventTest,
  type FactTest,
  factsWhere,
  followedBy,
  immunizationTest,
  matchOf,
  medicationTest,
  procedureTest,
  yearMatch,
  yearsOf,
} from './events.js';

/** Facts of a row that a criterion looks at, about: what it weighs. */
const WEIGHTS = { plain: 1, facts: 10, computed: 40 } as const;

/** Criteria in all, over all levels. */
const MAX_CRITERIA = 60;

export interface CompiledCohort {
  readonly where: Predicate;
  readonly weight: number;
}

interface Compiling {
  readonly thisYear: number;
  criteria: number;
  weight: number;
}

/** @throws BAD_CRITERION, UNKNOWN_CODE_SYSTEM, MIXED_UNITS, EMPTY_PERIOD, each with the path of the criterion. */
export function compileCohort(input: CohortInput, thisYear: number, path = 'where'): CompiledCohort {
  const compiling = { thisYear, criteria: 0, weight: WEIGHTS.plain };
  const where = compile(input, path, compiling);
  return { where, weight: compiling.weight };
}

type Compiler<K extends keyof CohortInput> = (
  value: NonNullable<CohortInput[K]>,
  path: string,
  compiling: Compiling,
) => Predicate;

const fact =
  <T>(test: (criterion: T, path: string) => FactTest) =>
  (criterion: T, path: string, compiling: Compiling): Predicate => {
    compiling.weight += WEIGHTS.facts;
    return matchOf(test(criterion, path));
  };

const COMPILERS: { readonly [K in keyof Required<CohortInput>]: Compiler<K> } = {
  and: (inputs, path, compiling) => ({ $and: each(inputs, path, compiling) }),
  or: (inputs, path, compiling) => ({ $or: each(inputs, path, compiling) }),
  not: (input, path, compiling) => ({ $nor: [compile(input, path, compiling)] }),
  age: agePredicate,
  sex: (sexes, path) => ({ sex: { $in: someOf(sexes, path) } }),
  zip3: (areas, path) => {
    if (areas.some((area) => !/^\d{3}$/.test(area))) throw badCriterion('BAD_CRITERION', path);
    return { zip3: { $in: someOf(areas, path) } };
  },
  condition: fact(conditionTest),
  medication: fact(medicationTest),
  procedure: fact(procedureTest),
  immunization: fact(immunizationTest),
  encounter: fact(encounterTest),
  measurement: measurementPredicate,
  cost: costPredicate,
  sequence: sequencePredicate,
};

function compile(input: CohortInput, path: string, compiling: Compiling): Predicate {
  const parts: Predicate[] = [];
  for (const name of Object.keys(input) as (keyof CohortInput)[]) {
    const value = input[name];
    if (value === undefined) continue;
    const at = `${path}.${name}`;
    // Null is no criterion, and must not become one that everybody meets.
    if (holdsNull(value)) throw badCriterion('BAD_CRITERION', at);
    if (++compiling.criteria > MAX_CRITERIA) throw badCriterion('BAD_CRITERION', path);
    compiling.weight += WEIGHTS.plain;
    parts.push((COMPILERS[name] as Compiler<typeof name>)(value as never, at, compiling));
  }
  return parts.length === 0 ? {} : { $and: parts };
}

/** Whether a criterion or a part of it is null; further levels of and, or, not look for themselves. */
function holdsNull(value: unknown, depth = 0): boolean {
  if (value === null) return true;
  if (typeof value !== 'object' || depth > 4) return false;
  return Object.values(value).some((inner) => inner !== undefined && holdsNull(inner, depth + 1));
}

function each(inputs: readonly CohortInput[], path: string, compiling: Compiling): Predicate[] {
  return someOf(inputs, path).map((input, place) => compile(input, `${path}.${place}`, compiling));
}

function someOf<T>(values: readonly T[], path: string): T[] {
  if (values.length === 0) throw badCriterion('BAD_CRITERION', path);
  return [...values];
}

function agePredicate({ from, to }: AgeInput, path: string, { thisYear }: Compiling): Predicate {
  const bounds = [from, to].filter((age) => age !== undefined);
  if (bounds.length === 0 || bounds.some((age) => age < 0 || age > OLDEST_AGE))
    throw badCriterion('BAD_CRITERION', path);
  if (from !== undefined && to !== undefined && from > to) throw badCriterion('EMPTY_PERIOD', path);
  const born = {
    ...(from !== undefined && { $lte: thisYear - from }),
    // Whose year of birth is not known is of no age.
    ...(to !== undefined ? { $gte: thisYear - to } : { $gte: 0 }),
  };
  if (to !== undefined && to < OLDEST_AGE) return { birthYear: born };
  return { $or: [{ birthYear: born }, { over89: true }] };
}

function measurementPredicate(criterion: MeasurementCriterion, path: string, compiling: Compiling): Predicate {
  const code = bareCode(criterion.code, LOINC, `${path}.code`);
  const { unit, atLeast, below } = criterion;
  const years = yearsOf(criterion.during, `${path}.during`);
  if (unit === undefined && (atLeast !== undefined || below !== undefined))
    throw badCriterion('MIXED_UNITS', `${path}.unit`);
  if (unit !== undefined && !UNITS.has(unit)) throw badCriterion('MIXED_UNITS', `${path}.unit`);
  const value = boundsOf(atLeast, below, path);
  compiling.weight += WEIGHTS.facts;
  const which = { code, ...(unit !== undefined && { unit }), ...(years && { year: yearMatch(years) }) };
  if (!criterion.latest) {
    const measured = { measurements: { $elemMatch: { ...which, ...(value && { value }) } } };
    const test = { code, ...(years && { year: yearMatch(years) }) };
    // Without a unit a test that gives no number counts as well: that it was done is all that is asked.
    return unit === undefined ? { $or: [measured, { tests: { $elemMatch: test } }] } : measured;
  }
  if (unit === undefined) throw badCriterion('MIXED_UNITS', `${path}.unit`);
  compiling.weight += WEIGHTS.computed;
  return {
    $and: [{ measurements: { $elemMatch: which } }, { $expr: within(latestValue(code, unit, years), atLeast, below) }],
  };
}

/** The latest value of a person; they are stored in order of time. */
export function latestValue(code: string, unit: string, years: FactTest['years'] = null): Stage {
  const which = factsWhere({ list: 'measurements' as never, equals: { code, unit }, years, atLeast: {} });
  return { $getField: { field: 'value', input: { $ifNull: [{ $last: which }, {}] } } };
}

/** What services of a person came to, in cents. */
export function costOf(
  measure: string,
  only: { readonly category?: string; readonly payer?: string },
  years: FactTest['years'],
): Stage {
  const equals = Object.fromEntries(Object.entries(only).filter(([, value]) => value !== undefined));
  const which = factsWhere({ list: 'costs' as never, equals, years, atLeast: {} });
  return { $sum: { $map: { input: which, as: 'cost', in: `$$cost.${measure}` } } };
}

function costPredicate(criterion: CostCriterion, path: string, compiling: Compiling): Predicate {
  const { category, payer, atLeast, below } = criterion;
  const years = yearsOf(criterion.during, `${path}.during`);
  if (!boundsOf(atLeast, below, path)) throw badCriterion('BAD_CRITERION', path);
  compiling.weight += WEIGHTS.computed;
  const cents = (dollars: number | undefined) => (dollars === undefined ? undefined : Math.round(dollars * 100));
  const only = { ...(category && { category }), ...(payer !== undefined && { payer }) };
  return { $expr: within(costOf(criterion.of, only, years), cents(atLeast), cents(below)) };
}

function boundsOf(atLeast: number | undefined, below: number | undefined, path: string): Predicate | null {
  if (atLeast === undefined && below === undefined) return null;
  if (atLeast !== undefined && below !== undefined && atLeast >= below) throw badCriterion('BAD_CRITERION', path);
  return { ...(atLeast !== undefined && { $gte: atLeast }), ...(below !== undefined && { $lt: below }) };
}

function within(value: Stage, atLeast: number | undefined, below: number | undefined): Stage {
  return {
    $let: {
      vars: { value },
      in: {
        $and: [
          { $isNumber: '$$value' },
          ...(atLeast === undefined ? [] : [{ $gte: ['$$value', atLeast] }]),
          ...(below === undefined ? [] : [{ $lt: ['$$value', below] }]),
        ],
      },
    },
  };
}

const MAX_MONTHS = 1200;

function sequencePredicate(criterion: SequenceCriterion, path: string, compiling: Compiling): Predicate {
  const { withinMonths } = criterion;
  if (!(withinMonths >= 0 && withinMonths <= MAX_MONTHS)) throw badCriterion('BAD_CRITERION', `${path}.withinMonths`);
  const first = eventTest(criterion.first, `${path}.first`);
  const then = eventTest(criterion.next, `${path}.next`);
  compiling.weight += 2 * WEIGHTS.computed;
  return { $and: [matchOf(first), matchOf(then), { $expr: followedBy(first, then, withinMonths) }] };
}
