/** Refuses a request that names no operation of its document; the federation gateway would call it a failure of ours. */
import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { refusal } from '../errors.js';

export function resolveOperation(): ApolloServerPlugin<BaseContext> {
  return {
    requestDidStart: async () => ({
      async didResolveOperation({ operation }) {
        if (!operation) throw refusal('OPERATION_RESOLUTION_FAILURE');
      },
    }),
  };
}
