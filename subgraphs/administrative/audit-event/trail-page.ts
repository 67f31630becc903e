/** From an operation on the trail to one page of it, and back to a connection. */
import type { GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import type { ClassType } from 'type-graphql';
import { badInput } from '../../shared/errors.js';
import { DEFAULT_PAGE, MAX_PAGE } from '../../shared/list-definition.js';
import { selectedNames, selectionOf } from '../../shared/selection.js';
import type { AdministrativeContext } from '../context.js';
import type { TrailPage, TrailQuestion, TrailRow } from './trail-reader.js';

type AskedPage = Omit<TrailQuestion, 'patient' | 'where'>;

/** What of a page the operation asks for, and which stored paths its nodes need. Throws BAD_PAGE. */
export function pageOf(
  args: { readonly first?: number; readonly after?: string },
  node: ClassType,
  context: AdministrativeContext,
  info: GraphQLResolveInfo,
): AskedPage {
  const first = args.first ?? DEFAULT_PAGE;
  if (first < 1 || first > MAX_PAGE) throw badInput('BAD_PAGE', `"first" takes 1 to ${MAX_PAGE}.`);
  const asked = selectedNames(info);
  const type = info.schema.getType(node.name) as GraphQLObjectType;
  const through = [['nodes'], ['edges', 'node']];
  const { paths } = selectionOf(info, context.policy, context.viewer.role, type, through);
  return {
    first,
    after: args.after ?? null,
    paths: paths.filter((path) => path !== 'id'),
    withRows: asked.has('nodes') || asked.has('edges') || asked.has('pageInfo'),
    withTotal: asked.has('totalCount'),
  };
}

export function connected(page: TrailPage): { nodes: TrailRow[]; edges: TrailPage['rows']; [field: string]: unknown } {
  return {
    totalCount: page.totalCount,
    nodes: page.rows.map(({ node }) => node),
    edges: page.rows,
    pageInfo: { hasNextPage: page.hasNextPage, endCursor: page.rows.at(-1)?.cursor ?? null },
  };
}
