/** A subgraph: its schema behind the guard, and the one way to ask it something. */
import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import {
  type DocumentNode,
  type ExecutionResult,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  Kind,
  parse,
  print,
  visit,
} from 'graphql';
import { buildSchema, type ClassType, createResolversMap, type NonEmptyArray } from 'type-graphql';
import { DEFAULT_ACCESS } from '../../schema/policy/access-settings.js';
import { createPolicy, openPolicy, type Policy } from '../../schema/policy/decide.js';
import type { TrailActs, TrailDisclosure } from '../../schema/policy/trail.js';
import { openViewer } from '../../schema/policy/viewer.js';
import { step } from '../../schema/telemetry/telemetry.js';
import type { BreakGlassGrant } from './access/patient-access.js';
import type { ScopingRules } from './access/row-scoping.js';
import { type Asker, type SubgraphContext, type SubgraphEnvironment, sharedAccesses } from './context.js';
import { DirectoryReads } from './directory-reads.js';
import { guard } from './guard.js';
import { historyField } from './history/history-field.js';
import { RecordHistory } from './history/record-history.js';
import { Operation, type OperationAsked, Operations } from './operations.js';
import { plainResolvers } from './plain-resolvers.js';
import { externalFieldsOf, fieldsOfStore, settleArguments } from './record-field.js';
import { allKinds, kindDefinition, type ServedSubgraph, type SubgraphName } from './record-kind.js';
import { RecordStore } from './record-store.js';
import { selectionOf } from './selection.js';
import { behindStoreWall } from './store-wall.js';
import { WritingDesk } from './writing/writing-desk.js';

export interface SubgraphDefinition {
  readonly name: ServedSubgraph;
  /** Entity and record classes; type-graphql would otherwise take the classes of all subgraphs in the process. */
  readonly types: readonly ClassType[];
  readonly resolvers: readonly ClassType[];
  /** What this subgraph's resolvers are given besides; called for each request, so it may bind to the viewer. */
  readonly extendContext?: (context: SubgraphContext, environment: SubgraphEnvironment) => SubgraphContext;
}

/** The federation directives our SDL uses. */
const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires"])\n`;

type ResolverMap = Record<string, Record<string, unknown>>;

/** The SDL and executable schema of a subgraph, without guard: what the build reads. */
export async function buildSubgraph(definition: SubgraphDefinition): Promise<{ sdl: string; schema: GraphQLSchema }> {
  const plain = await buildSchema({
    resolvers: [...definition.resolvers, ...histories(definition)] as unknown as NonEmptyArray<ClassType>,
    orphanedTypes: [...definition.types],
    skipCheck: true,
    validate: false,
  });
  settleArguments();
  const typeDefs = withNullableItems(parse(`${LINK}\n${printSchemaWithDirectives(plain)}`, { noLocation: true }));
  const sdl = print(typeDefs);
  const resolvers = { ...(createResolversMap(plain) as ResolverMap) };
  addPlainResolvers(plain, resolvers);
  raiseStoreWall(resolvers);
  addReferenceResolvers(definition, plain, resolvers);
  return { sdl, schema: buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }]) };
}

/** Every record kind that lives here shows its versions. */
function histories({ name, types }: SubgraphDefinition): ClassType[] {
  return types.filter((type) => kindDefinition(type.name)?.subgraph === name).map(historyField);
}

/** A list of a FHIR resource may hold nulls, where an element has only extensions: `[String!]` becomes `[String]`. */
function withNullableItems(document: DocumentNode): DocumentNode {
  return visit(document, {
    FieldDefinition: (field) =>
      field.type.kind === Kind.LIST_TYPE && field.type.type.kind === Kind.NON_NULL_TYPE
        ? { ...field, type: { ...field.type, type: field.type.type.type } }
        : undefined,
  });
}

function raiseStoreWall(resolvers: ResolverMap): void {
  for (const coordinate of fieldsOfStore()) {
    const [type = '', field = ''] = coordinate.split('.');
    const resolve = resolvers[type]?.[field];
    if (typeof resolve === 'function')
      resolvers[type] = { ...resolvers[type], [field]: behindStoreWall(coordinate, resolve as never) };
  }
}

function addPlainResolvers(schema: GraphQLSchema, resolvers: ResolverMap): void {
  for (const [coordinate, resolve] of plainResolvers()) {
    const [type = '', field = ''] = coordinate.split('.');
    const object = schema.getType(type) as GraphQLObjectType | undefined;
    if (object?.getFields()[field]) resolvers[type] = { ...resolvers[type], [field]: resolve };
  }
}

/** Records of this subgraph are read by id; entities it only contributes to are taken at their word. */
function addReferenceResolvers(definition: SubgraphDefinition, schema: GraphQLSchema, resolvers: ResolverMap): void {
  const own = new Set(
    allKinds()
      .filter(({ subgraph }) => subgraph === definition.name)
      .map(({ kind }) => kind),
  );
  for (const { name } of definition.types) {
    if (!schema.getType(name)) continue;
    const __resolveReference = own.has(name)
      ? ({ id }: { id: unknown }, context: SubgraphContext, info: GraphQLResolveInfo) => {
          if (typeof id !== 'string') return null;
          const type = info.schema.getType(name) as GraphQLObjectType;
          return context.store.one(name, id, selectionOf(info, context.policy, context.viewer.role, type).paths);
        }
      : (representation: Readonly<Record<string, unknown>>) => takenAtItsWord(name, representation);
    resolvers[name] = { ...resolvers[name], __resolveReference };
  }
}

