/** What a list is: its arguments, each with the facet it looks at, and the connection type of its pages. */
import { ArgsType, type ClassType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { catalogue } from '../../schema/policy/catalogue.js';
import { fieldCoordinate } from '../../schema/policy/coordinates.js';
import type { Facet } from '../../schema/policy/facets.js';
import type { SubgraphContext } from './context.js';
import { periodPredicate } from './period.js';
import { declareArgument, Element, ValueType } from './record-field.js';
import type { Page, Predicate, RecordNode } from './record-store.js';
import { type SearchKey, unnamedElements } from './searched-elements.js';

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
export const DESCENDING: ReadonlySet<SortOrder | NameOrder> = new Set([SortOrder.LATEST_FIRST, NameOrder.Z_TO_A]);

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

export interface ListArguments {
  first?: number;
  after?: string;
  sort?: SortOrder | NameOrder;
  [filter: string]: unknown;
}

export interface ListPage {
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

/** The class of a list's arguments, declared with what each looks at. */
export function argumentsOf(holder: string, list: ListDefinition): ClassType {
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

/** Where a field that a list looks at stands: of the record, unless it says of what. */
export function coordinate(list: ListDefinition, field: string): string {
  return field.includes('.') ? field : fieldCoordinate(list.record.name, field);
}
