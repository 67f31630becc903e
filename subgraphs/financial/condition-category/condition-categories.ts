import { Arg, Ctx, Int, Resolver, Root } from 'type-graphql';
import { ConditionCategory } from '../../shared/condition-category.js';
import type { SubgraphContext } from '../../shared/context.js';
import { PeriodInput } from '../../shared/list-definition.js';
import { declareArgument, PartType, RecordField, RecordFieldResolver } from '../../shared/record-field.js';
import type { Stage } from '../../shared/record-store.js';
import { BILL_KINDS, BILLED, billStages, type PeriodArgument, unionOf } from '../bill/bill-pipeline.js';
import { BILL_DATE_FIELDS, BROAD_GROUPS, CATEGORY_SOURCES } from '../bill/summary-sources.js';
import { Patient } from '../patient/patient.type.js';

@PartType('A broad category of conditions among the diagnoses of bills: no code, no text, no date but the year.')
export class BilledConditionCategory {
  @RecordField('condition-category', () => ConditionCategory, { nullable: false }) category!: ConditionCategory;
  @RecordField('condition-category', () => Int, {
    nullable: false,
    description: 'Bills with a diagnosis of this category.',
  })
  claims!: number;
  @RecordField('condition-category', () => Int, { description: 'The year (UTC) of the first of them.' })
  firstYear?: number;
  @RecordField('condition-category', () => Int, { description: 'The year (UTC) of the last of them.' })
  lastYear?: number;
}

/** Rows by category. A diagnosis that a bill only refers to has its category in `condition_categories`. Throws BAD_ARGUMENT. */
export function conditionCategoryStages(period: PeriodArgument | null | undefined): Stage[] {
  return [
    ...billStages(period, { coded: { $push: '$billedCategories' }, referred: { $push: '$billedConditions' } }),
    { $project: { patient: 1, year: 1, coded: unionOf('$coded'), referred: unionOf('$referred') } },
    {
      $lookup: {
        from: 'condition_categories',
        localField: 'referred',
        foreignField: '_id',
        let: { patient: '$patient' },
        // A bill cannot learn of another patient's conditions by referring to them.
        pipeline: [{ $match: { $expr: { $eq: ['$patient', '$$patient'] } } }, { $project: { _id: 0, category: 1 } }],
        as: 'found',
      },
    },
    { $project: { year: 1, category: { $setUnion: ['$coded', '$found.category'] } } },
    { $unwind: '$category' },
    { $group: { _id: '$category', claims: { $sum: 1 }, firstYear: { $min: '$year' }, lastYear: { $max: '$year' } } },
    { $project: { _id: 0, category: '$_id', claims: 1, firstYear: 1, lastYear: 1 } },
    { $sort: { claims: -1, category: 1 } },
  ];
}

declareArgument('Patient', 'conditionCategories', 'period', { touches: BILL_DATE_FIELDS });

@Resolver(() => Patient)
class ConditionCategoriesResolver {
  @RecordFieldResolver('Patient', 'condition-category', () => [BilledConditionCategory], {
    description:
      'The broad categories of what this patient was treated for, by the bills that you reach; the most frequent first.',
    nullable: false,
    sources: CATEGORY_SOURCES,
    summarises: BROAD_GROUPS,
    records: BILL_KINDS,
  })
  async conditionCategories(
    @Root() patient: Patient,
    @Arg('period', () => PeriodInput, { nullable: true, description: 'Bills whose services began in this period.' })
    period: PeriodInput | null,
    @Ctx() context: SubgraphContext,
  ): Promise<BilledConditionCategory[]> {
    const stages = conditionCategoryStages(period);
    const rows = await context.store.summarise<BilledConditionCategory>(BILL_KINDS, patient.id, BILLED, stages);
    context.store.disclose(
      'Claim',
      patient.id,
      rows.reduce((sum, row) => sum + row.claims, 0),
    );
    return rows;
  }
}

export const conditionCategoryResolvers = [ConditionCategoriesResolver];
