import { Arg, Ctx, Resolver } from 'type-graphql';
import { ConditionCategory } from '../../shared/condition-category.js';
import type { SubgraphContext } from '../../shared/context.js';
import { declareArgument, RecordQuery } from '../../shared/record-field.js';
import { conditionCounts } from './condition-counts.js';
import { ConditionCount, ConditionCountDimension } from './population-counts.type.js';
import { type PeopleRows, peoplePipeline } from './population-pipeline.js';

const COORDINATE = 'Query.conditionCounts';

declareArgument('Query', 'conditionCounts', 'by', {
  touches: ['ConditionCount.sex', 'ConditionCount.ageBand', 'ConditionCount.year'],
});
declareArgument('Query', 'conditionCounts', 'category', { touches: ['ConditionCount.category'] });

@Resolver()
export class PopulationCountResolver {
  @RecordQuery('population-count', () => [ConditionCount], {
    nullable: false,
    description:
      'How many people have or had a condition of each category, over the whole population. Numbers of 1 to 10 are ' +
      'suppressed, and so are those from which one could be derived.',
    sources: [
      'Condition.code',
      'Condition.verificationStatus',
      'Condition.onsetDateTime',
      'Condition.onsetPeriod',
      'Condition.recordedDate',
      'Patient.gender',
      'Patient.birthDate',
    ],
    summarises: 'Counts people over the whole population, and no number of 1 to 10 is shown or can be derived.',
  })
  async conditionCounts(
    @Ctx() { store, policy }: SubgraphContext,
    @Arg('category', () => ConditionCategory, { nullable: true, description: 'Only the rows of this category.' })
    category: ConditionCategory | undefined,
    @Arg('by', () => ConditionCountDimension, { defaultValue: ConditionCountDimension.NONE })
    by: ConditionCountDimension,
  ): Promise<ConditionCount[]> {
    const [rows] = await store.countPeople<PeopleRows>(policy, COORDINATE, 'Condition', peoplePipeline());
    const counts = conditionCounts(rows, by);
    return category ? counts.filter((count) => count.category === category) : counts;
  }
}
