/** Lists of records as connections: paging by cursor, filters and order, each argument with the facet it looks at. */
import type { GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Args,
  ArgsType,
  type ClassType,
  Ctx,
  Field,
  ID,
  Info,
  InputType,
  Int,
  ObjectType,
  Resolver,
  Root,
  registerEnumType,
} from 'type-graphql';
import { catalogue } from '../../schema/policy/catalogue.js';
import { fieldCoordinate } from '../../schema/policy/coordinates.js';
import type { Facet } from '../../schema/policy/facets.js';
import type { SubgraphContext } from './context.js';
import { badInput } from './errors.js';
import { periodPredicate } from './period.js';
import { allOf } from './predicate.js';
import { declareArgument, Element, RecordFieldResolver, RecordQuery, ValueType } from './record-field.js';
import type { Order, Page, Predicate, RecordNode } from './record-store.js';
import { type SearchKey, unnamedElements } from './searched-elements.js';
import { selectedNames, selectionOf } from './selection.js';

export const MAX_PAGE = 1000;
export const DEFAULT_PAGE = 20;

export enum SortOrder {
  LATEST_FIRST = 'LATEST_FIRST',
  EARLIEST_FIRST = 'EARLIEST_FIRST',
}
registerEnumType(SortOrder, {
  name: 'SortOrder',
  description: 'By the main date of the record; undated ones stand at the early end.',
});

export enum NameOrder {
  A_TO_Z = 'A_TO_Z',
  Z_TO_A = 'Z_TO_A',
}
registerEnumType(NameOrder, { name: 'NameOrder', description: 'By name; nameless ones stand at the A end.' });

/** Orders that begin with the greatest key. */
const DESCENDING: ReadonlySet<SortOrder | NameOrder> = new Set([SortOrder.LATEST_FIRST, NameOrder.Z_TO_A]);

@InputType({
  description: 'A period, both ends included. Each end is a FHIR date: a year, a month, a day or an instant.',
})
export class PeriodInput {
  @Field(() => String, { nullable: true })
  from?: string;

  @Field(() => String, { nullable: true })
  to?: string;
}

@ValueType('Where a page stands in its list.')
export class PageInfo {
  @Element(() => Boolean, { nullable: false })
  hasNextPage!: boolean;

  @Element(() => String)
  endCursor?: string | null;
}

/** A filter argument: its GraphQL type, the fields it looks at and the predicate it becomes. */
export interface Filter {
  readonly type?: () => unknown;
  readonly description: string;
  readonly touches: readonly string[];
  /** The search key it looks at, where the kind says from which elements that is made. */
  readonly key?: SearchKey;
  /** Only for an argument that needs more than the facet of what it touches. */
  readonly facet?: Facet;
  readonly predicate: (value: never, context: SubgraphContext) => Predicate;
}

/** The usual filters; `fields` are field names of the record, which the argument looks at. */
export const filters = {
  code: (...touches: string[]): Filter => ({
    description: 'A code, as `system|code` or as the bare code.',
    touches,
    key: 'codes',
    predicate: (value: string) => ({ codes: value }),
  }),
  category: (...touches: string[]): Filter => ({
    description: 'A category, as `system|code` or as the bare code.',
    touches,
    key: 'categories',
    predicate: (value: string) => ({ categories: value }),
  }),
  status: (...touches: string[]): Filter => ({
    description: 'The FHIR status code.',
    touches,
    key: 'status',
    predicate: (value: string) => ({ status: value }),
  }),
  encounter: (...touches: string[]): Filter => ({
    type: () => ID,
    description: 'The id of the encounter.',
    touches,
    key: 'encounter',
    predicate: (value: string) => ({ encounter: value }),
  }),
  period: (...touches: string[]): Filter => ({
    type: () => PeriodInput,
    description: 'The main date lies in this period.',
    touches,
    key: 'at',
    predicate: (value: PeriodInput) => ({ at: periodPredicate(value) }),
  }),
} as const;

export interface ListDefinition {
  /** The record class; its name is the kind. */
  readonly record: ClassType;
  /** The field that holds the list: `observations`. */
  readonly name: string;
  readonly facet: Facet;
  readonly description: string;
  readonly filters: Readonly<Record<string, Filter>>;
  /** What the list is sorted by, and the fields that show it. */
  readonly sortedBy?: {
    readonly key: string;
    readonly touches: readonly string[];
    readonly defaultOrder?: SortOrder | NameOrder;
  };
}

