/** Records each operation that a role's server answered before the answer leaves: no trail, no answer. */
import type { ApolloServerPlugin, GraphQLRequestContextWillSendResponse } from '@apollo/server';
import { getOperationAST } from 'graphql';
import type { GatewayContext } from '../context.js';
import { CataloguedError, extensionsOf, statusOf } from '../errors.js';
import type { RecordOperation } from '../record-operation.js';

type Sending = GraphQLRequestContextWillSendResponse<GatewayContext>;

export function auditTrail(record: RecordOperation): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: async () => ({
      async willSendResponse(sending) {
        const { viewer, disclosed, acts, refused } = sending.contextValue;
        try {
          await record({ viewer, disclosed, acts, refused, operation: nameOf(sending), codes: codesIn(sending) });
        } catch (error) {
          if (!(error instanceof CataloguedError)) throw error;
          replaceAnswer(sending, error);
        }
      },
    }),
  };
}

/** Also of an operation that was refused before anybody looked for its name. */
function nameOf({ operationName, request, document }: Sending): string | null {
  if (operationName) return operationName;
  const found = document && getOperationAST(document, request.operationName)?.name?.value;
  return found ?? request.operationName ?? null;
}

function codesIn({ response: { body } }: Sending): unknown[] {
  const result = body.kind === 'single' ? body.singleResult : body.initialResult;
  return (result.errors ?? []).map(({ extensions }) => extensions?.['code']);
}

function replaceAnswer({ response }: Sending, { code, message, details }: CataloguedError): void {
  response.http.status = statusOf(code);
  response.body = {
    kind: 'single',
    singleResult: { errors: [{ message, extensions: extensionsOf(code, details) }] },
  };
}
