/**
 * Wall 3 at the fields that ask the store: entry points, lists, summaries. Projections keep hidden values in MongoDB,
 * but a filter by one tells it by what is left, and a sum shows what it adds: who may not read the field, or an
 * argument that stands in the operation, asks nothing.
 */
import type { GraphQLFieldResolver } from 'graphql';
import type { Coordinate } from '../../schema/policy/catalogue.js';
import { fieldCoordinate, isFreeArgument } from '../../schema/policy/coordinates.js';
import type { SubgraphContext } from './context.js';
import { forbidden } from './errors.js';

type Resolve = GraphQLFieldResolver<unknown, SubgraphContext>;

/** The resolver of `coordinate`, which throws FORBIDDEN to roles that may not read it or look at what it is asked by. */
export function behindStoreWall(coordinate: Coordinate, resolve: Resolve): Resolve {
  const [type = '', field = ''] = coordinate.split('.');
  return (source, args, context, info) => {
    const { policy, viewer } = context;
    // What stands in the operation, not what has a default: a role without the argument still gets the default.
    const asked = info.fieldNodes.flatMap((node) => node.arguments ?? []).map(({ name }) => name.value);
    const looked = asked
      .filter((name) => !isFreeArgument(type, name))
      .map((name) => fieldCoordinate(type, field, name));
    if (![coordinate, ...looked].every((at) => policy.mayRead(viewer.role, at))) throw forbidden();
    return resolve(source, args, context, info);
  };
}
