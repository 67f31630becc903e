/** Views of a fixed shape over everybody: few questions, so they are not counted against the month's free ones. */
import { Arg, Ctx, Resolver } from 'type-graphql';
import { CONDITION_CATEGORIES, ConditionCategory } from '../../shared/condition-category.js';
import { badInput } from '../../shared/errors.js';
import { declareArgument, RecordQuery } from '../../shared/record-field.js';
import type { Stage } from '../../shared/record-store.js';
import { costRows, withSuppressed } from '../cohort/cohort.resolver.js';
import { CohortCost, CostDimension } from '../cohort/cohort.type.js';
import { CostMeasure } from '../cohort/cohort-input.js';
import { compileCohort } from '../cohort/cohort-predicate.js';
import { costFamily, costMeasure } from '../cohort/cost-family.js';
import { AGE_BANDS, ageBandAt, type EncounterClass } from '../cohort/dimensions.js';
import { tellCounts, tellSums } from '../cohort/told.js';
import type { PopulationContext } from '../context.js';
import { SEXES } from '../row/population-row.js';
import {
  CONDITION_SOURCES,
  COST_SOURCES,
  COUNTED,
  IMMUNIZATION_SOURCES,
  MEASURE_SOURCES,
  MEASUREMENT_SOURCES,
  PROCEDURE_SOURCES,
  SUMMED,
  VISIT_SOURCES,
} from '../sources.js';
import type { PopulationStore } from '../store/population-store.js';
import {
  ConditionCount,
  ConditionCountDimension,
  ImmunizationCount,
  QualityRate,
  ScreeningCount,
  VisitCount,
} from './agency.type.js';
import { doneFor, dueFor, Screening } from './screenings.js';

declareArgument('Query', 'conditionCounts', 'by', {
  touches: ['ConditionCount.sex', 'ConditionCount.ageBand', 'ConditionCount.year'],
});
declareArgument('Query', 'conditionCounts', 'category', { touches: ['ConditionCount.category'] });
declareArgument('Query', 'populationSpending', 'of', { touches: ['CohortCost.mean'] });
declareArgument('Query', 'populationSpending', 'by', { touches: ['CohortCost.values'] });

const FIXED = { free: false } as const;
const EVERYBODY = { where: {}, weight: 20 };
const MAX_SPENDING = 2;

const thisYear = () => new Date().getUTCFullYear();

@Resolver()
export class AgencyResolver {
  @RecordQuery('population-count', () => [ConditionCount], {
    nullable: false,
    description: 'How many people have or had a condition of each category, over the whole population, about.',
    sources: [...CONDITION_SOURCES, 'Patient.gender', 'Patient.birthDate'],
    summarises: COUNTED,
  })
  async conditionCounts(
    @Ctx() { population }: PopulationContext,
    @Arg('category', () => ConditionCategory, { nullable: true, description: 'Only the rows of this category.' })
    category: ConditionCategory | undefined,
    @Arg('by', () => ConditionCountDimension, { defaultValue: ConditionCountDimension.NONE })
    by: ConditionCountDimension,
  ): Promise<ConditionCount[]> {
    const keys = conditionKeys(by);
    const family = { ...EVERYBODY, keyed: byCategory(by) };
    const told = await tellCounts<unknown[]>(population, 'Query.conditionCounts', family, { keys, ...FIXED });
    return told
      .filter(({ key, people }) => (keys !== null || people !== null) && (!category || key[0] === category))
      .map(({ key, people }) =>
        withSuppressed({ category: key[0] as ConditionCategory, ...breakdownOf(by, key[1]), people }),
      );
  }

  @RecordQuery('population-count', () => [VisitCount], {
    nullable: false,
    description: 'How many people had visits of each class in each year. Rows that are not told are left out.',
    sources: VISIT_SOURCES,
    summarises: COUNTED,
  })
  async populationUtilization(@Ctx() { population }: PopulationContext): Promise<VisitCount[]> {
    const keyed = [
      { $project: { bucket: 1, p0: 1, p1: 1, encounters: 1 } },
      { $unwind: '$encounters' },
      { $match: { 'encounters.year': { $ne: null } } },
      { $set: { key: ['$encounters.class', '$encounters.year'] } },
    ];
    const family = { ...EVERYBODY, keyed };
    const told = await tellCounts<[EncounterClass, number]>(population, 'Query.populationUtilization', family, FIXED);
    return told.flatMap(({ key, people }) => (people === null ? [] : [{ class: key[0], year: key[1], people }]));
  }

