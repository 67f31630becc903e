/**
 * A mutation of the record, from a definition: its arguments, the checks that hold for every change, and its answer, which
 * is read under the same walls as by a query. A definition says only what is recorded.
 */
import type { GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import { Args, ArgsType, type ClassType, Ctx, Field, ID, Info, Int, Resolver } from 'type-graphql';
import type { Facet } from '../../../schema/policy/facets.js';
import type { SubgraphContext } from '../context.js';
import { RecordMutation } from '../record-field.js';
import type { RecordNode } from '../record-store.js';
import { selectionOf } from '../selection.js';
import { VersionConflict } from '../write-errors.js';
import type { Change, StoredRecord, WritingDesk, Written } from './writing-desk.js';

export interface MutationDefinition<Input extends object, Subject> {
  readonly name: string;
  /** The kind of information that it changes (RoleGrants.writes). */
  readonly facet: Facet;
  /** The kind of record that it shows. */
  readonly record: ClassType;
  /** The kind of record that `id` names, where it is another one. */
  readonly of?: string;
  readonly input: ClassType<Input>;
  readonly description: string;
  /** Why, in the provenance of the version, where the caller gives no reason. */
  readonly reason: string | ((input: Input) => string);
  /** The caller's own words are not asked for: the commit also holds a record that more people read than the patient's. */
  readonly withoutWords?: true;
  readonly prepare: (desk: WritingDesk, subject: Subject, input: Input) => Promise<Change>;
  /**
   * Where somebody else was first, it is looked at again what is left: so that who is late is told what was taken, and not
   * only that something changed meanwhile.
   */
  readonly looksAgain?: true;
  /** Where the answer tells more than the record: a type whose field `record` shows it, and what stands beside it. */
  readonly answer?: {
    readonly type: ClassType;
    readonly beside: (input: Input, written: Written) => object;
  };
}

interface Arguments<Input> {
  readonly patient?: string;
  readonly id?: string;
  readonly expectedVersion?: number;
  readonly input: Input;
  readonly reason?: string | null;
  readonly idempotencyKey: string;
}

interface Manner<Subject> {
  readonly arguments: readonly ('patient' | 'id')[];
  readonly subject: (desk: WritingDesk, args: Arguments<unknown>, kind: string) => Promise<Subject>;
}

/** Records something new about a patient in reach: the subject is their id. */
export function aboutPatient<Input extends object>(definition: MutationDefinition<Input, string>): ClassType {
  return mutation(definition, {
    arguments: ['patient'],
    subject: (desk, { patient = '' }) => desk.patient(patient),
  });
}

/** Bills a patient of the organisation: the subject is their id. */
export function aboutBilled<Input extends object>(definition: MutationDefinition<Input, string>): ClassType {
  return mutation(definition, {
    arguments: ['patient'],
    subject: (desk, { patient = '' }) => desk.billable(patient),
  });
}

/**
 * Answers a record in reach that another organisation wrote: the subject is the record as it stands, and `expectedVersion`
 * is that of the answer, 0 for the first.
 */
export function answering<Input extends object>(definition: MutationDefinition<Input, Answered>): ClassType {
  return mutation(definition, {
    arguments: ['id'],
    subject: async (desk, { id = '', expectedVersion = 0 }, kind) => ({
      ...(await desk.stored(kind, id, 'id')),
      expectedVersion,
    }),
  });
}

/** What is answered, and which version of the answer the caller changes. */
export interface Answered extends StoredRecord {
  readonly expectedVersion: number;
}

/** Changes a record in reach: the subject is its current version, which the caller names. */
export function aboutRecord<Input extends object>(definition: MutationDefinition<Input, StoredRecord>): ClassType {
  return mutation(definition, {
    arguments: ['id'],
    subject: (desk, { id = '', expectedVersion = 0 }, kind) => desk.current(kind, id, expectedVersion),
  });
}

/** Changes a record about the person who asks, whoever wrote it: the subject is its current version, which they name. */
export function aboutOwnRecord<Input extends object>(definition: MutationDefinition<Input, StoredRecord>): ClassType {
  return mutation(definition, {
    arguments: ['id'],
    subject: async (desk, { id = '', expectedVersion = 0 }, kind) =>
      desk.inVersion(await desk.stored(kind, id, 'id'), expectedVersion, 'id'),
  });
}

/** Records something about the patient who asks: whom it concerns is never an argument. */
export function aboutSelf<Input extends object>(definition: MutationDefinition<Input, string>): ClassType {
  return mutation(definition, {
    arguments: [],
    subject: (desk) => desk.self(),
  });
}

/** Records something for which nothing has to be there: a new patient. */
export function aboutNobody<Input extends object>(definition: MutationDefinition<Input, null>): ClassType {
  return mutation(definition, { arguments: [], subject: () => Promise.resolve(null) });
}

function mutation<Input extends object, Subject>(
  definition: MutationDefinition<Input, Subject>,
  manner: Manner<Subject>,
): ClassType {
  const { name, facet, record, description, answer, reason: usualReason } = definition;
  const MutationArgs = argumentsOf(definition, manner.arguments);
  @Resolver()
  class MutationResolver {
    @RecordMutation(facet, () => answer?.type ?? record, {
      nullable: true,
      description: `${description} Null where you may not read what you wrote.`,
    })
    async [name](
      @Args(() => MutationArgs) args: Arguments<Input>,
      @Ctx() context: SubgraphContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<object | null> {
      const { desk } = context;
      const { idempotencyKey: key, ...asked } = args;
      const why = args.reason ?? (typeof usualReason === 'string' ? usualReason : usualReason(args.input));
      const write = () =>
        desk.write({ mutation: name, asked, key, reason: why }, async () =>
          definition.prepare(desk, await manner.subject(desk, args, definition.of ?? record.name), args.input),
        );
      const written = await (definition.looksAgain ? afterRivals(write) : write());
      const through = answer ? [['record']] : [[]];
      const shown = await readBack(record.name, written, context, info, through);
      return answer ? { record: shown, ...answer.beside(args.input, written) } : shown;
    }
  }
  return MutationResolver;
}

/** As many rivals as may be first, one after the other. */
const MOST_RIVALS = 5;

/** Tries again where the version that a change rests on is gone; a stale one that the caller named is so again. */
async function afterRivals<T>(write: () => Promise<T>): Promise<T> {
  for (let rivals = 0; ; rivals++)
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof VersionConflict) || rivals >= MOST_RIVALS) throw error;
    }
}

