import { periodRange } from '../../exchange/normalise/dates.js';
import { type FhirObject, firstString, idsAt, objectsOf, stringOf } from '../../shared/fhir-json.js';
import { Organization, Reference } from '../../shared/joined-entities.js';
import { PatientField, ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind, type RelationClaim } from '../../shared/record-kind.js';
import { Annotation, CodeableConcept, ContactPoint, Identifier, Meta, Period } from '../../shared/value-types.js';
import { Encounter } from '../encounter/encounter.type.js';
import { ClinicalReference } from '../parts/clinical-reference.js';
import { Narrative } from '../parts/narrative.js';
import { OF_REASON } from '../parts/reason.js';
import { Patient } from '../patient/patient.type.js';

@PartType('A member of the team (FHIR CareTeam.participant).')
export class CareTeamParticipant {
  @RecordField('care-plan', () => [CodeableConcept]) role?: CodeableConcept[];
  @RecordField('care-plan', () => Reference) member?: object;
  @ReferenceField('care-plan', () => Organization, { to: 'Organization' }) onBehalfOf?: object;
  @RecordField('care-plan', () => Period) period?: Period;
}

/**
 * Teams that care for nobody: those in error, and those which FHIR R4 defines as 'not participating in the
 * coordination and delivery of care' (proposed, suspended, inactive). A team without a status is taken as active.
 */
const NOT_CARING: ReadonlySet<string> = new Set(['proposed', 'suspended', 'inactive', 'entered-in-error']);

function careRelations(content: FhirObject): RelationClaim[] {
  const [patient] = idsAt(content, 'subject', 'Patient');
  if (patient === undefined || NOT_CARING.has(stringOf(content['status']) ?? '')) return [];
  const team = periodRange(content['period']);
  return objectsOf(content['participant']).flatMap((participant) => {
    const party = firstString(participant, 'member.reference') ?? '';
    if (!/^(Organization|Practitioner)\//.test(party)) return [];
    const own = periodRange(participant['period']);
    return [{ patient, party, as: 'cares', from: own.start ?? team.start, until: own.end ?? team.end }];
  });
}

@RecordKind(
  {
    kind: 'CareTeam',
    subgraph: 'clinical',
    writers: ['managingOrganization'],
    inherits: [OF_REASON],
    patient: 'subject',
    at: ['period'],
    status: 'status',
    categories: ['category'],
    encounter: 'encounter',
    relations: careRelations,
  },
  'Who takes part in the care of a patient (FHIR CareTeam).',
)
export class CareTeam {
  @KeyField() id!: string;
  @RecordField('care-plan', () => Meta) meta?: Meta;
  @RecordField('narrative', () => Narrative) text?: Narrative;
  @PatientField(() => Patient) patient?: object;
  @ReferenceField('visit', () => Encounter, { to: 'Encounter' }) encounter?: object;
  @RecordField('care-plan', () => [Identifier]) identifier?: Identifier[];
  @RecordField('care-plan', () => String) status?: string;
  @RecordField('care-plan', () => [CodeableConcept]) category?: CodeableConcept[];
  @RecordField('care-plan', () => String) name?: string;
  @RecordField('care-plan', () => Period) period?: Period;
  @RecordField('care-plan', () => [CareTeamParticipant]) participant?: CareTeamParticipant[];
  @RecordField('diagnosis', () => [CodeableConcept]) reasonCode?: CodeableConcept[];
  @RecordField('diagnosis', () => [ClinicalReference]) reasonReference?: object[];
  @ReferenceField('care-plan', () => [Organization], { to: 'Organization', list: true })
  managingOrganization?: object[];
  @RecordField('care-plan', () => [ContactPoint]) telecom?: ContactPoint[];
  @RecordField('narrative', () => [Annotation]) note?: Annotation[];
}