  @RecordQuery('population-cost', () => [CohortCost], {
    nullable: false,
    description: 'What services came to, by up to two of year, type of service, payer and area, about.',
    sources: [...COST_SOURCES, 'Patient.address'],
    summarises: SUMMED,
  })
  async populationSpending(
    @Ctx() { population }: PopulationContext,
    @Arg('of', () => CostMeasure, { nullable: true, description: 'What insurers paid, when left out.' })
    measure: CostMeasure | undefined,
    @Arg('by', () => [CostDimension], { nullable: true, description: 'By year, when left out.' })
    dimensions: CostDimension[] | undefined,
  ): Promise<CohortCost[]> {
    const of = measure ?? CostMeasure.PAID;
    const by = dimensions ?? [CostDimension.YEAR];
    if (by.length < 1 || by.length > MAX_SPENDING || new Set(by).size < by.length)
      throw badInput('BAD_ARGUMENT', 'by takes one or two dimensions, each once');
    // One order for the same dimensions: the same sums are told for both.
    const sorted = Object.values(CostDimension).filter((dimension) => by.includes(dimension));
    const question = { of, by: sorted, years: null };
    const options = { measure: costMeasure(question), ...FIXED };
    const family = costFamily({}, EVERYBODY.weight, question);
    const told = await tellSums<unknown[]>(population, 'Query.populationSpending', family, options);
    const places = by.map((dimension) => sorted.indexOf(dimension));
    return costRows(
      told.map((row) => ({ ...row, key: places.map((place) => row.key[place]) })),
      false,
    );
  }

  @RecordQuery('population-count', () => [ImmunizationCount], {
    nullable: false,
    description: 'How many people were ever given each vaccine, by age. Rows that are not told are left out.',
    sources: [...IMMUNIZATION_SOURCES, 'Patient.birthDate'],
    summarises: COUNTED,
  })
  async immunizationCoverage(@Ctx() { population }: PopulationContext): Promise<ImmunizationCount[]> {
    const band = ageBandAt(thisYear());
    const coordinate = 'Query.immunizationCoverage';
    const keyed = [
      { $project: { bucket: 1, p0: 1, p1: 1, band, vaccine: { $setUnion: ['$immunizations.code', []] } } },
      { $unwind: '$vaccine' },
      { $set: { key: ['$vaccine', '$band'] } },
    ];
    const everyone = { ...EVERYBODY, keyed: [{ $project: { bucket: 1, p0: 1, p1: 1, key: band } }] };
    const [given, all] = await Promise.all([
      tellCounts<[string, string]>(population, coordinate, { ...EVERYBODY, keyed }, FIXED),
      tellCounts<string>(population, coordinate, everyone, FIXED),
    ]);
    const ofBand = new Map(all.map(({ key, people }) => [key, people]));
    return given.flatMap(({ key: [vaccine, ageBand], people }) =>
      people === null ? [] : [{ vaccine, ageBand, people, share: shareOf(people, ofBand.get(ageBand) ?? null) }],
    );
  }

  @RecordQuery('population-count', () => [ScreeningCount], {
    nullable: false,
    description: 'Screenings that USPSTF recommends: how many people are due by age and sex, and had them in time.',
    sources: [...PROCEDURE_SOURCES, ...MEASUREMENT_SOURCES, 'Patient.gender', 'Patient.birthDate'],
    summarises: COUNTED,
  })
  async screeningCoverage(@Ctx() { population }: PopulationContext): Promise<ScreeningCount[]> {
    return Promise.all(Object.values(Screening).map((screening) => screeningCount(population, screening)));
  }