/** An `_Any` may hold anything: an object would become an operator of a predicate. */
function takenAtItsWord(type: string, representation: Readonly<Record<string, unknown>>): object | null {
  const { id } = representation;
  if (typeof id !== 'string') return null;
  const brought = [...externalFieldsOf(type)].flatMap((field) => {
    const value = representation[field];
    return typeof value === 'string' || typeof value === 'boolean' ? [[field, value] as const] : [];
  });
  return { id, ...Object.fromEntries(brought) };
}

/** Which walls stand. All do; tests and benchmarks take single ones away to see the others hold. */
export interface Walls {
  readonly guard?: 'open';
  readonly store?: 'open';
  /** Rules of the store's wall, weakened. */
  readonly weakened?: Partial<ScopingRules>;
  /** Another policy than ours, for guard and store. */
  readonly policy?: Policy;
}

export type SubgraphRequest = OperationAsked;

export interface SubgraphAnswer {
  readonly status: 200 | 400 | 401;
  /** What was read, and under which emergency openings, travels to the gateway beside the data. */
  readonly body: ExecutionResult & {
    readonly extensions?: {
      readonly disclosures?: readonly TrailDisclosure[];
      readonly acts?: TrailActs;
      readonly breakGlass?: readonly BreakGlassGrant[];
    };
  };
}

export interface Subgraph {
  readonly name: ServedSubgraph;
  readonly sdl: string;
  readonly schema: GraphQLSchema;
  /** Answers a request that carries a viewer sealed by the gateway; anything else gets 401. */
  answer(request: SubgraphRequest, sealedViewer: string | undefined): Promise<SubgraphAnswer>;
  /** Answers for whom a gateway in the same process asks. */
  answerFor(request: SubgraphRequest, asker: Asker): Promise<SubgraphAnswer>;
}

export async function createSubgraph(
  definition: SubgraphDefinition,
  environment: SubgraphEnvironment,
  walls: Walls = {},
): Promise<Subgraph> {
  const built = await buildSubgraph(definition);
  const policy = walls.policy ?? createPolicy();
  const schema = walls.guard === 'open' ? built.schema : guard(built.schema, policy);
  const storePolicy = walls.store === 'open' ? openPolicy() : policy;
  const operations = new Operations(schema);
  const directory = new DirectoryReads(environment.databases);
  const accessesOf = environment.accessesOf ?? sharedAccesses(environment.databases, environment.access);

  async function answerFor(request: SubgraphRequest, asker: Asker): Promise<SubgraphAnswer> {
    const { viewer } = asker;
    const accesses = accessesOf(asker);
    const operation = operations.find(request.query);
    if (!(operation instanceof Operation)) return { status: 400, body: { errors: operation } };
    const options = {
      viewer,
      databases: environment.databases,
      open: walls.store === 'open',
      ...(walls.weakened && { weakened: walls.weakened }),
      accesses,
      directory,
    };
    const storeAt = (subgraph: ServedSubgraph) => new RecordStore({ ...options, subgraph });
    const store = storeAt(definition.name);
    const { disclosures } = store;
    const context: SubgraphContext = {
      viewer,
      store,
      storeOf: storesBeside(store, (subgraph) => new RecordStore({ ...options, subgraph, disclosures })),
      history: new RecordHistory(store, environment.databases),
      // What the desk looks at to check a change is told to nobody.
      desk: new WritingDesk({
        ...{ store, storeOf: storeAt, subgraph: definition.name, accesses, told: disclosures },
        ...environment,
      }),
      policy: storePolicy,
      now: (environment.access ?? DEFAULT_ACCESS).now,
      subgraph: definition.name,
    };
    const contextValue = definition.extendContext?.(context, environment) ?? context;
    const result = await step('store', () => operation.run(request, contextValue));
    return { status: 200, body: { ...result, extensions: { ...store.account(), acts: disclosures.acts } } };
  }

  return {
    name: definition.name,
    sdl: built.sdl,
    schema,
    answerFor,
    async answer(request, sealedViewer) {
      const viewer = openViewer(sealedViewer, environment.secret);
      return viewer ? answerFor(request, { viewer }) : unauthenticated();
    },
  };
}

/** One store for each subgraph that a request asks, made when it is asked. */
function storesBeside(own: RecordStore, make: (subgraph: SubgraphName) => RecordStore) {
  const made = new Map<ServedSubgraph, RecordStore>([[own.subgraph, own]]);
  return (subgraph: SubgraphName): RecordStore => {
    const store = made.get(subgraph) ?? make(subgraph);
    made.set(subgraph, store);
    return store;
  };
}

function unauthenticated(): SubgraphAnswer {
  const error = new GraphQLError('Subgraphs answer only their gateway.', { extensions: { code: 'UNAUTHENTICATED' } });
  return { status: 401, body: { errors: [error] } };
}
