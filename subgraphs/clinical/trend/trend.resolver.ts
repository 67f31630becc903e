import { Arg, Ctx, Resolver, Root } from 'type-graphql';
import type { SubgraphContext } from '../../shared/context.js';
import { PeriodInput } from '../../shared/list-definition.js';
import { periodPredicate } from '../../shared/period.js';
import { declareArgument, RecordFieldResolver } from '../../shared/record-field.js';
import { Patient } from '../patient/patient.type.js';
import { TrendSeries, TrendStep } from './trend.type.js';
import { seriesOf, type TrendRow, trendPipeline, trendWhere } from './trend-pipeline.js';

const DATES = ['effectiveDateTime', 'effectivePeriod', 'effectiveInstant', 'effectiveTiming', 'issued'].map(
  (field) => `Observation.${field}`,
);
const CODES = ['Observation.code', 'ObservationComponent.code'];
const VALUES = ['valueQuantity', 'valueInteger'].flatMap((field) => [
  `Observation.${field}`,
  `ObservationComponent.${field}`,
]);

declareArgument('Patient', 'trend', 'code', { touches: CODES });
declareArgument('Patient', 'trend', 'period', { touches: DATES });
declareArgument('Patient', 'trend', 'every', { touches: DATES });

@Resolver(() => Patient)
export class TrendResolver {
  @RecordFieldResolver('Patient', 'measurement', () => [TrendSeries], {
    nullable: false,
    description:
      'The course of a coded measurement, step by step, one series for each unit. Values of components count too ' +
      '(the systolic pressure 8480-6 within a blood pressure). Left out: results entered in error or cancelled, ' +
      'values that are not numbers, and bounds such as `<5`.',
    records: ['Observation'],
    sources: [...CODES, ...VALUES, ...DATES, 'Observation.status'],
  })
  async trend(
    @Root() patient: Patient,
    @Ctx() { store }: SubgraphContext,
    @Arg('every', () => TrendStep, { description: 'How long a step is.' }) every: TrendStep,
    @Arg('period', () => PeriodInput, { nullable: true, description: 'Only what was measured in this period.' })
    period: PeriodInput | undefined,
    @Arg('code', () => String, { description: 'A code, as `system|code` or as the bare code.' }) code: string,
  ): Promise<TrendSeries[]> {
    const where = trendWhere(code, period ? periodPredicate(period) : { $ne: null });
    const rows = await store.summarise<TrendRow>(['Observation'], patient.id, where, trendPipeline(code, every));
    const series = seriesOf(rows);
    const values = series.reduce((total, { count }) => total + count, 0);
    store.disclose('Observation', patient.id, values);
    return series;
  }
}
