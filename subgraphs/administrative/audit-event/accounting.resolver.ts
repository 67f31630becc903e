import type { GraphQLResolveInfo } from 'graphql';
import { Args, ArgsType, Ctx, Field, ID, Info, Resolver, Root } from 'type-graphql';
import { badInput } from '../../shared/errors.js';
import { connectionOf, PeriodInput } from '../../shared/list-definition.js';
import { periodPredicate } from '../../shared/period.js';
import { declareArgument, RecordFieldResolver, RecordQuery } from '../../shared/record-field.js';
import { type ListRoot } from '../../shared/record-list.js';
import type { AdministrativeContext } from '../context.js';
import { Patient } from '../patient/patient.type.js';
import { AccountedDisclosure } from './accounted-disclosure.type.js';
import { TrailPageArgs } from './audit-event.resolver.js';
import { connected, pageOf } from './trail-page.js';

@ArgsType()
export class AccountingArgs extends TrailPageArgs {
  @Field(() => PeriodInput, { nullable: true, description: 'When it happened; never more than six years back.' })
  period?: PeriodInput;
}

@ArgsType()
export class AccountingOfArgs extends AccountingArgs {
  @Field(() => ID, { description: 'The id of the patient whom the account is for.' })
  patient!: string;
}

const AccountedDisclosureConnection = connectionOf(AccountedDisclosure);

const DESCRIPTION =
  'The accounting of disclosures (45 CFR 164.528) of the last six years, latest first: what was shown for other purposes ' +
  'than treatment, payment and operations, and not to the patient; of records under 42 CFR Part 2 what was shown for any ' +
  'purpose in the last three (42 CFR 2.25). Counts over many people name nobody and are not in it.';

declareArgument('Patient', 'accountingOfDisclosures', 'period', { touches: ['AccountedDisclosure.date'] });
for (const [argument, touched] of [
  ['patient', 'AuditEventEntity.patient'],
  ['period', 'AccountedDisclosure.date'],
] as const)
  declareArgument('Query', 'accountingOfDisclosures', argument, { facet: 'disclosure', touches: [touched] });

@Resolver()
export class AccountingResolver {
  @RecordQuery('disclosure', () => AccountedDisclosureConnection, {
    description: DESCRIPTION,
    nullable: false,
    records: ['AuditEvent'],
  })
  accountingOfDisclosures(
    @Args(() => AccountingOfArgs) args: AccountingOfArgs,
    @Ctx() context: AdministrativeContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readAccounting(args.patient, args, context, info);
  }
}

@Resolver(() => Patient)
export class PatientAccountingResolver {
  @RecordFieldResolver('Patient', 'access-log', () => AccountedDisclosureConnection, {
    description: DESCRIPTION,
    nullable: false,
    records: ['AuditEvent'],
  })
  accountingOfDisclosures(
    @Root() patient: ListRoot,
    @Args(() => AccountingArgs) args: AccountingArgs,
    @Ctx() context: AdministrativeContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readAccounting(patient.id, args, context, info);
  }
}

/** Throws BAD_PAGE, BAD_CURSOR, BAD_ARGUMENT. */
async function readAccounting(
  patient: string,
  args: AccountingArgs,
  context: AdministrativeContext,
  info: GraphQLResolveInfo,
) {
  if (args.period === null)
    throw badInput('BAD_ARGUMENT', '"period" does not take null: leave it out to ask for all six years.');
  const { $gte = null, $lte = null } = (args.period ? periodPredicate(args.period) : {}) as {
    readonly $gte?: Date;
    readonly $lte?: Date;
  };
  const question = { patient, where: {}, ...pageOf(args, AccountedDisclosure, context, info) };
  return connected(await context.trail.account(question, { from: $gte, to: $lte }, new Date()));
}
