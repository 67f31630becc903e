import { DEFAULT_ACCESS } from '../../schema/policy/access-settings.js';
import type { RowExplainer } from '../../schema/policy/explain.js';
import { AccessExplainer } from '../shared/access/explain-access.js';
import type { SubgraphContext, SubgraphEnvironment } from '../shared/context.js';
import { TrailReader } from './audit-event/trail-reader.js';
import { BreakGlassDesk } from './break-glass/break-glass-desk.js';

/** What resolvers of the administrative subgraph are given. */
export interface AdministrativeContext extends SubgraphContext {
  readonly trail: TrailReader;
  readonly breakGlass: BreakGlassDesk;
  /** Says why others reach a patient, to those who may learn of relations and consents. */
  readonly explainer: RowExplainer;
}

/** Adds the trail and the emergency desk, bound to the viewer, to what every subgraph gives its resolvers. */
export function administrativeContext(
  context: SubgraphContext,
  { databases, access = DEFAULT_ACCESS }: SubgraphEnvironment,
): AdministrativeContext {
  return {
    ...context,
    trail: new TrailReader(context.viewer, databases.trail, context.store.disclosures),
    explainer: new AccessExplainer(databases, access, 'auditor'),
    breakGlass: new BreakGlassDesk(context.store, context.desk, access),
  };
}
