/** Wall 1 at work: a gateway and a server for each role, over the supergraph derived for that role. */
import type { GraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { ROLES, type Role } from '../schema/policy/viewer.js';
import { apolloOptions } from './apollo-options.js';
import { CompiledGateway } from './compiled/compiled-gateway.js';
import type { GatewayContext } from './context.js';
import { createDocumentStore } from './document-store.js';
import { sayHowAnswered } from './plugins/answer-extensions.js';
import { auditTrail } from './plugins/audit-trail.js';
import type { RecordOperation } from './record-operation.js';

// Apollo's packages send metrics home unless told otherwise; this process holds health records.
process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';

export interface RoleViewParts {
  readonly supergraphOf: (role: Role) => string;
  readonly links: Readonly<Record<string, GraphQLDataSource>>;
  readonly record: RecordOperation;
}

/** Nothing of these may reach a log: they quote operations and upstream answers. */
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

/** Plans that a view keeps: hundreds of large ones. Apollo's own measure is 30. */
const PLANS_MIB = 4;

/** Enough for a request that waits to be answered, what it asks of MongoDB included. */
const BETWEEN_MS = 20;

/** The servers of all roles. Each is started when it is first asked for, or by `warm`; a start costs some 0.2 s. */
export class RoleServers {
  readonly #parts: RoleViewParts;
  readonly #started = new Map<Role, Promise<ApolloServer<GatewayContext>>>();

  constructor(parts: RoleViewParts) {
    this.#parts = parts;
  }

  get(role: Role): Promise<ApolloServer<GatewayContext>> {
    const known = this.#started.get(role) ?? startServer(role, this.#parts);
    this.#started.set(role, known);
    return known;
  }

  /** Starts the servers one after the other, letting requests be answered in between. */
  async warm(): Promise<void> {
    for (const role of ROLES) {
      await this.get(role);
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
    }
  }

  async stop(): Promise<void> {
    const servers = await Promise.all(this.#started.values());
    await Promise.all(servers.map((server) => server.stop()));
  }
}

async function startServer(role: Role, parts: RoleViewParts): Promise<ApolloServer<GatewayContext>> {
  const options = apolloOptions();
  const gateway = gatewayFor(role, parts);
  const server = new ApolloServer<GatewayContext>({
    ...options,
    plugins: [...options.plugins, gateway.answering, sayHowAnswered, auditTrail(parts.record)],
    gateway,
    documentStore: createDocumentStore(),
    logger: SILENT,
  });
  await server.start();
  return server;
}

function gatewayFor(role: Role, { supergraphOf, links }: RoleViewParts): CompiledGateway {
  return new CompiledGateway({
    supergraphSdl: supergraphOf(role),
    // It was when it was derived, and nothing starts with one that was derived from anything else.
    validateSupergraph: false,
    experimental_approximateQueryPlanStoreMiB: PLANS_MIB,
    logger: SILENT,
    buildService({ name }) {
      const link = links[name];
      if (!link) throw new Error(`the view of ${role} names a subgraph that is not there: ${name}`);
      return link;
    },
  });
}
