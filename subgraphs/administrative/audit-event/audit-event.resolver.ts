import type { GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import { Args, ArgsType, Ctx, Field, ID, Info, Int, Resolver, Root } from 'type-graphql';
import { isRole } from '../../../schema/policy/viewer.js';
import { badInput } from '../../shared/errors.js';
import { periodPredicate } from '../../shared/period.js';
import { declareArgument, RecordFieldResolver, RecordQuery } from '../../shared/record-field.js';
import { connectionOf, DEFAULT_PAGE, type ListRoot, MAX_PAGE, PeriodInput } from '../../shared/record-list.js';
import { selectedNames, selectionOf } from '../../shared/selection.js';
import type { AdministrativeContext } from '../context.js';
import { Patient } from '../patient/patient.type.js';
import { AuditEvent } from './audit-event.type.js';
import type { TrailPage, TrailRow } from './trail-reader.js';

@ArgsType()
export class AccessLogArgs {
  @Field(() => Int, { nullable: true, description: `How many: 1 to ${MAX_PAGE}, ${DEFAULT_PAGE} when left out.` })
  first?: number;

  @Field(() => String, { nullable: true, description: 'The cursor behind which the page begins.' })
  after?: string;

  @Field(() => PeriodInput, { nullable: true, description: 'When it happened.' })
  period?: PeriodInput;
}

@ArgsType()
export class AuditEventsArgs extends AccessLogArgs {
  @Field(() => ID, {
    nullable: true,
    description: 'The id of a patient: entries about them, of which only their part.',
  })
  patient?: string;

  @Field(() => ID, { nullable: true, description: 'The id of the organisation on whose behalf it was asked.' })
  organization?: string;

  @Field(() => String, { nullable: true, description: 'The role in which it was asked.' })
  role?: string;
}

const AuditEventConnection = connectionOf(AuditEvent);

declareArgument('Patient', 'accessLog', 'period', { touches: ['AuditEvent.recorded'] });
const TOUCHED_BY = {
  period: 'AuditEvent.recorded',
  patient: 'AuditEventEntity.patient',
  organization: 'AuditEventAgent.organization',
  role: 'AuditEventAgent.role',
};
for (const [argument, touched] of Object.entries(TOUCHED_BY))
  declareArgument('Query', 'auditEvents', argument, { facet: 'disclosure', touches: [touched] });

@Resolver()
export class AuditEventResolver {
  @RecordQuery('disclosure', () => AuditEventConnection, {
    description: 'The trail: who was shown what of whom, when and why, latest first.',
    nullable: false,
  })
  auditEvents(
    @Args(() => AuditEventsArgs) args: AuditEventsArgs,
    @Ctx() context: AdministrativeContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readTrail(args.patient ?? null, args, context, info);
  }
}

@Resolver(() => Patient)
export class AccessLogResolver {
  @RecordFieldResolver('Patient', 'access-log', () => AuditEventConnection, {
    description: 'Who looked at this record, when and why, latest first.',
    nullable: false,
  })
  accessLog(
    @Root() patient: ListRoot,
    @Args(() => AccessLogArgs) args: AccessLogArgs,
    @Ctx() context: AdministrativeContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readTrail(patient.id, args, context, info);
  }
}

/** Reads one page of the trail as the operation asks for it. Throws BAD_PAGE, BAD_CURSOR, BAD_ARGUMENT. */
async function readTrail(
  patient: string | null,
  args: AuditEventsArgs,
  context: AdministrativeContext,
  info: GraphQLResolveInfo,
) {
  const first = args.first ?? DEFAULT_PAGE;
  if (first < 1 || first > MAX_PAGE) throw badInput('BAD_PAGE', `"first" takes 1 to ${MAX_PAGE}.`);
  const role = args.role ?? null;
  if (role !== null && !isRole(role)) throw badInput('BAD_ARGUMENT', '"role" takes the name of a role.');
  const asked = selectedNames(info);
  const type = info.schema.getType(AuditEvent.name) as GraphQLObjectType;
  const through = [['nodes'], ['edges', 'node']];
  return connected(
    await context.trail.page({
      patient,
      organization: args.organization ?? null,
      role,
      at: args.period ? periodPredicate(args.period) : null,
      first,
      after: args.after ?? null,
      paths: selectionOf(info, context.policy, context.viewer.role, type, through).paths.filter(
        (path) => path !== 'id',
      ),
      withRows: asked.has('nodes') || asked.has('edges') || asked.has('pageInfo'),
      withTotal: asked.has('totalCount'),
    }),
  );
}

function connected(page: TrailPage): { nodes: TrailRow[]; edges: TrailPage['rows']; [field: string]: unknown } {
  return {
    totalCount: page.totalCount,
    nodes: page.rows.map(({ node }) => node),
    edges: page.rows,
    pageInfo: { hasNextPage: page.hasNextPage, endCursor: page.rows.at(-1)?.cursor ?? null },
  };
}
