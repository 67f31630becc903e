/** Assembles a gateway on its subgraphs and listens; the process's main and the tests both start here. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JSONWebKeySet } from 'jose';
import { readFullSupergraph, readRoleSdl, readRoleSupergraph } from '../schema/derive/generated.js';
import { ROLES, type Role } from '../schema/policy/viewer.js';
import { Streams } from './admission/streams.js';
import { takeTurns } from './admission/turns.js';
import type { LimitSettings } from './config.js';
import type { ConsoleParts } from './console/console.js';
import { gatewayContext } from './context.js';
import { createDrain } from './drain.js';
import { createApp } from './http.js';
import { createLimits } from './limits/limits.js';
import type { PersistedOperations } from './persisted-operations.js';
import { reportToStderr } from './plugins/mask-errors.js';
import type { ReadinessChecks } from './readiness.js';
import { operationRecorder } from './record-operation.js';
import { RoleServers } from './role-views.js';
import { type Ask, subgraphLink } from './subgraph-link.js';
import { type RequestLog, watchRequests } from './telemetry/watch-requests.js';
import { Trail, type TrailStore } from './trail.js';
import type { ViewerReader } from './viewer.js';

export interface GatewayParts {
  readonly viewers: ViewerReader;
  readonly limits: LimitSettings;
  /** How each subgraph is asked, by name. */
  readonly subgraphs: Readonly<Record<string, Ask>>;
  readonly subgraphDeadlineMs: number;
  /** Shared with the subgraphs; seals viewers. */
  readonly secret: string;
  readonly trail: TrailStore;
  readonly ready: ReadinessChecks;
  readonly jwks?: JSONWebKeySet;
  /** The console at `/`; absent, there is none. */
  readonly console?: ConsoleParts | undefined;
  /** Resolves when a gateway that was told to stop may stop answering; absent, at once. */
  readonly stopAfter?: () => Promise<unknown>;
  /** Which operations are known; absent, none is, and all may be asked. */
  readonly persisted?: PersistedOperations;
  /** Gets a line for each request; absent, none is written. */
  readonly log?: RequestLog;
  /** Wall 1 taken away, in tests and benchmarks only: every role gets the whole supergraph. */
  readonly view?: 'open';
}

export interface Gateway {
  readonly url: string;
  readonly port: number;
  /** Takes no new requests, lets those in flight finish, then closes. */
  stop(): Promise<void>;
}

export async function startGateway(parts: GatewayParts, listen: { port: number; host: string }): Promise<Gateway> {
  const links = Object.fromEntries(
    Object.entries(parts.subgraphs).map(([name, ask]) => [name, subgraphLink(ask, parts.subgraphDeadlineMs, name)]),
  );
  const supergraphOf = parts.view === 'open' ? readFullSupergraph : readRoleSupergraph;
  const trail = new Trail(parts.trail);
  await trail.begun;
  const record = operationRecorder(trail);
  const servers = new RoleServers({ supergraphOf, links, record });
  const sdls = new Map<Role, string>(ROLES.map((role) => [role, readRoleSdl(role)]));
  const stopping = new AbortController();
  const turns = takeTurns(parts.viewers, parts.limits.waitMs);
  const drain = createDrain();
  const app = createApp({
    viewers: parts.viewers,
    limits: createLimits(parts.limits),
    bodyBytes: parts.limits.bodyBytes,
    takeTurn: turns.take,
    streams: new Streams({ inAll: parts.limits.streams, ofOne: parts.limits.streamsOfOne }),
    inTurn: (viewer, work) => turns.during(viewer, work),
    serverFor: (role) => servers.get(role),
    context: (viewer) => gatewayContext(viewer, parts.secret),
    record,
    sdlFor: (role) => sdls.get(role) ?? '',
    ready: parts.ready,
    stopping: stopping.signal,
    ...(parts.persisted && { persisted: parts.persisted }),
    ...(parts.jwks && { jwks: parts.jwks }),
    ...(parts.console && { console: parts.console }),
  });
  const server = createServer(
    { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: KEEP_ALIVE_MS },
    watchRequests(drain.before(turns.before(app)), parts.log ?? null),
  );
  await listening(server, listen);
  const warmed = servers.warm();
  // A view that does not start closes the gateway: readyz then fails, and whoever runs it is told why.
  warmed.catch((error: unknown) => {
    reportToStderr('views', error);
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${listen.host.includes(':') ? `[${listen.host}]` : listen.host}:${port}`,
    port,
    async stop() {
      drain.begin();
      await parts.stopAfter?.();
      stopping.abort();
      await closed(server);
      turns.stop();
      await warmed.catch(() => undefined);
      await servers.stop();
      trail.close();
    },
  };
}

/**
 * Longer than load balancers and clients keep an idle connection (a minute by custom): whoever closes first must not be
 * us, or a request that is under way at that moment meets a reset.
 */
const KEEP_ALIVE_MS = 65_000;

function listening(server: Server, { port, host }: { port: number; host: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE' ? new Error(`Port ${port} is in use on ${host}. Set PORT to another one.`) : error,
      ),
    );
    server.listen(port, host, () => {
      resolve();
    });
  });
}

/** How long requests in flight may take once the process was asked to stop. */
const DRAIN_MS = 10_000;

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
