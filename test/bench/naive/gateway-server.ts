/** The gateway of the naive stack: @apollo/gateway as it comes, which composes what its subgraphs say, over HTTP. */
import 'reflect-metadata';
import { ApolloGateway, IntrospectAndCompose, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { readConfig } from '../../../gateway/config.js';
import { openSignIn } from '../../../gateway/sign-in.js';
import { serveMeasured } from '../child.js';
import { type Context, USER_HEADER } from './user.js';

process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';

/** Tells a subgraph who asks. */
class WithUser extends RemoteGraphQLDataSource<Context> {
  override willSendRequest({
    request,
    context,
  }: Parameters<NonNullable<RemoteGraphQLDataSource<Context>['willSendRequest']>>[0]) {
    if ('user' in context && context.user) request.http?.headers.set(USER_HEADER, JSON.stringify(context.user));
  }
}

await serveMeasured(async ({ dataDir, subgraphs = {} }) => {
  const { jwks } = await openSignIn(readConfig({ DATA_DIR: dataDir, PORT: '0' }));
  if (!jwks) throw new Error('the naive stack trusts the keys of the bench');
  const keys = createLocalJWKSet(jwks);
  const gateway = new ApolloGateway({
    supergraphSdl: new IntrospectAndCompose({
      subgraphs: Object.entries(subgraphs).map(([name, url]) => ({ name, url })),
    }),
    buildService: ({ url = '' }) => new WithUser({ url }),
    logger: { debug() {}, info() {}, warn() {}, error: console.error },
  });
  const server = new ApolloServer<Context>({ gateway });
  const { url } = await startStandaloneServer(server, {
    listen: { port: 0, host: '127.0.0.1' },
    context: async ({ req }) => {
      const token = req.headers.authorization?.replace(/^Bearer /, '') ?? '';
      const { payload } = await jwtVerify(token, keys);
      return { user: { role: String(payload['role']), organization: String(payload['organization']) } };
    },
  });
  return { url };
});
