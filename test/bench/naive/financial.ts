/** Bills and cover, as a tutorial on type-graphql and federation has them. */
import { Arg, Ctx, Directive, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { decodeCursor, encodeCursor } from '../../../subgraphs/shared/cursor.js';
import { CodeableConcept, connectionOf, entityOf, Maybe, Money, Period } from './fhir-types.js';
import { type Doc, latest, modelOf } from './models.js';
import { type Context, isClinician, readsBills, userOf } from './user.js';

interface Ref {
  readonly reference?: string;
}

/** What a plan is not shown without a consent that names it. */
const SENSITIVE = ['V', 'SUD', 'SUDCN', 'PSYTHPN', 'OTHER'];

@Directive('@key(fields: "id")')
@ObjectType()
class Organization {
  @Field(() => ID) id!: string;
}

@Directive('@key(fields: "id")')
@ObjectType()
class Patient {
  @Field(() => ID) id!: string;
}

@ObjectType()
class Provider {
  @Maybe(() => Organization) organization?: Organization;
}

@ObjectType()
class ClaimItem {
  @Maybe(() => Int) sequence?: number;
  @Maybe(() => String) servicedDate?: string;
  @Maybe(() => CodeableConcept) productOrService?: CodeableConcept;
  @Maybe(() => Money) net?: Money;
}

@ObjectType()
class Claim {
  @Field(() => ID) id!: string;
  @Maybe(() => String) status?: string;
  @Maybe(() => String) use?: string;
  @Maybe(() => String) created?: string;
  @Maybe(() => Period) billablePeriod?: Period;
  @Maybe(() => Patient) patient?: Ref;
  @Maybe(() => Provider) provider?: Ref;
  @Maybe(() => Organization) insurer?: Ref;
  @Maybe(() => [ClaimItem]) item?: ClaimItem[];
  @Maybe(() => Money) total?: Money;
}

@ObjectType()
class Coverage {
  @Field(() => ID) id!: string;
  @Maybe(() => String) status?: string;
  @Maybe(() => String) subscriberId?: string;
  @Maybe(() => [Organization]) payor?: Ref[];
}

const ClaimConnection = connectionOf('Claim', Claim);
const CoverageConnection = connectionOf('Coverage', Coverage);

@Resolver(() => Claim)
class ClaimResolver {
  @Query(() => ClaimConnection)
  async claims(
    @Arg('first', () => Int) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: Context,
  ) {
    const { key, id } = after ? decodeCursor(after) : { key: null, id: '' };
    const at = typeof key === 'number' ? new Date(key) : null;
    const found = await modelOf('Claim')
      .find({
        kind: 'Claim',
        payers: userOf(context).organization,
        labels: { $nin: SENSITIVE },
        ...(after && { $or: [{ at: { $lt: at } }, { at, _id: { $lt: id } }, { at: null }] }),
      })
      .sort({ at: -1, _id: -1 })
      .limit(first + 1);
    const page = found.slice(0, first);
    const last = page.at(-1);
    const endCursor = last ? encodeCursor({ key: last.at?.getTime() ?? null, id: last._id }) : null;
    return { nodes: page.map(({ content }) => content), pageInfo: { hasNextPage: found.length > first, endCursor } };
  }

  @FieldResolver(() => Patient, { nullable: true })
  patient(@Root() { patient }: Doc<Claim>) {
    return entityOf(patient?.reference, 'Patient');
  }

  @FieldResolver(() => Provider, { nullable: true })
  provider(@Root() { provider }: Doc<Claim>) {
    return provider ? { organization: entityOf(provider.reference, 'Organization') } : null;
  }

  @FieldResolver(() => Organization, { nullable: true })
  insurer(@Root() { insurer }: Doc<Claim>) {
    return entityOf(insurer?.reference, 'Organization');
  }
}

@Resolver(() => Coverage)
class CoverageResolver {
  /** Some people pay for themselves. */
  @FieldResolver(() => [Organization], { nullable: true })
  payor(@Root() { payor }: Doc<Coverage>) {
    return payor?.map(({ reference }) => entityOf(reference, 'Organization')).filter((found) => found !== null);
  }
}

@Resolver(() => Patient)
class PatientBillsResolver {
  @FieldResolver(() => ClaimConnection)
  async claims(@Root() { id }: Doc<Patient>, @Arg('first', () => Int) first: number, @Ctx() context: Context) {
    return { nodes: await latest('Claim', { patient: id, writers: userOf(context).organization }, first) };
  }

  @FieldResolver(() => CoverageConnection)
  async coverages(@Root() { id }: Doc<Patient>, @Arg('first', () => Int) first: number) {
    return { nodes: await latest('Coverage', { patient: id }, first) };
  }
}

const TYPES = [
  'Organization',
  'Patient',
  'Provider',
  'ClaimItem',
  'Claim',
  'ClaimConnection',
  'Period',
  'Money',
  'PageInfo',
];

export const FINANCIAL = {
  types: [Organization, Patient],
  resolvers: [ClaimResolver, CoverageResolver, PatientBillsResolver],
  references: { Patient: ({ id }: { id: string }) => ({ id }) },
  permissions: {
    ...Object.fromEntries(TYPES.map((name) => [name, { '*': readsBills }])),
    CodeableConcept: { '*': isClinician },
    Coding: { '*': isClinician },
    CoverageConnection: { '*': readsBills },
    Coverage: { '*': readsBills },
  },
};
