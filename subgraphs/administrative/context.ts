import { DEFAULT_ACCESS } from '../../schema/policy/access-settings.js';
import type { RowExplainer } from '../../schema/policy/explain.js';
import { AccessExplainer } from '../shared/access/explain-access.js';
import { RecordChanges } from '../shared/changes/record-changes.js';
import type { SubgraphContext, SubgraphEnvironment } from '../shared/context.js';
import { TrailReader } from './audit-event/trail-reader.js';
import { BreakGlassDesk } from './break-glass/break-glass-desk.js';
import { TransferDesk } from './transfer/transfer-desk.js';

/** What resolvers of the administrative subgraph are given. */
export interface AdministrativeContext extends SubgraphContext {
  readonly trail: TrailReader;
  readonly breakGlass: BreakGlassDesk;
  /** What changed since a point, of what the viewer reaches. */
  readonly feed: RecordChanges;
  /** Hands records over as they came. */
  readonly transfers: TransferDesk;
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
    trail: new TrailReader(context, databases),
    feed: new RecordChanges({
      viewer: context.viewer,
      policy: context.policy,
      databases,
      storeOf: context.storeOf,
      now: () => access.now().getTime(),
    }),
    transfers: new TransferDesk(context, databases),
    explainer: new AccessExplainer(databases, access, 'auditor'),
    breakGlass: new BreakGlassDesk(context.store, context.desk, access),
  };
}
