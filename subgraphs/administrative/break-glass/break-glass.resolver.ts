import type { GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Int, Resolver } from 'type-graphql';
import { filters, type ListDefinition } from '../../shared/list-definition.js';
import { RecordMutation } from '../../shared/record-field.js';
import { entityList, rootList, rootRecord } from '../../shared/record-list.js';
import type { RecordNode } from '../../shared/record-store.js';
import { selectionOf } from '../../shared/selection.js';
import type { AdministrativeContext } from '../context.js';
import { patientFilter } from '../filters.js';
import { Patient } from '../patient/patient.type.js';
import { BreakGlass, ReviewOutcome } from './break-glass.type.js';

const openings: ListDefinition = {
  record: BreakGlass,
  name: 'breakGlasses',
  facet: 'break-glass',
  description: 'Emergency openings, latest first.',
  filters: {
    period: filters.period('opened'),
    reviewed: {
      type: () => Boolean,
      description: 'true: those with an outcome; false: those whose review is open.',
      touches: ['review'],
      predicate: (reviewed: boolean) => ({ review: reviewed ? 'REVIEWED' : 'OPEN' }),
    },
  },
  sortedBy: { key: 'at', touches: ['opened'] },
};

/** In an emergency nobody waits for a key: without one each call is a change of its own. */
const KEY = { nullable: true, description: 'Chosen anew for each change: a retry with it changes nothing more.' };

@Resolver()
class BreakGlassResolver {
  @RecordMutation('break-glass', () => BreakGlass, {
    description:
      'Opens one patient’s record to you for a time, in an emergency: what the organisation’s reach, consents and labels ' +
      'would close. Psychotherapy notes stay closed. Everything you read under it is marked, and reviewed afterwards.',
  })
  async breakGlass(
    @Arg('patient', () => ID, { description: 'The id of the patient.' }) patient: string,
    @Arg('reason', () => String, { description: 'Why, in words: 10 to 500 characters.' }) reason: string,
    @Arg('minutes', () => Int, { nullable: true, description: 'How long; as long as is allowed when left out.' })
    minutes: number | null,
    @Arg('idempotencyKey', () => ID, KEY) key: string | null,
    @Ctx() context: AdministrativeContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RecordNode> {
    const id = await context.breakGlass.open({ patient, reason, minutes: minutes ?? null }, key ?? null);
    return written(id, context, info);
  }

  @RecordMutation('break-glass-review', () => BreakGlass, { description: 'Closes the review of an emergency opening.' })
  async reviewBreakGlass(
    @Arg('id', () => ID) id: string,
    @Arg('outcome', () => ReviewOutcome) outcome: ReviewOutcome,
    @Arg('note', () => String, { nullable: true }) note: string | null,
    @Arg('idempotencyKey', () => ID, KEY) key: string | null,
    @Ctx() context: AdministrativeContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RecordNode> {
    await context.breakGlass.review({ id, outcome, note: note ?? null }, key ?? null);
    return written(id, context, info);
  }
}

/** What a mutation returns is read like anything else. */
async function written(id: string, context: AdministrativeContext, info: GraphQLResolveInfo): Promise<RecordNode> {
  const type = info.schema.getType(BreakGlass.name) as GraphQLObjectType;
  const { paths } = selectionOf(info, context.policy, context.viewer.role, type);
  const record = await context.store.one(BreakGlass.name, id, paths);
  if (!record) throw new Error('an emergency opening that was just written cannot be read');
  return record;
}

export const breakGlassResolvers = [
  BreakGlassResolver,
  rootRecord(BreakGlass, 'breakGlass', 'break-glass', 'One emergency opening by id.'),
  rootList({ ...openings, filters: { ...openings.filters, patient: patientFilter } }),
  entityList(Patient, { ...openings, description: 'When and why this record was opened in an emergency.' }),
];
