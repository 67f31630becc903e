import { Int } from 'type-graphql';
import { dateRange } from '../../exchange/normalise/dates.js';
import { type FhirObject, firstString, idsAt, objectsOf, referencesAt, stringOf } from '../../shared/fhir-json.js';
import { PatientField, ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind, type RelationClaim } from '../../shared/record-kind.js';
import { CodeableConcept, Identifier, Period } from '../../shared/value-types.js';
import { partiesAt } from '../filters.js';
import { Patient } from '../patient/patient.type.js';
import { Slot } from '../slot/slot.type.js';
import { VisibleReferenceField, VisibleReferencesField } from '../visible-reference.js';

@PartType('Who takes part in an appointment (FHIR Appointment.participant).')
export class AppointmentParticipant {
  @RecordField('scheduling', () => [CodeableConcept]) type?: CodeableConcept[];
  @VisibleReferenceField('scheduling', {
    description: 'The practitioner, organisation or place; null for the patient, whom `Appointment.patient` gives.',
    others: 'hidden',
  })
  actor?: object;
  @RecordField('scheduling', () => String) required?: string;
  @RecordField('scheduling', () => String) status?: string;
  @RecordField('scheduling', () => Period) period?: Period;
}

/** An appointment that will not take place, or did not, relates nobody. */
const NOT_KEPT: ReadonlySet<string> = new Set(['cancelled', 'noshow', 'entered-in-error']);

/** Ties each patient who takes part to the people and places that do, until the appointment is over. */
export function appointmentRelations(content: FhirObject): RelationClaim[] {
  if (NOT_KEPT.has(stringOf(content['status']) ?? '')) return [];
  const coming = objectsOf(content['participant']).filter(({ status }) => status !== 'declined');
  const patients = [...new Set(coming.flatMap((participant) => idsAt(participant, 'actor', 'Patient')))];
  const parties = [...new Set(coming.flatMap((participant) => referencesAt(participant, 'actor')))].filter((party) =>
    /^(Practitioner|Organization|Location)\//.test(party),
  );
  // From the booking on: a visit is prepared before it takes place.
  const from = dateRange(content['created']).start;
  const until = dateRange(content['end']).end ?? dateRange(firstString(content, 'requestedPeriod.end')).end;
  return patients.flatMap((patient) => parties.map((party) => ({ patient, party, as: 'appointment', from, until })));
}

export function appointmentKeys(content: FhirObject): Record<string, unknown> {
  return { parties: partiesAt(content, 'participant.actor', 'slot') };
}

@RecordKind(
  {
    kind: 'Appointment',
    subgraph: 'administrative',
    writers: ['participant.actor'],
    inherits: [{ element: 'participant.actor', kind: 'Location', keys: ['writers'] }],
    patient: 'participant.actor',
    at: ['start', 'requestedPeriod'],
    status: 'status',
    codes: ['serviceType'],
    categories: ['serviceCategory'],
    keys: appointmentKeys,
    relations: appointmentRelations,
  },
  'A booking of people and places at a time (FHIR Appointment).',
)
export class Appointment {
  @KeyField() id!: string;
  @RecordField('scheduling', () => [Identifier]) identifier?: Identifier[];
  @PatientField(() => Patient) patient?: object;
  @RecordField('scheduling', () => String) status?: string;
  @RecordField('scheduling', () => CodeableConcept) cancelationReason?: CodeableConcept;
  @RecordField('scheduling', () => [CodeableConcept]) serviceCategory?: CodeableConcept[];
  @RecordField('scheduling', () => [CodeableConcept]) serviceType?: CodeableConcept[];
  @RecordField('scheduling', () => [CodeableConcept]) specialty?: CodeableConcept[];
  @RecordField('scheduling', () => CodeableConcept) appointmentType?: CodeableConcept;
  @RecordField('visit-reason', () => [CodeableConcept]) reasonCode?: CodeableConcept[];
  @VisibleReferencesField('visit-reason', {
    description: 'The conditions, procedures or observations it is about.',
    others: 'hidden',
    named: ['Condition', 'Procedure', 'Observation', 'ImmunizationRecommendation'],
  })
  reasonReference?: object[];
  @RecordField('scheduling', () => Int) priority?: number;
  @RecordField('narrative', () => String) description?: string;
  @RecordField('scheduling', () => String) start?: string;
  @RecordField('scheduling', () => String) end?: string;
  @RecordField('scheduling', () => Int) minutesDuration?: number;
  @ReferenceField('scheduling', () => [Slot], { to: 'Slot', list: true }) slot?: object[];
  @RecordField('scheduling', () => String) created?: string;
  @RecordField('narrative', () => String) comment?: string;
  @RecordField('narrative', () => String) patientInstruction?: string;
  @RecordField('scheduling', () => [AppointmentParticipant]) participant?: object[];
  @RecordField('scheduling', () => [Period]) requestedPeriod?: Period[];
}
