/** People, places and appointments, as a tutorial on type-graphql and federation has them. */
import { Arg, Ctx, Directive, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { connectionOf, HumanName, Maybe } from './fhir-types.js';
import { byId, type Doc, latest } from './models.js';
import { type Context, isAuthenticated, isClinician, userOf } from './user.js';

@ObjectType()
class Actor {
  @Maybe(() => String) display?: string;
}

@ObjectType()
class AppointmentParticipant {
  @Maybe(() => String) status?: string;
  @Maybe(() => Actor) actor?: Actor;
}

@ObjectType()
class Appointment {
  @Field(() => ID) id!: string;
  @Maybe(() => String) status?: string;
  @Maybe(() => String) start?: string;
  @Maybe(() => String) description?: string;
  @Maybe(() => [AppointmentParticipant]) participant?: AppointmentParticipant[];
}

const AppointmentConnection = connectionOf('Appointment', Appointment);

@Directive('@key(fields: "id")')
@ObjectType()
class Patient {
  @Field(() => ID) id!: string;
  @Maybe(() => [HumanName]) name?: HumanName[];
  @Maybe(() => String) gender?: string;
  @Maybe(() => String) birthDate?: string;
}

@Directive('@key(fields: "id")')
@ObjectType()
class Practitioner {
  @Field(() => ID) id!: string;
  @Maybe(() => [HumanName]) name?: HumanName[];
}

@Directive('@key(fields: "id")')
@ObjectType()
class Organization {
  @Field(() => ID) id!: string;
  @Maybe(() => String) name?: string;
}

@Directive('@key(fields: "id")')
@ObjectType()
class Location {
  @Field(() => ID) id!: string;
  @Maybe(() => String) name?: string;
}

@Resolver(() => Patient)
class PatientResolver {
  @Query(() => Patient, { nullable: true })
  patient(@Arg('id', () => ID) id: string) {
    return byId('Patient', id);
  }

  @FieldResolver(() => AppointmentConnection)
  async appointments(@Root() { id }: Doc<Patient>, @Arg('first', () => Int) first: number, @Ctx() context: Context) {
    const { organization } = userOf(context);
    return { nodes: await latest('Appointment', { patient: id, writers: organization }, first) };
  }
}

@Resolver(() => AppointmentParticipant)
class AppointmentParticipantResolver {
  /** People in their own record show no name. */
  @FieldResolver(() => Actor, { nullable: true })
  actor(@Root() { actor }: Doc<AppointmentParticipant>) {
    return actor?.display ? actor : null;
  }
}

export const ADMINISTRATIVE = {
  types: [Patient, Practitioner, Organization, Location],
  resolvers: [PatientResolver, AppointmentParticipantResolver],
  references: {
    Patient: ({ id }: { id: string }) => byId('Patient', id),
    Practitioner: ({ id }: { id: string }) => byId('Practitioner', id),
    Organization: ({ id }: { id: string }) => byId('Organization', id),
    Location: ({ id }: { id: string }) => byId('Location', id),
  },
  permissions: {
    Patient: { '*': isAuthenticated, appointments: isClinician },
    Practitioner: { '*': isAuthenticated },
    Organization: { '*': isAuthenticated },
    Location: { '*': isAuthenticated },
    AppointmentConnection: { '*': isClinician },
    Appointment: { '*': isClinician },
    AppointmentParticipant: { '*': isClinician },
    Actor: { '*': isClinician },
    HumanName: { '*': isAuthenticated },
  },
};
