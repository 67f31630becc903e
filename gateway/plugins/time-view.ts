/** How long the view's wall takes: the judging of an operation by the schema of its role. */
import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { step, watched } from '../../schema/telemetry/telemetry.js';

export const timeView: ApolloServerPlugin<BaseContext> = {
  requestDidStart: async () =>
    watched()
      ? {
          async validationDidStart() {
            let judged = () => {};
            const judging = new Promise<void>((resolve) => {
              judged = resolve;
            });
            void step('view', () => judging);
            return async () => judged();
          },
        }
      : {},
};
