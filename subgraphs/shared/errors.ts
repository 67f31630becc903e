/** Errors a subgraph may answer with. Their codes stand in the gateway's catalogue; all others are masked there. */
import { GraphQLError } from 'graphql';

export type SubgraphErrorCode =
  | 'FORBIDDEN'
  | 'UNAUTHENTICATED'
  | 'BAD_CURSOR'
  | 'BAD_PAGE'
  | 'BAD_ARGUMENT'
  | 'UNKNOWN_PATIENT'
  | 'NO_REASON'
  | 'ALREADY_REVIEWED';

export function forbidden(): GraphQLError {
  return new GraphQLError('Your role may not read what this operation asks for.', {
    extensions: { code: 'FORBIDDEN' },
  });
}

/** `message` names the argument and what it takes; it never repeats a value. */
export function badInput(code: SubgraphErrorCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
