import { Args, ArgsType, Ctx, Field, ID, Resolver } from 'type-graphql';
import { readPolicyData } from '../../../schema/derive/generated.js';
import { UnknownFieldError, type WallReason } from '../../../schema/policy/explain.js';
import { explainQuestion } from '../../../schema/policy/explain-question.js';
import type { PolicyData } from '../../../schema/policy/policy-data.js';
import { PURPOSES_OF_ROLE, type Role, type Viewer, type Width } from '../../../schema/policy/viewer.js';
import { badInput } from '../../shared/errors.js';
import { declareArgument, RecordQuery } from '../../shared/record-field.js';
import type { AdministrativeContext } from '../context.js';
import { AccessExplanation, AccessRole, AccessWidth } from './access-explanation.type.js';

@ArgsType()
export class ExplainAccessArgs {
  @Field(() => AccessRole, { description: 'In which role it is asked.' })
  role!: Role;

  @Field(() => String, { description: '`Type.field`, or `Type.field(argument:)`.' })
  field!: string;

  @Field(() => ID, { nullable: true, description: 'Whose records; left out, it is about the field alone.' })
  patient?: string;

  @Field(() => ID, { nullable: true, description: 'The id of the organisation for which it is asked.' })
  organization?: string;

  @Field(() => String, { nullable: true, description: 'Who asks; for a clinician their Practitioner id.' })
  subject?: string;

  @Field(() => String, { nullable: true, description: 'HL7 v3 PurposeOfUse; left out, the usual one of the role.' })
  purpose?: string;

  @Field(() => AccessWidth, { nullable: true, description: 'Of a clinician; left out, PRACTICE.' })
  width?: Width;
}

for (const argument of ['role', 'field', 'patient', 'organization', 'subject', 'purpose', 'width'])
  declareArgument('Query', 'explainAccess', argument, { facet: 'disclosure', touches: [] });

/** What relations and consents are made from. */
const SOURCES = [
  'Encounter.serviceProvider',
  'Appointment.participant',
  'CareTeam.participant',
  'Patient.managingOrganization',
  'Claim.provider',
  'Coverage.payor',
  'Consent.provision',
];

@Resolver()
export class AccessExplanationResolver {
  @RecordQuery('disclosure', () => AccessExplanation, {
    description:
      'Whether somebody may see a field, and of which patient, with the reason of every wall. It names relations and ' +
      'consents, and nothing that a record says: neither dates, nor records, nor which labels one bears.',
    nullable: false,
    sources: SOURCES,
    summarises:
      'Tells that a relation of care, cover or billing holds between a patient and a party, never since when, by which record or why.',
  })
  async explainAccess(
    @Args(() => ExplainAccessArgs) args: ExplainAccessArgs,
    @Ctx() context: AdministrativeContext,
  ): Promise<AccessExplanation> {
    const { field, patient = null } = args;
    const question = { viewer: viewerOf(args), field, patient, record: null };
    // That somebody asked about a patient is in the trail, whatever the answer.
    if (patient !== null) context.store.disclosures.add('AccessExplanation', patient);
    try {
      const { allowed, walls } = await explainQuestion(policy(), question, context.explainer);
      return { allowed, reasons: walls.map(reasonOf) };
    } catch (error) {
      if (error instanceof UnknownFieldError) throw badInput('BAD_ARGUMENT', '"field" takes a field of the schema.');
      throw error;
    }
  }
}

let committed: PolicyData | null = null;

/** The policy of the derived files, which belong to the one that runs: a gateway does not start on others. */
function policy(): PolicyData {
  committed ??= readPolicyData();
  return committed;
}

function viewerOf({ role, subject, organization, patient, purpose, width }: ExplainAccessArgs): Viewer {
  const purposes = PURPOSES_OF_ROLE[role];
  const stated = purpose === undefined ? purposes[0] : purposes.find((known) => known === purpose);
  if (!stated) throw badInput('BAD_ARGUMENT', '"purpose" takes one that the role may state.');
  if (width !== undefined && role !== 'clinician') throw badInput('BAD_ARGUMENT', '"width" is of a clinician.');
  return {
    subject: subject ?? 'somebody',
    role,
    organization: organization ?? null,
    patient: role === 'patient' ? (patient ?? null) : null,
    purpose: stated,
    tokenId: null,
    width: role === 'clinician' ? (width ?? 'PRACTICE') : null,
  };
}

function reasonOf({ wall, kind, open, words, basis }: WallReason) {
  return { wall, open, reason: words, ...(kind !== undefined && { kind }), ...(basis && { basis: basis.exception }) };
}