function argumentsOf<Input extends object>(
  definition: Pick<MutationDefinition<Input, never>, 'name' | 'input' | 'record' | 'of' | 'withoutWords'>,
  about: readonly string[],
): ClassType {
  const { name, input, record, of: kind = record.name, withoutWords } = definition;
  class MutationArgs {}
  Object.defineProperty(MutationArgs, 'name', { value: `${name}Args` });
  ArgsType()(MutationArgs);
  const field = (argument: string, type: () => unknown, text: string, nullable = false) =>
    Field(type as never, { nullable, description: text })(MutationArgs.prototype, argument);
  if (about.includes('patient')) field('patient', () => ID, 'The id of the patient.');
  if (about.includes('id')) {
    field('id', () => ID, `The id of the record (${kind}).`);
    field('expectedVersion', () => Int, 'The version that is changed: a stale one gets CONFLICT.');
  }
  field('input', () => input, 'What is recorded.');
  if (!withoutWords) field('reason', () => String, 'Why, for the provenance: at most 500 characters.', true);
  field('idempotencyKey', () => ID, 'Chosen anew for each change: a retry with it returns the first answer.');
  return MutationArgs;
}

/** What a mutation returns is read like anything else; a retry shows the version that the first try wrote. */
async function readBack(
  kind: string,
  { outcomes, repeated }: Written,
  context: SubgraphContext,
  info: GraphQLResolveInfo,
  through: readonly (readonly string[])[],
): Promise<RecordNode | null> {
  const { policy, viewer, store, history } = context;
  const outcome = outcomes.find(({ record }) => record.startsWith(`${kind}/`));
  if (!outcome) throw new Error('a mutation wrote nothing that it could show');
  const type = info.schema.getType(kind) as GraphQLObjectType;
  const { paths } = selectionOf(info, policy, viewer.role, type, through);
  const id = outcome.record.slice(kind.length + 1);
  if (!repeated) return store.one(kind, id, paths);
  const [version] = await history.of({ kind, id, version: outcome.version, first: 1, paths, readable: [] });
  return version?.record ?? null;
}
