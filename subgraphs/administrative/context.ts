import type { SubgraphContext, SubgraphEnvironment } from '../shared/context.js';
import { TrailReader } from './audit-event/trail-reader.js';

/** What resolvers of the administrative subgraph are given. */
export interface AdministrativeContext extends SubgraphContext {
  readonly trail: TrailReader;
}

/** Adds the trail, bound to the viewer, to what every subgraph gives its resolvers. */
export function withTrail(context: SubgraphContext, { databases }: SubgraphEnvironment): AdministrativeContext {
  return { ...context, trail: new TrailReader(context.viewer, databases.trail, context.store.disclosures) };
}
