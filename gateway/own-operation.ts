/** Operations that the gateway itself asks for a viewer, for what is served besides `/graphql`: same view, walls and trail. */
import type { ApolloServer, BaseContext } from '@apollo/server';
import type { Role, Viewer } from '../schema/policy/viewer.js';
import { catalogued, type ErrorDetails, isErrorCode } from './errors.js';

export interface OwnOperationParts<C extends BaseContext> {
  /** The started server of a role. */
  readonly serverFor: (role: Role) => Promise<ApolloServer<C>>;
  readonly context: (viewer: Viewer) => C | Promise<C>;
}

export interface OwnOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * The data of an answer without errors.
 * @throws CataloguedError what the operation was refused with; NOT_FOUND where the role's view does not have what it asks
 * for: to that role there is no such address.
 */
export async function askOwn<C extends BaseContext>(
  { serverFor, context }: OwnOperationParts<C>,
  viewer: Viewer,
  { query, variables }: OwnOperation,
): Promise<Record<string, unknown>> {
  const server = await serverFor(viewer.role);
  const contextValue = await context(viewer);
  const { body } = await server.executeOperation({ query, variables: { ...variables } }, { contextValue });
  if (body.kind !== 'single') throw new Error('an answer in one piece was expected');
  const { data, errors } = body.singleResult;
  const [error] = errors ?? [];
  if (!error) return data ?? {};
  const code = error.extensions?.['code'];
  if (code === 'GRAPHQL_VALIDATION_FAILED') throw catalogued('NOT_FOUND');
  throw catalogued(isErrorCode(code) ? code : 'BAD_REQUEST', (error.extensions ?? {}) as ErrorDetails);
}
