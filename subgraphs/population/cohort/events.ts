/** Events in a row: which facts they are, as a `$match` and as an expression. */
import type { Predicate, Stage } from '../../shared/record-store.js';
import { badCriterion } from '../errors.js';
import { CODE_SYSTEMS, CVX, isKnownCode } from '../row/codes.js';
import type {
  ConditionCriterion,
  EncounterCriterion,
  EventCriterion,
  ImmunizationCriterion,
  MedicationCriterion,
  ProcedureCriterion,
  YearsInput,
} from './cohort-input.js';

/** Conditions on one fact of a list. Values are literals, made from typed input. */
export interface FactTest {
  readonly list: 'conditions' | 'medications' | 'procedures' | 'immunizations' | 'encounters';
  readonly equals: Readonly<Record<string, string>>;
  readonly years: { readonly from: number | null; readonly to: number | null } | null;
  readonly atLeast: Readonly<Record<string, number>>;
}

/** The years of a period. @throws EMPTY_PERIOD when it ends before it begins, BAD_CRITERION when it is none. */
export function yearsOf(years: YearsInput | undefined, path: string): FactTest['years'] {
  if (years === undefined) return null;
  const { from, to } = years;
  for (const year of [from, to]) if (year !== undefined && !isYear(year)) throw badCriterion('BAD_CRITERION', path);
  if (from === undefined && to === undefined) throw badCriterion('EMPTY_PERIOD', path);
  if (from !== undefined && to !== undefined && from > to) throw badCriterion('EMPTY_PERIOD', path);
  return { from: from ?? null, to: to ?? null };
}

function isYear(year: unknown): boolean {
  return typeof year === 'number' && year >= 1900 && year <= 2200;
}

export function conditionTest({ group, category, first }: ConditionCriterion, path: string): FactTest {
  if (group === undefined && category === undefined) throw badCriterion('BAD_CRITERION', path);
  return {
    list: 'conditions',
    equals: { ...(group !== undefined && { group }), ...(category !== undefined && { category }) },
    years: yearsOf(first, `${path}.first`),
    atLeast: {},
  };
}

export function medicationTest(criterion: MedicationCriterion, path: string): FactTest {
  const years = yearsOf(criterion.during, `${path}.during`);
  return { list: 'medications', equals: { class: criterion.class }, years, atLeast: {} };
}

export function procedureTest({ code, during }: ProcedureCriterion, path: string): FactTest {
  const system = code.slice(0, Math.max(code.lastIndexOf('|'), 0));
  if (!CODE_SYSTEMS.includes(system)) throw badCriterion('UNKNOWN_CODE_SYSTEM', `${path}.code`);
  if (!isKnownCode(code)) throw badCriterion('BAD_CRITERION', `${path}.code`);
  return { list: 'procedures', equals: { code }, years: yearsOf(during, `${path}.during`), atLeast: {} };
}

export function immunizationTest({ code, during }: ImmunizationCriterion, path: string): FactTest {
  const bare = bareCode(code, CVX, `${path}.code`);
  return { list: 'immunizations', equals: { code: bare }, years: yearsOf(during, `${path}.during`), atLeast: {} };
}

/** A code of one system, with or without it. */
export function bareCode(code: string, system: string, path: string): string {
  const bar = code.lastIndexOf('|');
  if (bar >= 0 && code.slice(0, bar) !== system) throw badCriterion('UNKNOWN_CODE_SYSTEM', path);
  const bare = code.slice(bar + 1);
  if (!isKnownCode(`${system}|${bare}`)) throw badCriterion('BAD_CRITERION', path);
  return bare;
}

export function encounterTest(criterion: EncounterCriterion, path: string): FactTest {
  const { atLeast } = criterion;
  if (atLeast !== undefined && !(atLeast >= 1)) throw badCriterion('BAD_CRITERION', `${path}.atLeast`);
  return {
    list: 'encounters',
    equals: { class: criterion.class },
    years: yearsOf(criterion.during, `${path}.during`),
    atLeast: atLeast === undefined ? {} : { visits: atLeast },
  };
}

/** The one event that is named. @throws BAD_CRITERION when there is none, or more than one. */
export function eventTest(event: EventCriterion, path: string): FactTest {
  const { condition, medication, procedure, immunization, encounter } = event;
  const found = [
    condition && (() => conditionTest(condition, `${path}.condition`)),
    medication && (() => medicationTest(medication, `${path}.medication`)),
    procedure && (() => procedureTest(procedure, `${path}.procedure`)),
    immunization && (() => immunizationTest(immunization, `${path}.immunization`)),
    encounter && (() => encounterTest(encounter, `${path}.encounter`)),
  ].filter((test) => test !== undefined);
  const [only, ...others] = found;
  if (!only || others.length > 0) throw badCriterion('BAD_CRITERION', path);
  return only();
}

export function matchOf({ list, equals, years, atLeast }: FactTest): Predicate {
  const fact: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(equals)) fact[name] = { $eq: value };
  for (const [name, value] of Object.entries(atLeast)) fact[name] = { $gte: value };
  if (years) fact['year'] = yearMatch(years);
  return { [list]: { $elemMatch: fact } };
}

export function yearMatch({ from, to }: NonNullable<FactTest['years']>): Predicate {
  return { ...(from !== null && { $gte: from }), ...(to !== null && { $lte: to }) };
}

/** The facts that pass, as an expression. */
export function factsWhere({ list, equals, years, atLeast }: FactTest): Stage {
  const tests: Stage[] = [
    ...Object.entries(equals).map(([name, value]) => ({ $eq: [`$$fact.${name}`, { $literal: value }] })),
    ...Object.entries(atLeast).map(([name, value]) => ({ $gte: [`$$fact.${name}`, value] })),
    ...(years ? [{ $isNumber: '$$fact.year' }] : []),
    ...(years?.from != null ? [{ $gte: ['$$fact.year', years.from] }] : []),
    ...(years?.to != null ? [{ $lte: ['$$fact.year', years.to] }] : []),
  ];
  return { $filter: { input: `$${list}`, as: 'fact', cond: { $and: tests } } };
}

/** Whether some occurrence of the one is followed by some of the other within so many months. */
export function followedBy(first: FactTest, then: FactTest, months: number): Stage {
  const monthsOf = (test: FactTest) => ({
    $filter: {
      input: { $map: { input: factsWhere(test), as: 'one', in: '$$one.month' } },
      as: 'month',
      cond: { $isNumber: '$$month' },
    },
  });
  const gap = { $subtract: ['$$later', '$$earlier'] };
  const follows = { $and: [{ $gte: [gap, 0] }, { $lte: [gap, months] }] };
  return {
    $anyElementTrue: [
      {
        $map: {
          input: monthsOf(first),
          as: 'earlier',
          in: { $anyElementTrue: [{ $map: { input: monthsOf(then), as: 'later', in: follows } }] },
        },
      },
    ],
  };
}
