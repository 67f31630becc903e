import { Int } from 'type-graphql';
import type { TrailDisclosure } from '../../../schema/policy/trail.js';
import type { Viewer } from '../../../schema/policy/viewer.js';
import { stringOf } from '../../shared/fhir-json.js';
import { ComputedField, join, type PlainResolver } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { CodeableConcept, Coding } from '../../shared/value-types.js';
import { Organization } from '../organization/organization.type.js';
import { Patient } from '../patient/patient.type.js';
import { Practitioner } from '../practitioner/practitioner.type.js';
import {
  actionOf,
  DATA_TYPE,
  isBreakGlass,
  OUTCOME_CODES,
  outcomeDescOf,
  purposesOf,
  securityLabelOf,
  sourceOf,
  subtypesOf,
  typeOf,
  USER_TYPE,
} from './fhir-audit-event.js';
import type { TrailRow } from './trail-reader.js';

/** A row that holds what the field needs. */
type FullRow = Required<TrailRow>;

/** Resolvers get the entry's own values: Dates and literals, not FHIR JSON. */
export const ofEntry = (read: (entry: FullRow) => unknown): PlainResolver => {
  return (source) => read(source as unknown as FullRow);
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

/** What of a viewer `agentOf` tells. */
export const AGENT_PATHS = ['viewer.subject', 'viewer.role', 'viewer.organization', 'viewer.purpose', 'disclosures'];

export function agentOf({ viewer, disclosures }: Pick<FullRow, 'viewer' | 'disclosures'>): object {
  const { subject, role, organization }: Viewer = viewer;
  return {
    type: USER_TYPE,
    who: subject,
    role,
    organization,
    // A clinician signs in under their Practitioner id.
    practitioner: role === 'clinician' ? subject : null,
    requestor: true,
    purposeOfUse: purposesOf({ viewer, disclosures }),
  };
}

export function entityOf(row: TrailDisclosure): object {
  const { kind, patient, count, part2 = false, breakGlass = false } = row;
  return { ...DATA_TYPE, kind, patient, count, part2, breakGlass, securityLabel: securityLabelOf(row) };
}

@PartType('Who asked (FHIR AuditEvent.agent, the requestor).')
export class AuditEventAgent {
  @RecordField('access-log', () => CodeableConcept, { description: 'How they took part: information recipient.' })
  type?: object;
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
  @RecordField('access-log', () => Boolean) requestor?: boolean;
  @RecordField('access-log', () => [CodeableConcept], {
    description: 'Why: HL7 v3 PurposeOfUse; BTG besides, where the glass was broken.',
  })
  purposeOfUse?: object[];
}

@PartType('Who received what was handed over, in the words of that time (45 CFR 164.528(b)(2)(ii)).')
export class DisclosureRecipient {
  @RecordField('access-log', () => String) name?: string;
  @RecordField('access-log', () => String, { description: 'Null where none was known.' }) address?: string;
  @ComputedField('access-log', () => Organization, namedIn('organization', 'Organization'), {
    description: 'The organisation, where it is one of the directory.',
    needs: [],
  })
  organization?: object;
}

@PartType('What was shown of whom (FHIR AuditEvent.entity, the data).')
export class AuditEventEntity {
  @RecordField('access-log', () => Coding) type?: object;
  @RecordField('access-log', () => Coding) role?: object;
  @RecordField('access-log', () => String, { description: 'The FHIR resource type.' }) kind?: string;
  @ComputedField('access-log', () => Patient, namedIn('patient', 'Patient'), {
    description: 'Whose records; null for records that concern no person.',
    needs: [],
  })
  patient?: object;
  @RecordField('access-log', () => Int, { description: 'How many records.' }) count?: number;
  @RecordField('access-log', () => Boolean, { description: 'Records under 42 CFR Part 2 are among them.' })
  part2?: boolean;
  @RecordField('access-log', () => Boolean, { description: 'The glass was broken for this patient.' })
  breakGlass?: boolean;
  @RecordField('access-log', () => [Coding]) securityLabel?: object[];
}

@PartType('What wrote the entry (FHIR AuditEvent.source).')
export class AuditEventSource {
  @RecordField('access-log', () => String, { description: 'The system that answered.' }) observer?: string;
  @RecordField('access-log', () => [Coding]) type?: object[];
}

const TYPED = ['viewer.role', 'viewer.patient', 'viewer.purpose', 'disclosures', 'code', 'action'];

/** Not a record: entries come from the trail, through TrailReader. */
@PartType('That someone was shown something, or refused (FHIR AuditEvent, in the shape of IHE BALP).')
export class AuditEvent {
  @KeyField() id!: string;
  @ComputedField('access-log', () => Coding, ofEntry(typeOf), {
    description:
      'rest: records were read. DCM 110106: a disclosure to account for, 110112: nothing was shown, 110113: forbidden.',
    needs: TYPED,
  })
  type?: object;
  @ComputedField('access-log', () => [Coding], ofEntry(subtypesOf), {
    description: 'DCM 110127: the glass was broken.',
    needs: TYPED,
  })
  subtype?: object[];
  @ComputedField(
    'access-log',
    () => String,
    ofEntry(({ at }) => at.toISOString()),
    { description: 'When: an instant in UTC.', needs: ['at'], owns: ['at'] },
  )
  recorded?: string;
  @ComputedField('access-log', () => String, ofEntry(actionOf), {
    description: 'FHIR AuditEventAction: C, U, D, written; R, read; E, asked and shown nothing.',
    needs: ['disclosures', 'action'],
    owns: ['action'],
  })
  action?: string;
  @ComputedField(
    'access-log',
    () => String,
    ofEntry(({ outcome }) => OUTCOME_CODES[outcome]),
    { description: 'FHIR AuditEventOutcome: 0 shown, 4 refused, 8 failed.', needs: ['outcome'] },
  )
  outcome?: string;
  @ComputedField('access-log', () => String, ofEntry(outcomeDescOf), {
    description: 'disclosed; refused or failed, with the code of the error.',
    needs: ['outcome', 'code'],
  })
  outcomeDesc?: string;
  @RecordField('access-log', () => String, {
    description: 'The code of the error with which it was refused or failed; null where something was shown.',
  })
  code?: string;
  @ComputedField('access-log', () => [CodeableConcept], ofEntry(purposesOf), {
    description: 'Why: HL7 v3 PurposeOfUse; BTG besides, where the glass was broken.',
    needs: ['viewer.purpose', 'disclosures'],
  })
  purposeOfEvent?: object[];
  @RecordField('disclosure', () => String, { description: 'The name the caller gave the operation.' })
  operation?: string;
  @ComputedField(
    'access-log',
    () => String,
    ofEntry(({ viewer }) => viewer.width),
    {
      description: 'How much of the record a clinician asked for: PRACTICE, NETWORK. Null for other roles.',
      needs: ['viewer.width'],
    },
  )
  width?: string;
  @ComputedField('access-log', () => Boolean, ofEntry(isBreakGlass), {
    description: 'The glass was broken for a patient whose records were shown.',
    needs: ['disclosures'],
  })
  breakGlass?: boolean;
  @ComputedField(
    'disclosure',
    () => String,
    ofEntry(({ viewer }) => viewer.tokenId),
    { description: 'The id (jti) of the token with which it was asked.', needs: ['viewer.tokenId'] },
  )
  token?: string;
  @ComputedField(
    'access-log',
    () => [AuditEventAgent],
    ofEntry((entry) => [agentOf(entry)]),
    {
      description: 'Who asked. What systems took part besides stands in the export.',
      needs: AGENT_PATHS,
      owns: ['viewer'],
    },
  )
  agent?: object[];
  @RecordField('access-log', () => DisclosureRecipient, {
    description: 'Whom a record was handed to; null for all else, which who asked received.',
  })
  recipient?: object;
  @ComputedField(
    'access-log',
    () => AuditEventSource,
    ofEntry(() => ({ observer: sourceOf().observer.display, type: sourceOf().type })),
    { needs: [] },
  )
  source?: object;
  @ComputedField(
    'access-log',
    () => [AuditEventEntity],
    ofEntry(({ disclosures }) => disclosures.map(entityOf)),
    {
      description: 'One for each kind and patient; where the log of one patient was asked for, only theirs.',
      owns: ['disclosures'],
      needs: ['disclosures'],
    },
  )
  entity?: object[];
}
