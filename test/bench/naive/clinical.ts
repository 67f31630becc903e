/** The chart, as a tutorial on type-graphql and federation has it. */
import { Arg, Ctx, Directive, Field, FieldResolver, ID, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { CodeableConcept, Coding, connectionOf, entityOf, Maybe, Period, Quantity } from './fhir-types.js';
import { type Doc, type Kind, latest } from './models.js';
import { type Context, isClinician, userOf } from './user.js';

interface Ref {
  readonly reference?: string;
}

@Directive('@key(fields: "id")')
@ObjectType()
class Practitioner {
  @Field(() => ID) id!: string;
}

@Directive('@key(fields: "id")')
@ObjectType()
class Organization {
  @Field(() => ID) id!: string;
}

@Directive('@key(fields: "id")')
@ObjectType()
class Location {
  @Field(() => ID) id!: string;
}

@ObjectType()
class Person {
  @Maybe(() => Practitioner) practitioner?: Practitioner;
}

@ObjectType()
class Condition {
  @Field(() => ID) id!: string;
  @Maybe(() => CodeableConcept) code?: CodeableConcept;
  @Maybe(() => CodeableConcept) clinicalStatus?: CodeableConcept;
  @Maybe(() => String) onsetDateTime?: string;
}

@ObjectType()
class AllergyIntolerance {
  @Field(() => ID) id!: string;
  @Maybe(() => CodeableConcept) code?: CodeableConcept;
  @Maybe(() => String) criticality?: string;
}

@ObjectType()
class ObservationComponent {
  @Maybe(() => CodeableConcept) code?: CodeableConcept;
  @Maybe(() => Quantity) valueQuantity?: Quantity;
}

@ObjectType()
class Observation {
  @Field(() => ID) id!: string;
  @Maybe(() => String) status?: string;
  @Maybe(() => CodeableConcept) code?: CodeableConcept;
  @Maybe(() => String) effectiveDateTime?: string;
  @Maybe(() => Quantity) valueQuantity?: Quantity;
  @Maybe(() => CodeableConcept) valueCodeableConcept?: CodeableConcept;
  @Maybe(() => [ObservationComponent]) component?: ObservationComponent[];
}

@ObjectType()
class EncounterParticipant {
  @Maybe(() => Person) individual?: Ref;
}

@ObjectType()
class EncounterLocation {
  @Maybe(() => Location) location?: Ref;
}

@ObjectType()
class Encounter {
  @Field(() => ID) id!: string;
  @Maybe(() => String) status?: string;
  @Maybe(() => Coding) class?: Coding;
  @Maybe(() => [CodeableConcept]) type?: CodeableConcept[];
  @Maybe(() => Period) period?: Period;
  @Maybe(() => Organization) serviceProvider?: Ref;
  @Maybe(() => [EncounterParticipant]) participant?: EncounterParticipant[];
  @Maybe(() => [EncounterLocation]) location?: EncounterLocation[];
}

@ObjectType()
class Procedure {
  @Field(() => ID) id!: string;
  @Maybe(() => String) status?: string;
  @Maybe(() => CodeableConcept) code?: CodeableConcept;
  @Maybe(() => Period) performedPeriod?: Period;
}

@ObjectType()
class Immunization {
  @Field(() => ID) id!: string;
  @Maybe(() => CodeableConcept) vaccineCode?: CodeableConcept;
  @Maybe(() => String) occurrenceDateTime?: string;
}

@ObjectType()
class MedicationRequest {
  @Field(() => ID) id!: string;
  @Maybe(() => String) status?: string;
  @Maybe(() => CodeableConcept) medicationCodeableConcept?: CodeableConcept;
  @Maybe(() => String) authoredOn?: string;
  @Maybe(() => Person) requester?: Ref;
}

@ObjectType()
class DiagnosticReport {
  @Field(() => ID) id!: string;
  @Maybe(() => String) status?: string;
  @Maybe(() => CodeableConcept) code?: CodeableConcept;
  @Maybe(() => String) effectiveDateTime?: string;
}

@Directive('@key(fields: "id")')
@ObjectType()
class Patient {
  @Field(() => ID) id!: string;
}

/** A resolver class that adds a list to the patient. */
function patientList(field: string, kind: Kind, type: new () => object) {
  const Connection = connectionOf(kind, type);
  @Resolver(() => Patient)
  class ListResolver {
    @FieldResolver(() => Connection)
    async [field](@Root() { id }: Doc<Patient>, @Arg('first', () => Int) first: number, @Ctx() context: Context) {
      return { nodes: await latest(kind, { patient: id, writers: userOf(context).organization }, first) };
    }
  }
  return ListResolver;
}

const LISTS = [
  ['conditions', 'Condition', Condition],
  ['allergyIntolerances', 'AllergyIntolerance', AllergyIntolerance],
  ['observations', 'Observation', Observation],
  ['encounters', 'Encounter', Encounter],
  ['procedures', 'Procedure', Procedure],
  ['immunizations', 'Immunization', Immunization],
  ['medicationRequests', 'MedicationRequest', MedicationRequest],
  ['diagnosticReports', 'DiagnosticReport', DiagnosticReport],
] as const;

@Resolver(() => Encounter)
class EncounterResolver {
  @FieldResolver(() => Organization, { nullable: true })
  serviceProvider(@Root() { serviceProvider }: Doc<Encounter>) {
    return entityOf(serviceProvider?.reference, 'Organization');
  }
}

@Resolver(() => EncounterParticipant)
class EncounterParticipantResolver {
  @FieldResolver(() => Person, { nullable: true })
  individual(@Root() { individual }: Doc<EncounterParticipant>) {
    return individual ? { practitioner: entityOf(individual.reference, 'Practitioner') } : null;
  }
}

@Resolver(() => EncounterLocation)
class EncounterLocationResolver {
  @FieldResolver(() => Location, { nullable: true })
  location(@Root() { location }: Doc<EncounterLocation>) {
    return entityOf(location?.reference, 'Location');
  }
}

@Resolver(() => MedicationRequest)
class MedicationRequestResolver {
  @FieldResolver(() => Person, { nullable: true })
  requester(@Root() { requester }: Doc<MedicationRequest>) {
    return requester ? { practitioner: entityOf(requester.reference, 'Practitioner') } : null;
  }
}

const TYPES = ['Patient', 'Practitioner', 'Organization', 'Location', 'Person', 'CodeableConcept', 'Coding', 'Period'];
const PARTS = ['Quantity', 'ObservationComponent', 'EncounterParticipant', 'EncounterLocation'];

export const CLINICAL = {
  types: [Patient, Practitioner, Organization, Location],
  resolvers: [
    ...LISTS.map(([field, kind, type]) => patientList(field, kind, type)),
    EncounterResolver,
    EncounterParticipantResolver,
    EncounterLocationResolver,
    MedicationRequestResolver,
  ],
  references: { Patient: ({ id }: { id: string }) => ({ id }) },
  permissions: Object.fromEntries(
    [...TYPES, ...PARTS, ...LISTS.flatMap(([, kind]) => [kind, `${kind}Connection`])].map((name) => [
      name,
      { '*': isClinician },
    ]),
  ),
};