  @RecordQuery('population-count', () => [QualityRate], {
    nullable: false,
    description:
      'Rates of the quality measures that were computed, by group and year. Those of few people are left out.',
    sources: MEASURE_SOURCES,
    summarises: COUNTED,
  })
  async qualityRates(@Ctx() { population }: PopulationContext): Promise<QualityRate[]> {
    const count = (only: object) =>
      tellCounts<[string, string, number, string | null]>(
        population,
        'Query.qualityRates',
        { ...EVERYBODY, keyed: byMeasure(only) },
        FIXED,
      );
    const [counted, met] = await Promise.all([count({}), count({ 'measures.met': true })]);
    const metOf = new Map(met.map(({ key, people }) => [JSON.stringify(key), people]));
    return counted.flatMap(({ key, people }) => {
      if (people === null) return [];
      const [measure, group, year, improvementNotation] = key;
      const ofThem = metOf.get(JSON.stringify(key)) ?? null;
      const rate = shareOf(ofThem, people);
      return [
        { measure, group, year, improvementNotation, counted: people, met: ofThem, rate, suppressed: rate === null },
      ];
    });
  }
}

/** The people whom measures count, by measure, group and year. */
function byMeasure(only: object): Stage[] {
  return [
    { $project: { bucket: 1, p0: 1, p1: 1, measures: 1 } },
    { $unwind: '$measures' },
    { $match: only },
    { $set: { key: ['$measures.measure', '$measures.group', '$measures.year', '$measures.notation'] } },
  ];
}

async function screeningCount(population: PopulationStore, screening: Screening): Promise<ScreeningCount> {
  const count = async (input: ReturnType<typeof dueFor>) => {
    const family = { ...compileCohort(input, thisYear()), keyed: [{ $set: { key: { $literal: null } } }] };
    const [told] = await tellCounts(population, 'Query.screeningCoverage', family, { keys: [null], ...FIXED });
    return told?.people ?? null;
  };
  const [due, done] = await Promise.all([count(dueFor(screening)), count(doneFor(screening, thisYear()))]);
  const share = shareOf(done, due);
  return { screening, due, done, share, suppressed: share === null };
}

/** From numbers that are told alone: it tells no more than they do. */
function shareOf(part: number | null, whole: number | null): number | null {
  if (part === null || whole === null || whole === 0) return null;
  return Math.min(1, Math.round((part / whole) * 100) / 100);
}

/** Each person once in each category, with when it was first recorded. */
function byCategory(by: ConditionCountDimension): Stage[] {
  const value = { NONE: null, SEX: '$sex', AGE_BAND: ageBandAt(thisYear()), YEAR: '$first' }[by];
  return [
    { $project: { bucket: 1, p0: 1, p1: 1, sex: 1, birthYear: 1, over89: 1, conditions: 1 } },
    { $unwind: '$conditions' },
    {
      $group: {
        _id: { person: '$_id', category: '$conditions.category' },
        first: { $min: '$conditions.year' },
        ...Object.fromEntries(
          ['bucket', 'p0', 'p1', 'sex', 'birthYear', 'over89'].map((f) => [f, { $first: `$${f}` }]),
        ),
      },
    },
    { $set: { key: by === ConditionCountDimension.NONE ? ['$_id.category'] : ['$_id.category', value] } },
    ...(by === ConditionCountDimension.YEAR ? [{ $match: { first: { $ne: null } } }] : []),
  ];
}

/** Null where values come from the record. */
function conditionKeys(by: ConditionCountDimension): unknown[][] | null {
  if (by === ConditionCountDimension.YEAR) return null;
  if (by === ConditionCountDimension.NONE) return CONDITION_CATEGORIES.map((category) => [category]);
  const values: readonly string[] = by === ConditionCountDimension.SEX ? SEXES : AGE_BANDS;
  return CONDITION_CATEGORIES.flatMap((category) => values.map((value) => [category, value]));
}

function breakdownOf(by: ConditionCountDimension, value: unknown): Partial<ConditionCount> {
  if (by === ConditionCountDimension.SEX) return { sex: String(value) };
  if (by === ConditionCountDimension.AGE_BAND) return { ageBand: String(value) };
  return by === ConditionCountDimension.YEAR ? { year: Number(value) } : {};
}
