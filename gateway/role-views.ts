/** Wall 1 at work: a gateway and a server for each role, over the supergraph derived for that role. */
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { ROLES, type Role } from '../schema/policy/viewer.js';
import { apolloOptions } from './apollo-options.js';
import type { GatewayContext } from './context.js';
import { auditTrail } from './plugins/audit-trail.js';
import type { Trail } from './trail.js';

// Apollo's packages send metrics home unless told otherwise; this process holds health records.
process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';

export type RoleServers = Readonly<Record<Role, ApolloServer<GatewayContext>>>;

export interface RoleViewParts {
  readonly supergraphOf: (role: Role) => string;
  readonly links: Readonly<Record<string, GraphQLDataSource>>;
  readonly trail: Trail;
}

/** Nothing of these may reach a log: they quote operations and upstream answers. */
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

/** Starts a server for each role. */
export async function startRoleServers(parts: RoleViewParts): Promise<RoleServers> {
  const servers: Partial<Record<Role, ApolloServer<GatewayContext>>> = {};
  for (const role of ROLES) {
    const options = apolloOptions();
    const server = new ApolloServer<GatewayContext>({
      ...options,
      plugins: [...options.plugins, auditTrail(parts.trail)],
      gateway: gatewayFor(role, parts),
      logger: SILENT,
    });
    await server.start();
    servers[role] = server;
  }
  return servers as RoleServers;
}

function gatewayFor(role: Role, { supergraphOf, links }: RoleViewParts): ApolloGateway {
  return new ApolloGateway({
    supergraphSdl: supergraphOf(role),
    logger: SILENT,
    buildService({ name }) {
      const link = links[name];
      if (!link) throw new Error(`the view of ${role} names a subgraph that is not there: ${name}`);
      return link;
    },
  });
}
