import { Arg, Ctx, Int, Resolver, Root } from 'type-graphql';
import { badInput } from '../../shared/errors.js';
import { declareArgument, RecordFieldResolver, RecordQuery } from '../../shared/record-field.js';
import type { PopulationContext } from '../context.js';
import { badCriterion } from '../errors.js';
import { isKnownCode, LOINC } from '../row/codes.js';
import { binWidth, UNITS } from '../row/units.js';
import { COUNTED, ROW_SOURCES, SUMMED } from '../sources.js';
import {
  Cohort,
  CohortBin,
  CohortCell,
  CohortComparison,
  CohortCost,
  CohortSize,
  CohortTop,
  CohortYear,
  CostDimension,
  DistributionInput,
  TopKind,
} from './cohort.type.js';
import { CohortInput, CostMeasure, EventCriterion, YearsInput } from './cohort-input.js';
import { compileCohort, latestValue } from './cohort-predicate.js';
import { costFamily, costMeasure } from './cost-family.js';
import { CohortDimension, combinations, keyedBy } from './dimensions.js';
import { bareCode, eventTest, factsWhere, matchOf, yearsOf } from './events.js';
import { tellCounts, tellSums } from './told.js';

/** Whoever may ask for a cohort may describe it by anything a row holds: what comes back are counts. */
declareArgument('Query', 'cohort', 'where', { touches: ['Query.cohort'] });
for (const [field, args] of Object.entries({
  breakdown: ['by'],
  trend: ['of', 'years'],
  distribution: ['of'],
  costs: ['of', 'by', 'during'],
  top: ['of'],
  compare: ['with'],
}))
  for (const argument of args) declareArgument('Cohort', field, argument, { touches: [`Cohort.${field}`] });

const MAX_DIMENSIONS = 3;
const MAX_YEARS = 100;
const MAX_TOP = 50;
/** Any of it may stand in the cohort's description. */
const FROM_ROWS = { sources: ROW_SOURCES, summarises: COUNTED };
const FREE = { free: true } as const;

const thisYear = () => new Date().getUTCFullYear();

function cohortOf(input: CohortInput | undefined, path = 'where'): Cohort {
  return compileCohort(input ?? new CohortInput(), thisYear(), path);
}

@Resolver(() => Cohort)
export class CohortResolver {
  @RecordQuery('population-cohort', () => Cohort, {
    nullable: false,
    description: 'A cohort by criteria; everybody, without any. People who refused research are in none.',
    ...FROM_ROWS,
  })
  cohort(@Arg('where', () => CohortInput, { nullable: true }) where: CohortInput | undefined): Cohort {
    return cohortOf(where);
  }

  @RecordFieldResolver('Cohort', 'population-cohort', () => CohortSize, { nullable: false, ...FROM_ROWS })
  async size(@Root() { where, weight }: Cohort, @Ctx() { population }: PopulationContext): Promise<CohortSize> {
    const family = { where, weight, keyed: [{ $set: { key: { $literal: null } } }] };
    const [told] = await tellCounts(population, 'Cohort.size', family, { keys: [null], ...FREE });
    return withSuppressed({ people: told?.people ?? null });
  }

  @RecordFieldResolver('Cohort', 'population-cohort', () => [CohortCell], {
    nullable: false,
    description:
      'The cohort by one to three dimensions. Areas and payers have rows only where they are told; the others have all.',
    ...FROM_ROWS,
  })
  async breakdown(
    @Root() { where, weight }: Cohort,
    @Ctx() { population }: PopulationContext,
    @Arg('by', () => [CohortDimension]) by: CohortDimension[],
  ): Promise<CohortCell[]> {
    if (by.length < 1 || by.length > MAX_DIMENSIONS || new Set(by).size < by.length)
      throw badInput('BAD_ARGUMENT', 'by takes one to three dimensions, each once');
    const keys = combinations(by);
    const family = { where, weight: weight + 10 * by.length, keyed: keyedBy(by, thisYear()) };
    const told = await tellCounts<string[]>(population, 'Cohort.breakdown', family, { keys, ...FREE });
    return told
      .filter(({ people }) => keys !== null || people !== null)
      .map(({ key, people }) => withSuppressed({ values: key, people }));
  }

  @RecordFieldResolver('Cohort', 'population-cohort', () => [CohortYear], {
    nullable: false,
    description: 'In which years people of the cohort had an event: each person once in each year.',
    ...FROM_ROWS,
  })
  async trend(
    @Root() { where, weight }: Cohort,
    @Ctx() { population }: PopulationContext,
    @Arg('of', () => EventCriterion) of: EventCriterion,
    @Arg('years', () => YearsInput, { description: 'From and to, both named.' }) years: YearsInput,
  ): Promise<CohortYear[]> {
    const span = yearsOf(years, 'years');
    if (span?.from == null || span.to === null || span.to - span.from >= MAX_YEARS)
      throw badCriterion('BAD_CRITERION', 'years');
    const test = eventTest(of, 'of');
    const facts = factsWhere(test);
    const keyed = [
      { $match: matchOf(test) },
      {
        $project: { bucket: 1, p0: 1, p1: 1, key: { $setUnion: [{ $map: { input: facts, in: '$$this.year' } }, []] } },
      },
      { $unwind: '$key' },
      { $match: { key: { $gte: span.from, $lte: span.to } } },
    ];
    const keys = Array.from({ length: span.to - span.from + 1 }, (_, place) => (span.from ?? 0) + place);
    const family = { where, weight: weight + 20, keyed };
    const told = await tellCounts<number>(population, 'Cohort.trend', family, { keys, ...FREE });
    return told.map(({ key, people }) => withSuppressed({ year: key, people }));
  }

