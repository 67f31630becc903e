/** Writes each disclosure to the trail before the answer leaves: no trail, no answer. */
import type { ApolloServerPlugin } from '@apollo/server';
import type { GatewayContext } from '../context.js';
import { catalogued, extensionsOf, statusOf } from '../errors.js';
import type { Trail } from '../trail.js';
import { type ErrorReport, reportToStderr } from './mask-errors.js';

export function auditTrail(trail: Trail, report: ErrorReport = reportToStderr): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: async () => ({
      async willSendResponse({ contextValue, operationName, response }) {
        const { viewer, disclosed, refused } = contextValue;
        if (disclosed.length === 0 && !refused) return;
        try {
          await trail.append({
            at: new Date(),
            viewer,
            operation: operationName ?? null,
            outcome: refused ? 'refused' : 'disclosed',
            code: refused ? 'FORBIDDEN' : null,
            disclosures: merged(disclosed),
          });
        } catch (error) {
          report('audit-trail', error);
          const { message } = catalogued('TRAIL_UNAVAILABLE');
          response.http.status = statusOf('TRAIL_UNAVAILABLE');
          response.body = {
            kind: 'single',
            singleResult: { errors: [{ message, extensions: extensionsOf('TRAIL_UNAVAILABLE') }] },
          };
        }
      },
    }),
  };
}

/** Several fetches of one operation may read the same kind of the same patient. */
function merged(disclosed: GatewayContext['disclosed']): GatewayContext['disclosed'] {
  const byKey = new Map<string, GatewayContext['disclosed'][number]>();
  for (const row of disclosed) {
    const key = `${row.kind} ${row.patient ?? ''}`;
    const earlier = byKey.get(key);
    byKey.set(key, { ...earlier, ...row, count: row.count + (earlier?.count ?? 0) });
  }
  return [...byKey.values()];
}
