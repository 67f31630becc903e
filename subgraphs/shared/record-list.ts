/** Lists of records: read one page at a time, as an operation asks for it, and the resolvers that do. */
import { type FieldNode, type GraphQLObjectType, type GraphQLResolveInfo, getArgumentValues } from 'graphql';
import { Arg, Args, type ClassType, Ctx, ID, Info, Resolver } from 'type-graphql';
import { fieldCoordinate } from '../../schema/policy/coordinates.js';
import type { Facet } from '../../schema/policy/facets.js';
import type { SubgraphContext } from './context.js';
import { badInput } from './errors.js';
import {
  argumentsOf,
  connectionOf,
  coordinate,
  DEFAULT_PAGE,
  DESCENDING,
  type ListArguments,
  type ListDefinition,
  type ListPage,
  MAX_PAGE,
  SortOrder,
} from './list-definition.js';
import { resolvePlainly } from './plain-resolvers.js';
import { allOf } from './predicate.js';
import { RecordFieldResolver, RecordQuery } from './record-field.js';
import type { ListRequest, Order, Predicate, RecordNode } from './record-store.js';
import { certainFields, type FieldPlace, selectedNames, selectionOf } from './selection.js';
import { mayAsk } from './store-wall.js';

/** Reads one page as an operation asks for it. Throws BAD_PAGE, BAD_CURSOR, BAD_ARGUMENT. */
export async function readList(
  list: ListDefinition,
  scope: ListScope,
  args: ListArguments,
  context: SubgraphContext,
  info: GraphQLResolveInfo,
): Promise<ListPage> {
  const page = await context.store.list(requestOf(list, scope, args, context, info));
  return {
    totalCount: page.totalCount,
    nodes: page.rows.map(({ node }) => node),
    edges: page.rows,
    pageInfo: { hasNextPage: page.hasNextPage, endCursor: page.rows.at(-1)?.cursor ?? null },
  };
}

/** What an operation asks of a list, for the store. Throws BAD_PAGE, BAD_ARGUMENT. */
function requestOf(
  list: ListDefinition,
  { patient, where }: ListScope,
  args: ListArguments,
  context: SubgraphContext,
  place: FieldPlace,
): ListRequest {
  const first = args.first ?? DEFAULT_PAGE;
  if (first < 1 || first > MAX_PAGE) throw badInput('BAD_PAGE', `"first" takes 1 to ${MAX_PAGE}.`);
  const asked = selectedNames(place);
  const type = place.schema.getType(list.record.name) as GraphQLObjectType;
  const { paths } = selectionOf(place, context.policy, context.viewer.role, type, [['nodes'], ['edges', 'node']]);
  return {
    kind: list.record.name,
    patient,
    within: where,
    where: allOf(...filterPredicates(list, args, context)),
    order: orderOf(list, args, context),
    first,
    after: args.after ?? null,
    paths,
    withRows: asked.has('nodes') || asked.has('edges') || asked.has('pageInfo'),
    withCursors: asked.has('edges') || asked.has('pageInfo'),
    withTotal: asked.has('totalCount'),
  };
}

function filterPredicates(list: ListDefinition, args: ListArguments, context: SubgraphContext): Predicate[] {
  const predicates: Predicate[] = [];
  for (const name in list.filters) {
    const value = args[name];
    // A client whose value went missing must not be given everything.
    if (value === null) throw badInput('BAD_ARGUMENT', `"${name}" does not take null: leave it out to ask for all.`);
    const filter = value === undefined ? undefined : list.filters[name];
    if (filter) predicates.push(filter.predicate(value as never, context));
  }
  return predicates;
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

/** All of a patient's. */
const ofPatient = ({ id }: Pick<ListRoot, 'id'>): ListScope => ({ patient: id, where: {} });

/** A resolver class that adds the list to an entity: to Patient all of the patient's, else what `scopeOf` says. */
export function entityList(
  entity: ClassType,
  list: ListDefinition,
  scopeOf: (root: ListRoot) => ListScope = ofPatient,
): ClassType {
  const coordinate = fieldCoordinate(entity.name, list.name);
  if (scopeOf === ofPatient) ofPatients.set(coordinate, list);
  // type-graphql makes the schema of the class below; its way of calling a method costs as much as the list.
  resolvePlainly(coordinate, (root, args, context, info) =>
    readList(list, scopeOf(root as unknown as ListRoot), args as ListArguments, context, info),
  );
  const ListArgs = argumentsOf(entity.name, list);
  const Connection = connectionOf(list.record);
  @Resolver(() => entity)
  class EntityListResolver {
    @RecordFieldResolver(entity.name, list.facet, () => Connection, {
      description: list.description,
      nullable: false,
      records: [list.record.name],
    })
    [list.name](@Args(() => ListArgs) _args: ListArguments): ListPage {
      throw new Error(`${coordinate} is resolved plainly`);
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

/** Lists that need no more of a patient than the id, by coordinate. */
const ofPatients = new Map<string, ListDefinition>();

interface ExpectedList {
  readonly coordinate: string;
  readonly list: ListDefinition;
  readonly node: FieldNode;
}

const expectedLists = new WeakMap<FieldNode, readonly ExpectedList[]>();

/**
 * Lists below a patient that is being read are read with it, in one command: whoever is shown the patient asks for them
 * next. Where the patient is not shown they are not told, nor held to be.
 */
function expectLists(type: GraphQLObjectType, id: string, context: SubgraphContext, info: GraphQLResolveInfo): void {
  for (const { coordinate, list, node } of listsBelow(type, info)) {
    const field = type.getFields()[node.name.value];
    if (!field || !mayAsk(coordinate, [node], context)) continue;
    try {
      const args = getArgumentValues(field, node, info.variableValues);
      context.store.expect(requestOf(list, ofPatient({ id }), args, context, { ...info, fieldNodes: [node] }));
    } catch {
      // What is wrong with the arguments is said when the list itself is asked for.
    }
  }
}

function listsBelow(type: GraphQLObjectType, info: GraphQLResolveInfo): readonly ExpectedList[] {
  const first = info.fieldNodes[0] as FieldNode;
  const known = expectedLists.get(first);
  if (known) return known;
  const lists = certainFields(info, type.name).flatMap((node) => {
    const coordinate = fieldCoordinate(type.name, node.name.value);
    const list = ofPatients.get(coordinate);
    return list ? [{ coordinate, list, node }] : [];
  });
  if (info.fieldNodes.length === 1) expectedLists.set(first, lists);
  return lists;
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
      const found = context.store.one(
        record.name,
        id,
        selectionOf(info, context.policy, context.viewer.role, type).paths,
      );
      expectLists(type, id, context, info);
      return found;
    }
  }
  return RootRecordResolver;
}
