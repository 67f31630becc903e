import { Arg, Ctx, Resolver, Root } from 'type-graphql';
import type { SubgraphContext } from '../../shared/context.js';
import type { FhirObject } from '../../shared/fhir-json.js';
import { PeriodInput } from '../../shared/list-definition.js';
import { declareArgument, RecordFieldResolver, RecordQuery } from '../../shared/record-field.js';
import { BILL_KINDS, BILLED } from '../bill/bill-pipeline.js';
import { BILL_DATE_FIELDS, COST_SOURCES, GROUPING_FIELDS, SUMS } from '../bill/summary-sources.js';
import { Patient } from '../patient/patient.type.js';
import { type CostRow, costStages } from './cost-pipeline.js';
import { CostSummary, costSummaryOf } from './cost-summary.type.js';
import { Grouping } from './grouping.js';

const WHAT_COUNTS =
  'A claim and the explanations of benefit that answer it are one bill: with the amounts of the answer, or those of the claim until there is one. Drafts, errors, withdrawn bills and preauthorizations do not count.';
const PERIOD = 'Bills whose services began in this period.';

for (const holder of ['Patient', 'Query']) {
  declareArgument(holder, 'costSummary', 'period', { touches: BILL_DATE_FIELDS });
  declareArgument(holder, 'costSummary', 'by', { touches: GROUPING_FIELDS });
}

@Resolver(() => Patient)
class CostSummaryResolver {
  @RecordFieldResolver('Patient', 'cost-summary', () => [CostSummary], {
    description: `Costs of this patient over the bills that you reach. ${WHAT_COUNTS}`,
    nullable: false,
    sources: COST_SOURCES,
    summarises: SUMS,
    records: BILL_KINDS,
  })
  costSummary(
    @Root() patient: Patient,
    @Arg('period', () => PeriodInput, { nullable: true, description: PERIOD }) period: PeriodInput | null,
    @Arg('by', () => Grouping, { defaultValue: Grouping.YEAR }) by: Grouping,
    @Ctx() context: SubgraphContext,
  ): Promise<FhirObject[]> {
    return summarise(patient.id, period, by, context);
  }
}

@Resolver()
class AllCostsResolver {
  @RecordQuery('cost-summary', () => [CostSummary], {
    description: `Costs over all bills that you reach. ${WHAT_COUNTS}`,
    nullable: false,
    sources: COST_SOURCES,
    summarises: SUMS,
    records: BILL_KINDS,
  })
  costSummary(
    @Arg('period', () => PeriodInput, { nullable: true, description: PERIOD }) period: PeriodInput | null,
    @Arg('by', () => Grouping, { defaultValue: Grouping.YEAR }) by: Grouping,
    @Ctx() context: SubgraphContext,
  ): Promise<FhirObject[]> {
    return summarise(null, period, by, context);
  }
}

async function summarise(
  patient: string | null,
  period: PeriodInput | null,
  by: Grouping,
  context: SubgraphContext,
): Promise<FhirObject[]> {
  const rows = await context.store.summarise<CostRow>(BILL_KINDS, patient, BILLED, costStages(period, by));
  const claims = rows.reduce((sum, row) => sum + row.claims, 0);
  context.store.disclose('Claim', patient, claims);
  return rows.map(costSummaryOf);
}

export const costSummaryResolvers = [CostSummaryResolver, AllCostsResolver];
