import { DEFAULT_ACCESS } from '../../schema/policy/access-settings.js';
import type { SubgraphContext, SubgraphEnvironment } from '../shared/context.js';
import { TrailReader } from './audit-event/trail-reader.js';
import { BreakGlassDesk } from './break-glass/break-glass-desk.js';

/** What resolvers of the administrative subgraph are given. */
export interface AdministrativeContext extends SubgraphContext {
  readonly trail: TrailReader;
  readonly breakGlass: BreakGlassDesk;
}

/** Adds the trail and the emergency desk, bound to the viewer, to what every subgraph gives its resolvers. */
export function administrativeContext(
  context: SubgraphContext,
  { databases, writer, access = DEFAULT_ACCESS }: SubgraphEnvironment,
): AdministrativeContext {
  return {
    ...context,
    trail: new TrailReader(context.viewer, databases.trail, context.store.disclosures),
    breakGlass: new BreakGlassDesk(context.store, writer, access),
  };
}