interface ListArguments {
  first?: number;
  after?: string;
  sort?: SortOrder | NameOrder;
  [filter: string]: unknown;
}

interface ListPage {
  readonly totalCount: number | null;
  readonly nodes: readonly RecordNode[];
  readonly edges: Page['rows'];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const connections = new Map<ClassType, ClassType>();

function named<T extends ClassType>(type: T, name: string): T {
  Object.defineProperty(type, 'name', { value: name });
  return type;
}

/** `ObservationConnection` and `ObservationEdge` for a record class, made once. */
export function connectionOf(record: ClassType): ClassType {
  const known = connections.get(record);
  if (known) return known;
  class Edge {
    cursor!: string;
    node!: object;
  }
  class ListConnection {
    totalCount!: number;
    nodes!: object[];
    edges!: Edge[];
    pageInfo!: PageInfo;
  }
  named(Edge, `${record.name}Edge`);
  named(ListConnection, `${record.name}Connection`);
  ObjectType(Edge.name, { simpleResolvers: true })(Edge);
  ObjectType(ListConnection.name, { simpleResolvers: true, description: `A page of ${record.name} records.` })(
    ListConnection,
  );
  Element(() => String, { nullable: false })(Edge.prototype, 'cursor');
  Element(() => record, { nullable: false })(Edge.prototype, 'node');
  Element(() => Int, { nullable: false, description: 'How many there are in all pages.' })(
    ListConnection.prototype,
    'totalCount',
  );
  Element(() => [record], { nullable: false })(ListConnection.prototype, 'nodes');
  Element(() => [Edge], { nullable: false })(ListConnection.prototype, 'edges');
  Element(() => PageInfo, { nullable: false })(ListConnection.prototype, 'pageInfo');
  connections.set(record, ListConnection);
  return ListConnection;
}

function argumentsOf(holder: string, list: ListDefinition): ClassType {
  class ListArgs {}
  named(ListArgs, `${holder}${list.name}Args`);
  ArgsType()(ListArgs);
  const field = (name: string, type: () => unknown, description: string) =>
    Field(type as never, { nullable: true, description })(ListArgs.prototype, name);
  field('first', () => Int, `How many: 1 to ${MAX_PAGE}, ${DEFAULT_PAGE} when left out.`);
  field('after', () => String, 'The cursor behind which the page begins.');
  if (list.sortedBy) {
    field('sort', () => (list.sortedBy?.key === 'name' ? NameOrder : SortOrder), 'The order of the list.');
    declareLook(holder, list, 'sort', list.sortedBy);
  }
  for (const [name, filter] of Object.entries(list.filters)) {
    field(name, filter.type ?? (() => String), filter.description);
    declareLook(holder, list, name, filter);
  }
  return ListArgs;
}

/** Declares an argument with what it looks at, and reports elements behind its search key that it does not name. */
function declareLook(
  holder: string,
  list: ListDefinition,
  argument: string,
  look: { readonly key?: string; readonly touches: readonly string[]; readonly facet?: Facet },
): void {
  declareArgument(holder, list.name, argument, {
    touches: look.touches.map((name) => coordinate(list, name)),
    ...(look.facet && { facet: look.facet }),
  });
  for (const element of unnamedElements(list.record.name, look.key ?? '', look.touches))
    catalogue.conflicts.push(
      `${fieldCoordinate(holder, list.name, argument)}: looks at ${list.record.name}.${element} without naming it`,
    );
}

function coordinate(list: ListDefinition, field: string): string {
  return field.includes('.') ? field : fieldCoordinate(list.record.name, field);
}

/** Reads one page as an operation asks for it. Throws BAD_PAGE, BAD_CURSOR, BAD_ARGUMENT. */
export async function readList(
  list: ListDefinition,
  { patient, where }: ListScope,
  args: ListArguments,
  context: SubgraphContext,
  info: GraphQLResolveInfo,
): Promise<ListPage> {
  const first = args.first ?? DEFAULT_PAGE;
  if (first < 1 || first > MAX_PAGE) throw badInput('BAD_PAGE', `"first" takes 1 to ${MAX_PAGE}.`);
  const asked = selectedNames(info);
  const type = info.schema.getType(list.record.name) as GraphQLObjectType;
  const { paths } = selectionOf(info, context.policy, context.viewer.role, type, [['nodes'], ['edges', 'node']]);
  const page = await context.store.list({
    kind: list.record.name,
    patient,
    within: where,
    where: allOf(...filterPredicates(list, args, context)),
    order: orderOf(list, args, context),
    first,
    after: args.after ?? null,
    paths,
    withRows: asked.has('nodes') || asked.has('edges') || asked.has('pageInfo'),
    withTotal: asked.has('totalCount'),
  });
  return {
    totalCount: page.totalCount,
    nodes: page.rows.map(({ node }) => node),
    edges: page.rows,
    pageInfo: { hasNextPage: page.hasNextPage, endCursor: page.rows.at(-1)?.cursor ?? null },
  };
}

function filterPredicates(list: ListDefinition, args: ListArguments, context: SubgraphContext): Predicate[] {
  return Object.entries(list.filters).flatMap(([name, filter]) => {
    const value = args[name];
    // A client whose value went missing must not be given everything.
    if (value === null) throw badInput('BAD_ARGUMENT', `"${name}" does not take null: leave it out to ask for all.`);
    return value === undefined ? [] : [filter.predicate(value as never, context)];
  });
}

/** A role that may not see what a list is sorted by gets it by id, so that neither order nor cursor tells. */
function orderOf(list: ListDefinition, args: ListArguments, context: SubgraphContext): Order {
  const sorted = list.sortedBy;
  const visible = sorted?.touches.every((name) => context.policy.mayRead(context.viewer.role, coordinate(list, name)));
  if (!sorted || !visible) return { key: null, direction: 1 };
  const order = args.sort ?? sorted.defaultOrder ?? SortOrder.LATEST_FIRST;
  return { key: sorted.key, direction: DESCENDING.has(order) ? -1 : 1 };
}

/** The entity a list hangs on; `patientId` where the entity is a record that was read here. */
export interface ListRoot {
  readonly id: string;
  readonly patientId?: string | null;
}

/** Which of a kind's records belong to an entity. Without a patient, `where` must name few records. */
export interface ListScope {
  readonly patient: string | null;
  readonly where: Predicate;
}

/** A resolver class that adds the list to an entity: to Patient all of the patient's, else what `scopeOf` says. */
export function entityList(
  entity: ClassType,
  list: ListDefinition,
  scopeOf: (root: ListRoot) => ListScope = ({ id }) => ({ patient: id, where: {} }),
): ClassType {
  const ListArgs = argumentsOf(entity.name, list);
  const Connection = connectionOf(list.record);
  @Resolver(() => entity)
  class EntityListResolver {
    @RecordFieldResolver(entity.name, list.facet, () => Connection, {
      description: list.description,
      nullable: false,
      records: [list.record.name],
    })
    [list.name](
      @Root() root: ListRoot,
      @Args(() => ListArgs) args: ListArguments,
      @Ctx() context: SubgraphContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<ListPage> {
      return readList(list, scopeOf(root), args, context, info);
    }
  }
  return EntityListResolver;
}

const EVERYTHING: ListScope = { patient: null, where: {} };

/** A resolver class with the list over all that the viewer reaches as an entry point. */
export function rootList(list: ListDefinition): ClassType {
  const ListArgs = argumentsOf('Query', list);
  const Connection = connectionOf(list.record);
  @Resolver()
  class RootListResolver {
    @RecordQuery(list.facet, () => Connection, {
      description: list.description,
      nullable: false,
      records: [list.record.name],
    })
    [list.name](
      @Args(() => ListArgs) args: ListArguments,
      @Ctx() context: SubgraphContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<ListPage> {
      return readList(list, EVERYTHING, args, context, info);
    }
  }
  return RootListResolver;
}

/** A resolver class with the record by id as an entry point: null for unknown and for forbidden alike. */
export function rootRecord(record: ClassType, name: string, facet: Facet, description: string): ClassType {
  @Resolver()
  class RootRecordResolver {
    @RecordQuery(facet, () => record, { description, records: [record.name] })
    [name](
      @Arg('id', () => ID) id: string,
      @Ctx() context: SubgraphContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<RecordNode | null> {
      const type = info.schema.getType(record.name) as GraphQLObjectType;
      return context.store.one(record.name, id, selectionOf(info, context.policy, context.viewer.role, type).paths);
    }
  }
  return RootRecordResolver;
}