  @RecordFieldResolver('Cohort', 'population-cohort', () => [CohortBin], {
    nullable: false,
    description: 'How the latest values of a measurement are spread.',
    ...FROM_ROWS,
  })
  async distribution(
    @Root() { where, weight }: Cohort,
    @Ctx() { population }: PopulationContext,
    @Arg('of', () => DistributionInput) of: DistributionInput,
  ): Promise<CohortBin[]> {
    const code = bareCode(of.code, LOINC, 'of.code');
    if (!UNITS.has(of.unit)) throw badCriterion('MIXED_UNITS', 'of.unit');
    const width = binWidth(code, of.unit);
    const value = latestValue(code, of.unit);
    const keyed = [
      { $match: { measurements: { $elemMatch: { code, unit: of.unit } } } },
      { $project: { bucket: 1, p0: 1, p1: 1, key: { $floor: { $divide: [value, width] } } } },
    ];
    const family = { where, weight: weight + 40, keyed };
    const told = await tellCounts<number>(population, 'Cohort.distribution', family, FREE);
    return told
      .flatMap(({ key, people }) => (people === null ? [] : [{ from: key * width, to: (key + 1) * width, people }]))
      .sort((a, b) => a.from - b.from);
  }

  @RecordFieldResolver('Cohort', 'population-cost', () => [CohortCost], {
    nullable: false,
    description: 'What services came to. Rows of values which are not told are left out.',
    sources: ROW_SOURCES,
    summarises: SUMMED,
  })
  async costs(
    @Root() { where, weight }: Cohort,
    @Ctx() { population }: PopulationContext,
    @Arg('of', () => CostMeasure) of: CostMeasure,
    @Arg('by', () => [CostDimension], { nullable: true }) dimensions: CostDimension[] | undefined,
    @Arg('during', () => YearsInput, { nullable: true }) during: YearsInput | undefined,
  ): Promise<CohortCost[]> {
    const by = dimensions ?? [];
    if (by.length > MAX_DIMENSIONS || new Set(by).size < by.length)
      throw badInput('BAD_ARGUMENT', 'by takes up to three dimensions, each once');
    const question = { of, by, years: yearsOf(during ?? undefined, 'during') };
    const family = costFamily(where, weight, question);
    const options = { measure: costMeasure(question), ...FREE };
    const told = await tellSums<unknown[]>(population, 'Cohort.costs', family, options);
    return costRows(told, by.length === 0);
  }

  @RecordFieldResolver('Cohort', 'population-cohort', () => [CohortTop], {
    nullable: false,
    description: 'What most people of the cohort have or had; at most 50.',
    ...FROM_ROWS,
  })
  async top(
    @Root() { where, weight }: Cohort,
    @Ctx() { population }: PopulationContext,
    @Arg('of', () => TopKind) of: TopKind,
    @Arg('first', () => Int, { defaultValue: 10 }) first: number,
  ): Promise<CohortTop[]> {
    if (!(first >= 1 && first <= MAX_TOP)) throw badInput('BAD_PAGE', 'first takes 1 to 50');
    const keyed = [
      { $project: { bucket: 1, p0: 1, p1: 1, key: { $setUnion: [`$${of}`, []] } } },
      { $unwind: '$key' },
      { $match: { key: { $ne: 'NONE' } } },
    ];
    const family = { where, weight: weight + 20, keyed };
    const told = await tellCounts<string>(population, 'Cohort.top', family, FREE);
    return told
      .flatMap(({ key, people }) => (people === null || !mayName(of, key) ? [] : [{ value: key, people }]))
      .sort((a, b) => b.people - a.people || (a.value < b.value ? -1 : 1))
      .slice(0, first);
  }

  @RecordFieldResolver('Cohort', 'population-cohort', () => CohortComparison, {
    nullable: false,
    description: 'This cohort, another, and who is in both.',
    ...FROM_ROWS,
  })
  compare(@Root() first: Cohort, @Arg('with', () => CohortInput) input: CohortInput): CohortComparison {
    const second = cohortOf(input, 'with');
    const both = { where: { $and: [first.where, second.where] }, weight: first.weight + second.weight };
    return { first, second, both };
  }
}

/** A code is shown only if it is one. */
function mayName(of: TopKind, value: string): boolean {
  return of !== TopKind.PROCEDURE || isKnownCode(value);
}

export function withSuppressed<T extends { readonly people: number | null }>(row: T): T & { suppressed: boolean } {
  return { ...row, suppressed: row.people === null };
}

interface SumRow {
  readonly key: unknown[];
  readonly people: number | null;
  readonly mean: number | null;
  readonly total: number | null;
}

export function costRows(told: readonly SumRow[], withAll: boolean): CohortCost[] {
  return told
    .filter(({ people }) => withAll || people !== null)
    .map(({ key, people, mean, total }) => ({
      values: key.map((value) => (value === null ? null : String(value))),
      people,
      mean,
      total,
      suppressed: mean === null,
    }));
}
