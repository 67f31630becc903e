/**
 * Wall 3 at the fields that ask the store: entry points, lists, summaries. Projections keep hidden values in MongoDB,
 * but a filter by one tells it by what is left, and a sum shows what it adds: who may not read the field, or an
 * argument that stands in the operation, asks nothing.
 */
import type { FieldNode, GraphQLFieldResolver } from 'graphql';
import type { Coordinate } from '../../schema/policy/catalogue.js';
import { fieldCoordinate, isFreeArgument } from '../../schema/policy/coordinates.js';
import type { SubgraphContext } from './context.js';
import { forbidden } from './errors.js';
import { Remembered } from './remembered.js';
import { onlyNode } from './selection.js';

type Resolve = GraphQLFieldResolver<unknown, SubgraphContext>;

/** The resolver of `coordinate`, which throws FORBIDDEN to roles that may not read it or look at what it is asked by. */
export function behindStoreWall(coordinate: Coordinate, resolve: Resolve): Resolve {
  return (source, args, context, info) => {
    if (!mayAsk(coordinate, info.fieldNodes, context)) throw forbidden();
    return resolve(source, args, context, info);
  };
}

type Asking = Pick<SubgraphContext, 'policy' | 'viewer'>;

/** As the guard's verdicts, by where a field stands: a subgraph has operations of its own, and one policy. */
const judged = new Remembered<boolean>();

/** Whether the viewer may read a field and look at all that it is asked by where it stands in the operation. */
export function mayAsk(coordinate: Coordinate, nodes: readonly FieldNode[], asking: Asking): boolean {
  const only = onlyNode(nodes);
  const verdict = () => judge(coordinate, nodes, asking);
  return only ? judged.of(only, `${asking.viewer.role} ${coordinate}`, verdict) : verdict();
}

function judge(coordinate: Coordinate, nodes: readonly FieldNode[], { policy, viewer }: Asking): boolean {
  const [type = '', field = ''] = coordinate.split('.');
  // What stands in the operation, not what has a default: a role without the argument still gets the default.
  const asked = nodes.flatMap((node) => node.arguments ?? []).map(({ name }) => name.value);
  const looked = asked.filter((name) => !isFreeArgument(type, name)).map((name) => fieldCoordinate(type, field, name));
  return [coordinate, ...looked].every((at) => policy.mayRead(viewer.role, at));
}
