/** Apollo's own shaping of an answer, for answers with errors or gaps: the same words and nulls as without us. */

import { type Operation, operationFromDocument, type Schema } from '@apollo/federation-internals';
import { computeResponse } from '@apollo/gateway/dist/resultShaping.js';
import { GraphQLError, Kind } from 'graphql';
import type { Json, Variables } from './answer-shape.js';
import type { OperationContext } from './compiled-gateway.js';

/** The operation as Apollo's shaping reads it. */
export function apolloOperation(apiSchema: Schema, { operation, fragments }: OperationContext): Operation {
  const definitions = [operation, ...Object.values(fragments)];
  return operationFromDocument(apiSchema, { kind: Kind.DOCUMENT, definitions }, { validate: false });
}

export interface Shaped {
  readonly data: Json | null | undefined;
  readonly errors?: readonly GraphQLError[];
  readonly extensions?: Json;
}

/** What `executeQueryPlan` makes of what the subgraphs gave. */
export function apolloShaped(
  operation: Operation,
  variables: Variables,
  input: Json,
  errors: readonly GraphQLError[],
): Shaped {
  try {
    const shaped = computeResponse({
      operation,
      variables,
      input,
      introspectionHandling: () => {
        throw new GraphQLError('Introspection is not answered here.');
      },
    });
    if (errors.length > 0) return { data: shaped.data, errors };
    return shaped.errors.length > 0
      ? { data: shaped.data, extensions: { valueCompletion: shaped.errors } }
      : { data: shaped.data };
  } catch (error) {
    if (error instanceof GraphQLError) return { data: undefined, errors: [error] };
    throw error;
  }
}
