import { Arg, Ctx, Resolver, Root } from 'type-graphql';
import { isoDay } from '../../shared/care-due/calendar.js';
import { careDueOf, type CareDue as Due } from '../../shared/care-due/care-due.js';
import { dayMeant, personFacts } from '../../shared/care-due/care-person.js';
import { USPSTF } from '../../shared/care-due/uspstf-2025.js';
import type { SubgraphContext } from '../../shared/context.js';
import { declareArgument, RecordFieldResolver } from '../../shared/record-field.js';
import { Patient } from '../patient/patient.type.js';
import { CareDue, CareDueStatus } from './care-due.type.js';
import { careEventsOf } from './care-events.js';

/** What decides: a role that may not read one of these may not be told what follows from it. */
const SOURCES = [
  ...['birthDate', 'gender', 'deceasedBoolean', 'deceasedDateTime'].map((field) => `Patient.${field}`),
  ...['code', 'effectiveDateTime', 'valueQuantity', 'valueCodeableConcept', 'status'].map((f) => `Observation.${f}`),
  ...['code', 'onsetDateTime', 'verificationStatus'].map((field) => `Condition.${field}`),
  ...['code', 'performedDateTime', 'status'].map((field) => `Procedure.${field}`),
  'Immunization.vaccineCode',
  'DiagnosticReport.code',
  'MedicationRequest.medicationCodeableConcept',
  'MedicationStatement.medicationCodeableConcept',
];

declareArgument('Patient', 'careDue', 'on', { facet: 'care-due', touches: [] });

@Resolver(() => Patient)
export class CareDueResolver {
  @RecordFieldResolver('Patient', 'care-due', () => [CareDue], {
    nullable: false,
    description:
      'Preventive care that the U.S. Preventive Services Task Force recommends (grades A and B) to a person of this age ' +
      'and sex, and whether it is due: computed from the records that you may read, and from no others.',
    sources: SOURCES,
    requires: ['birthDate', 'gender', 'deceasedBoolean', 'deceasedDateTime'],
  })
  async careDue(
    @Root() patient: Patient,
    @Ctx() { store, viewer }: SubgraphContext,
    @Arg('on', () => String, { nullable: true, description: 'The day that is meant; today when left out.' })
    on: string | undefined,
  ): Promise<CareDue[]> {
    const day = dayMeant(on);
    const events = await careEventsOf(store, patient.id);
    return careDueOf({ ...personFacts(patient, day), events }, day).map((due) => shown(due, viewer.width));
  }
}

function shown({ recommendation, grade, status, since, next, because }: Due, width: string | null): CareDue {
  return {
    code: recommendation.id,
    recommendation: recommendation.title,
    grade,
    status: CareDueStatus[status],
    ...(since !== null && { since: isoDay(since) }),
    ...(next !== null && { next: isoDay(next) }),
    because: because.map(({ text, record }) => ({ text, ...(record !== null && { record: { reference: record } }) })),
    source: recommendation.source,
    version: USPSTF.version,
    ...(width !== null && { width }),
  };
}
