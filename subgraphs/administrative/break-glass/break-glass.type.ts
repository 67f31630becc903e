import { registerEnumType } from 'type-graphql';
import { breakGlassParty } from '../../../schema/policy/row-scopes.js';
import { dateRange } from '../../exchange/normalise/dates.js';
import { type FhirObject, idsAt, isObject, stringOf } from '../../shared/fhir-json.js';
import { ComputedField, join, PatientField, ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind, type RelationClaim } from '../../shared/record-kind.js';
import { Organization } from '../organization/organization.type.js';
import { Patient } from '../patient/patient.type.js';
import { Practitioner } from '../practitioner/practitioner.type.js';

export enum ReviewOutcome {
  JUSTIFIED = 'JUSTIFIED',
  UNJUSTIFIED = 'UNJUSTIFIED',
  INCONCLUSIVE = 'INCONCLUSIVE',
}
registerEnumType(ReviewOutcome, {
  name: 'ReviewOutcome',
  description: 'What the review of an emergency opening found.',
});

@PartType('What the review of an emergency opening found, and who reviewed it.')
export class BreakGlassReview {
  @RecordField('break-glass-review', () => ReviewOutcome) outcome?: ReviewOutcome;
  @RecordField('break-glass-review', () => String) note?: string;
  @RecordField('break-glass-review', () => String, { description: 'The subject of who reviewed it.' })
  reviewer?: string;
  @RecordField('break-glass-review', () => String, { description: 'When: an instant in UTC.' }) reviewed?: string;
}

/** The relation that an emergency opening makes for its time, between the patient and this clinician alone. */
function relations(content: FhirObject): RelationClaim[] {
  const [patient] = idsAt(content, 'patient', 'Patient');
  const party = partyOf(content);
  const until = dateRange(content['until']).end;
  if (patient === undefined || party === null || until === null) return [];
  return [{ patient, party, as: 'break-glass', from: dateRange(content['opened']).start, until }];
}

function partyOf(content: FhirObject): string | null {
  const subject = stringOf(content['subject']);
  const [organization] = idsAt(content, 'organization', 'Organization');
  return subject === null || organization === undefined ? null : breakGlassParty({ subject, organization });
}

/** Not FHIR: a record of this gateway, which no import brings in. In FHIR terms it is told by AuditEvents (DCM 110127). */
@RecordKind(
  {
    kind: 'BreakGlass',
    subgraph: 'administrative',
    patient: 'patient',
    at: ['opened'],
    keys: (content) => ({ party: partyOf(content), review: isObject(content['review']) ? 'REVIEWED' : 'OPEN' }),
    relations,
  },
  'That a clinician opened a record in an emergency.',
)
export class BreakGlass {
  @KeyField() id!: string;
  @PatientField(() => Patient) patient?: object;
  @RecordField('break-glass', () => String, { description: 'The subject under which the clinician signed in.' })
  subject?: string;
  @ComputedField(
    'break-glass',
    () => Practitioner,
    (source, _args, context, info) => join(stringOf(source['subject']) ?? undefined, 'Practitioner', context, info),
    {
      description: 'The clinician, where the directory has them under this subject.',
      needs: ['subject'],
      sources: ['BreakGlass.subject'],
    },
  )
  practitioner?: object;
  @ReferenceField('break-glass', () => Organization, {
    to: 'Organization',
    description: 'For whom the clinician acted.',
  })
  organization?: object;
  @RecordField('break-glass', () => String, { description: 'Why, in the clinician’s words.' }) reason?: string;
  @RecordField('break-glass', () => String, { description: 'When: an instant in UTC.' }) opened?: string;
  @RecordField('break-glass', () => String, { description: 'The instant from which it no longer opens anything.' })
  until?: string;
  @RecordField('break-glass-review', () => BreakGlassReview, { description: 'Null while the review is open.' })
  review?: BreakGlassReview;
}
