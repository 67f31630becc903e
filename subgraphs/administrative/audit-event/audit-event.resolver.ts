import type { GraphQLResolveInfo } from 'graphql';
import { Args, ArgsType, Ctx, Field, ID, Info, Int, Resolver, Root } from 'type-graphql';
import { connectionOf, DEFAULT_PAGE, MAX_PAGE, PeriodInput } from '../../shared/list-definition.js';
import { declareArgument, RecordFieldResolver, RecordQuery } from '../../shared/record-field.js';
import { type ListRoot } from '../../shared/record-list.js';
import type { AdministrativeContext } from '../context.js';
import { Patient } from '../patient/patient.type.js';
import { AuditEvent } from './audit-event.type.js';
import { type TrailFilters, trailPredicate } from './trail-filters.js';
import { connected, pageOf } from './trail-page.js';

@ArgsType()
export class TrailPageArgs {
  @Field(() => Int, { nullable: true, description: `How many: 1 to ${MAX_PAGE}, ${DEFAULT_PAGE} when left out.` })
  first?: number;

  @Field(() => String, { nullable: true, description: 'The cursor behind which the page begins.' })
  after?: string;
}

@ArgsType()
export class AccessLogArgs extends TrailPageArgs {
  @Field(() => PeriodInput, { nullable: true, description: 'When it happened.' })
  period?: PeriodInput;
}

@ArgsType()
export class AuditEventsArgs extends AccessLogArgs implements TrailFilters {
  @Field(() => ID, {
    nullable: true,
    description: 'The id of a patient: entries about them, of which only their part.',
  })
  patient?: string;

  @Field(() => ID, { nullable: true, description: 'The id of the organisation on whose behalf it was asked.' })
  organization?: string;

  @Field(() => String, { nullable: true, description: 'The role in which it was asked.' })
  role?: string;

  @Field(() => String, { nullable: true, description: 'The subject under which the caller signed in.' })
  subject?: string;

  @Field(() => String, { nullable: true, description: 'disclosed, refused, failed.' })
  outcome?: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the glass was broken for a patient whose records were shown.',
  })
  breakGlass?: boolean;
}

const AuditEventConnection = connectionOf(AuditEvent);

declareArgument('Patient', 'accessLog', 'period', { touches: ['AuditEvent.recorded'] });
const TOUCHED_BY = {
  period: 'AuditEvent.recorded',
  patient: 'AuditEventEntity.patient',
  organization: 'AuditEventAgent.organization',
  role: 'AuditEventAgent.role',
  subject: 'AuditEventAgent.who',
  outcome: 'AuditEvent.outcome',
  breakGlass: 'AuditEventEntity.breakGlass',
};
for (const [argument, touched] of Object.entries(TOUCHED_BY))
  declareArgument('Query', 'auditEvents', argument, { facet: 'disclosure', touches: [touched] });

@Resolver()
export class AuditEventResolver {
  @RecordQuery('disclosure', () => AuditEventConnection, {
    description: 'The trail: who was shown what of whom, when and why, and who was refused, latest first.',
    nullable: false,
    records: ['AuditEvent'],
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
    records: ['AuditEvent'],
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
  args: TrailPageArgs & TrailFilters,
  context: AdministrativeContext,
  info: GraphQLResolveInfo,
) {
  const question = { patient, where: trailPredicate(args), ...pageOf(args, AuditEvent, context, info) };
  return connected(await context.trail.page(question));
}
