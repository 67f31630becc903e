import { Streams } from '../../../gateway/admission/streams.js';
/** The HTTP surface over tiny servers: one schema for each role, enough to see who was asked, by whom, with what. */

import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApolloServer } from '@apollo/server';
import { apolloOptions } from '../../../gateway/apollo-options.js';
import { type Config, readConfig } from '../../../gateway/config.js';
import { catalogued } from '../../../gateway/errors.js';
import { createApp } from '../../../gateway/http.js';
import { type LocalIssuer, openLocalIssuer, type TokenRequest } from '../../../gateway/issuer.js';
import { fixedKeys } from '../../../gateway/keys.js';
import { createLimits } from '../../../gateway/limits/limits.js';
import type { ReadinessChecks } from '../../../gateway/readiness.js';
import { createViewerReader } from '../../../gateway/viewer.js';
import { ROLES, type Role, type Viewer } from '../../../schema/policy/viewer.js';

export interface Context {
  readonly viewer: Viewer;
}

const typeDefs = `#graphql
  type Query {
    role: String!
    viewer: String!
    "Only in the schema of its role."
    %ROLE%Only: Int
    echo(text: String, number: Int): String
    patients(first: Int, last: Int): Patients!
    boom: String
    unavailable: String
  }
  type Patients { totalCount: Int! nodes: [Patient!]! edges: [Edge!]! }
  type Edge { cursor: String! node: Patient! }
  type Patient { id: ID! name: String friends(first: Int, last: Int): Patients! }
  type Mutation { write(text: String): String }
`;

/** A word that stands in the stand-in's internal errors and must never come out. */
export const CANARY = 'canary-9f3a';

export interface StandIn {
  readonly url: string;
  readonly issuer: LocalIssuer;
  readonly config: Config;
  /** What the mutation was called with. */
  readonly written: string[];
  /** Headers and context as the servers saw them. */
  readonly seen: { headers: string[]; viewer: Viewer }[];
  token(request: TokenRequest): Promise<string>;
  stop(): Promise<void>;
}

export interface StandInOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly ready?: ReadinessChecks;
  readonly withoutJwks?: boolean;
}

export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const dataDir = await mkdtemp(join(tmpdir(), 'stand-in-'));
  const config = readConfig({ DATA_DIR: dataDir, ...options.env });
  const issuer = await openLocalIssuer(dataDir, config.signIn);
  const written: string[] = [];
  const seen: StandIn['seen'] = [];
  const servers = await startServers(written, seen);
  const app = createApp<Context>({
    streams: new Streams({ inAll: 10, ofOne: 10 }),
    viewers: createViewerReader({ ...config.signIn, ...issuer, keys: fixedKeys(issuer.jwks) }),
    limits: createLimits(config.limits),
    bodyBytes: config.limits.bodyBytes,
    serverFor: async (role) => servers[role],
    context: (viewer) => ({ viewer }),
    record: async () => undefined,
    sdlFor: (role) => sdl(role),
    stopping: new AbortController().signal,
    ready: options.ready ?? { database: async () => undefined },
    ...(options.withoutJwks ? {} : { jwks: issuer.jwks }),
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    issuer,
    config,
    written,
    seen,
    token: (request) => issuer.issueToken(request),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await Promise.all(Object.values(servers).map((one) => one.stop()));
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function sdl(role: Role): string {
  return typeDefs.replace('%ROLE%', role);
}

async function startServers(written: string[], seen: StandIn['seen']): Promise<Record<Role, ApolloServer<Context>>> {
  const entries = ROLES.map((role) => [role, standInServer(role, written, seen)] as const);
  await Promise.all(entries.map(([, server]) => server.start()));
  return Object.fromEntries(entries) as Record<Role, ApolloServer<Context>>;
}

function standInServer(role: Role, written: string[], seen: StandIn['seen']): ApolloServer<Context> {
  const patient = { id: 'p1', name: 'Ada', friends: () => patients };
  const patients = { totalCount: 1, nodes: () => [patient], edges: () => [{ cursor: 'c', node: patient }] };
  return new ApolloServer<Context>({
    ...apolloOptions(() => undefined),
    typeDefs: sdl(role),
    resolvers: {
      Query: {
        role: () => role,
        viewer: (_root: unknown, _args: unknown, { viewer }: Context) => JSON.stringify(viewer),
        echo: (_root: unknown, { text }: { text?: string }) => text ?? null,
        patients: () => patients,
        boom: () => {
          throw new Error(`mongodb://db.internal/ ${CANARY}`);
        },
        unavailable: () => {
          throw catalogued('SUBGRAPH_UNAVAILABLE');
        },
      },
      Mutation: {
        write: (_root: unknown, { text }: { text?: string }) => {
          written.push(text ?? '');
          return text ?? null;
        },
      },
    },
    plugins: [
      ...apolloOptions().plugins,
      {
        async requestDidStart({ request, contextValue }) {
          seen.push({ headers: [...(request.http?.headers.keys() ?? [])], viewer: contextValue.viewer });
        },
      },
    ],
  });
}
