import { Int } from 'type-graphql';
import type { TrailDisclosure, TrailOutcome } from '../../../schema/policy/trail.js';
import type { Viewer } from '../../../schema/policy/viewer.js';
import { stringOf } from '../../shared/fhir-json.js';
import { ComputedField, join, type PlainResolver } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { CodeableConcept } from '../../shared/value-types.js';
import { Organization } from '../organization/organization.type.js';
import { Patient } from '../patient/patient.type.js';
import { Practitioner } from '../practitioner/practitioner.type.js';
import type { TrailRow } from './trail-reader.js';

/** FHIR AuditEventOutcome: 0 success, 4 the caller's failure, 8 ours. */
const OUTCOME_CODES: Readonly<Record<TrailOutcome, string>> = { disclosed: '0', refused: '4', failed: '8' };

const PURPOSE_SYSTEM = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';

/** Resolvers get the entry's own values: Dates and literals, not FHIR JSON. */
const ofEntry = (read: (entry: TrailRow) => unknown): PlainResolver => {
  return (source) => read(source as unknown as TrailRow);
};

/** The record whose id an element holds. */
const recordIn =
  (element: string, type: string): PlainResolver =>
  (source, _args, context, info) =>
    join(stringOf(source[element]) ?? undefined, type, context, info);

/** The same, or its id alone: the trail tells whom it concerns, whether or not the viewer reaches the record. */
const namedIn =
  (element: string, type: string): PlainResolver =>
  async (source, _args, context, info) => {
    const id = stringOf(source[element]);
    return id === null ? null : ((await join(id, type, context, info)) ?? { id });
  };

function agentsOf({ viewer }: TrailRow): object[] {
  return viewer ? [agentOf(viewer)] : [];
}

function agentOf({ subject, role, organization, purpose }: Viewer): object {
  const purposeOfUse = [{ coding: [{ system: PURPOSE_SYSTEM, code: purpose }] }];
  // A clinician signs in under their Practitioner id.
  return { who: subject, role, organization, practitioner: role === 'clinician' ? subject : null, purposeOfUse };
}

@PartType('Who was shown something (FHIR AuditEvent.agent).')
export class AuditEventAgent {
  @RecordField('access-log', () => String, { description: 'The subject under which the caller signed in.' })
  who?: string;
  @RecordField('access-log', () => String, {
    description: 'clinician, registrar, biller, insurer, agency, analyst, patient, auditor.',
  })
  role?: string;
  @ComputedField('access-log', () => Practitioner, recordIn('practitioner', 'Practitioner'), {
    description: 'The caller, where a clinician of the directory signed in.',
    needs: [],
  })
  practitioner?: object;
  @ComputedField('access-log', () => Organization, namedIn('organization', 'Organization'), {
    description: 'On whose behalf.',
    needs: [],
  })
  organization?: object;
  @RecordField('access-log', () => [CodeableConcept], { description: 'Why: HL7 v3 PurposeOfUse.' })
  purposeOfUse?: object[];
}

@PartType('What was shown of whom (FHIR AuditEvent.entity).')
export class AuditEventEntity {
  @RecordField('access-log', () => String, { description: 'The FHIR resource type.' }) kind?: string;
  @ComputedField('access-log', () => Patient, namedIn('patient', 'Patient'), {
    description: 'Whose records; null for records that concern no person.',
    needs: [],
  })
  patient?: object;
  @RecordField('access-log', () => Int, { description: 'How many records.' }) count?: number;
}

/** Not a record: entries come from the trail, through TrailReader. */
@PartType('That someone was shown something, or refused (FHIR AuditEvent).')
export class AuditEvent {
  @KeyField() id!: string;
  @ComputedField(
    'access-log',
    () => String,
    ofEntry(({ at }) => at?.toISOString() ?? null),
    {
      description: 'When: an instant in UTC.',
      needs: ['at'],
    },
  )
  recorded?: string;
  @ComputedField(
    'access-log',
    () => String,
    () => 'R',
    { description: 'FHIR AuditEventAction: R, read.', needs: [] },
  )
  action?: string;
  @ComputedField(
    'access-log',
    () => String,
    ofEntry(({ outcome }) => outcome && OUTCOME_CODES[outcome]),
    {
      description: 'FHIR AuditEventOutcome: 0 shown, 4 refused, 8 failed.',
      needs: ['outcome'],
    },
  )
  outcome?: string;
  @ComputedField(
    'access-log',
    () => String,
    ofEntry(({ outcome }) => outcome),
    {
      description: 'disclosed, refused, failed.',
      needs: ['outcome'],
    },
  )
  outcomeDesc?: string;
  @RecordField('disclosure', () => String, { description: 'The name the caller gave the operation.' })
  operation?: string;
  @ComputedField('access-log', () => [AuditEventAgent], ofEntry(agentsOf), {
    needs: ['viewer.subject', 'viewer.role', 'viewer.organization', 'viewer.purpose'],
  })
  agent?: object[];
  @ComputedField(
    'access-log',
    () => [AuditEventEntity],
    ofEntry(({ disclosures }) => disclosures as TrailDisclosure[]),
    {
      description: 'One for each kind and patient; where the log of one patient was asked for, only theirs.',
      needs: ['disclosures'],
    },
  )
  entity?: object[];
}
