import { Arg, Ctx, Int, Resolver, Root } from 'type-graphql';
import type { SubgraphContext } from '../../shared/context.js';
import { PeriodInput } from '../../shared/list-definition.js';
import { declareArgument, PartType, RecordField, RecordFieldResolver, RecordQuery } from '../../shared/record-field.js';
import type { Stage } from '../../shared/record-store.js';
import { BILL_KINDS, BILLED, billStages, type PeriodArgument, unionOf } from '../bill/bill-pipeline.js';
import { BILL_DATE_FIELDS, COUNTS, GROUPING_FIELDS, USE_SOURCES } from '../bill/summary-sources.js';
import { Grouping, rowIdOf, SORTED_ROWS } from '../cost-summary/grouping.js';
import { Patient } from '../patient/patient.type.js';
import { ServiceCategory } from '../service-category/service-category.js';

@PartType('How much was used, by year and service category.')
export class Utilization {
  @RecordField('cost-summary', () => Int, {
    description: 'The year (UTC) the services began; null for undated bills, or where rows are not by year.',
  })
  year?: number;
  @RecordField('cost-summary', () => ServiceCategory, { description: 'Null where rows are not by category.' })
  serviceCategory?: ServiceCategory;
  @RecordField('cost-summary', () => Int, {
    nullable: false,
    description: 'Bills. A claim and the explanations of benefit that answer it are one.',
  })
  claims!: number;
  @RecordField('cost-summary', () => Int, { nullable: false, description: 'Different visits that the bills name.' })
  visits!: number;
  @RecordField('cost-summary', () => Int, { nullable: false, description: 'Different patients.' }) members!: number;
}

/** Counts of bills, visits and patients. Visits are counted for each patient: nobody shares one. Throws BAD_ARGUMENT. */
export function utilizationStages(period: PeriodArgument | null | undefined, by: Grouping): Stage[] {
  return [
    ...billStages(period, { encounters: { $push: '$encounters' } }),
    {
      $group: {
        _id: { ...rowIdOf(by), patient: '$patient' },
        claims: { $sum: 1 },
        encounters: { $push: unionOf('$encounters') },
      },
    },
    {
      $group: {
        _id: { year: '$_id.year', serviceCategory: '$_id.serviceCategory' },
        claims: { $sum: '$claims' },
        visits: { $sum: { $size: unionOf('$encounters') } },
        members: { $sum: 1 },
      },
    },
    {
      $project: {
        _id: 0,
        year: '$_id.year',
        serviceCategory: '$_id.serviceCategory',
        claims: 1,
        visits: 1,
        members: 1,
      },
    },
    SORTED_ROWS,
  ];
}

const PERIOD = 'Bills whose services began in this period.';

for (const holder of ['Patient', 'Query']) {
  declareArgument(holder, 'utilization', 'period', { touches: BILL_DATE_FIELDS });
  declareArgument(holder, 'utilization', 'by', { touches: GROUPING_FIELDS });
}

@Resolver(() => Patient)
class UtilizationResolver {
  @RecordFieldResolver('Patient', 'cost-summary', () => [Utilization], {
    description: 'How much this patient used, over the bills that you reach.',
    nullable: false,
    sources: USE_SOURCES,
    summarises: COUNTS,
    records: BILL_KINDS,
  })
  utilization(
    @Root() patient: Patient,
    @Arg('period', () => PeriodInput, { nullable: true, description: PERIOD }) period: PeriodInput | null,
    @Arg('by', () => Grouping, { defaultValue: Grouping.YEAR_AND_CATEGORY }) by: Grouping,
    @Ctx() context: SubgraphContext,
  ): Promise<Utilization[]> {
    return summarise(patient.id, period, by, context);
  }
}

@Resolver()
class AllUtilizationResolver {
  @RecordQuery('cost-summary', () => [Utilization], {
    description: 'How much was used, over all bills that you reach.',
    nullable: false,
    sources: USE_SOURCES,
    summarises: COUNTS,
    records: BILL_KINDS,
  })
  utilization(
    @Arg('period', () => PeriodInput, { nullable: true, description: PERIOD }) period: PeriodInput | null,
    @Arg('by', () => Grouping, { defaultValue: Grouping.YEAR_AND_CATEGORY }) by: Grouping,
    @Ctx() context: SubgraphContext,
  ): Promise<Utilization[]> {
    return summarise(null, period, by, context);
  }
}

async function summarise(
  patient: string | null,
  period: PeriodInput | null,
  by: Grouping,
  context: SubgraphContext,
): Promise<Utilization[]> {
  const rows = await context.store.summarise<Utilization>(BILL_KINDS, patient, BILLED, utilizationStages(period, by));
  const claims = rows.reduce((sum, row) => sum + row.claims, 0);
  context.store.disclose('Claim', patient, claims);
  return rows;
}

export const utilizationResolvers = [UtilizationResolver, AllUtilizationResolver];
