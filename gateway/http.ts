/** The HTTP surface: who may knock, what a request must look like, and which role's server answers it. */
import type { ApolloServer, BaseContext } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import type { JSONWebKeySet } from 'jose';
import type { Role, Viewer } from '../schema/policy/viewer.js';
import { step } from '../schema/telemetry/telemetry.js';
import type { Streams } from './admission/streams.js';
import { allow } from './allow.js';
import { bodyReader, cutEndlessBodies } from './body.js';
import { changesStream } from './changes-stream.js';
import { type ConsoleParts, consoleRoutes } from './console/console.js';
import { catalogued } from './errors.js';
import { cataloguedFrom, errorHandler, sendError } from './http-errors.js';
import type { Limits } from './limits/limits.js';
import { NOTHING_PERSISTED, type PersistedOperations } from './persisted-operations.js';
import { populationDownload } from './population-downloads.js';
import { checkReadiness, type ReadinessChecks } from './readiness.js';
import type { RecordOperation } from './record-operation.js';
import { acceptedType, forwardOperation, readOperation } from './request.js';
import { SECURITY_HEADERS } from './security-headers.js';
import { summaryPage } from './summary-page.js';
import { operationHash } from './telemetry/operation-hash.js';
import { isNoted, noteRequest } from './telemetry/request-note.js';
import type { ViewerReader } from './viewer.js';
import { chooseWidth } from './width.js';

export interface AppParts<C extends BaseContext> {
  readonly viewers: ViewerReader;
  readonly limits: Limits;
  readonly bodyBytes: number;
  /** Which operations are known; absent, none is, and all may be asked. */
  readonly persisted?: PersistedOperations;
  /** The started server of a role. */
  readonly serverFor: (role: Role) => Promise<ApolloServer<C>>;
  /** What resolvers and plugins know of a request: made from the viewer, never from what the client's headers claim. */
  readonly context: (viewer: Viewer) => C | Promise<C>;
  /** Puts into the trail what is refused here, before a role's server hears of it. */
  readonly record: RecordOperation;
  /** The SDL of a role's view. */
  readonly sdlFor: (role: Role) => string;
  /** What must answer before the gateway is ready, by name (`database`, `clinical`, ...). */
  readonly ready: ReadinessChecks;
  /** Aborted when the gateway stops. */
  readonly stopping: AbortSignal;
  /** Lets a request go on when it is its turn; absent, at once. */
  readonly takeTurn?: RequestHandler;
  /** How many streams of changes may stand, and the turns of their looks. */
  readonly streams: Streams;
  readonly inTurn?: <T>(viewer: Viewer, work: () => Promise<T>) => Promise<T>;
  /** The local issuer's public keys; absent, nothing is served for them. */
  readonly jwks?: JSONWebKeySet;
  /** The console at `/`; absent, there is none. */
  readonly console?: ConsoleParts;
}

/** The whole app. */
export function createApp<C extends BaseContext>(parts: AppParts<C>): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', false);
  app.enable('case sensitive routing').enable('strict routing');
  app.use(securityHeaders, cutEndlessBodies);
  app.all(
    '/graphql',
    allow('GET', 'POST'),
    authenticate(parts.viewers),
    chooseWidth,
    ...graphqlHandlers(parts),
    recordRefusal(parts.record),
  );
  app.all('/schema.graphql', allow('GET', 'HEAD'), authenticate(parts.viewers), (_request, response) => {
    response.type('text/plain; charset=utf-8').send(parts.sdlFor(viewerIn(response).role));
  });
  app.all(
    '/population/:file',
    allow('GET'),
    authenticate(parts.viewers),
    parts.takeTurn ?? atOnce,
    populationDownload(parts),
  );
  app.all('/changes', allow('GET'), authenticate(parts.viewers), changesStream(parts));
  app.all(
    '/summary/:patient',
    allow('GET'),
    authenticate(parts.viewers),
    chooseWidth,
    parts.takeTurn ?? atOnce,
    summaryPage(parts),
  );
  app.all('/healthz', allow('GET', 'HEAD'), (_request, response) => void response.json({ status: 'ok' }));
  app.all('/readyz', allow('GET', 'HEAD'), readinessHandler(parts.ready));
  const { jwks } = parts;
  if (jwks) {
    app.all('/.well-known/jwks.json', allow('GET', 'HEAD'), (_request, response) => void response.json(jwks));
  }
  if (parts.console) app.use(consoleRoutes(parts.console, authenticate(parts.viewers)));
  app.use((_request, response) => sendError(response, catalogued('NOT_FOUND')));
  app.use(errorHandler);
  return app;
}

const securityHeaders: RequestHandler = (_request, response, next) => {
  response.set(SECURITY_HEADERS);
  next();
};

const atOnce: RequestHandler = (_request, _response, next) => next();

/** Before the body is read: who has no token sends us nothing. */
function authenticate(viewers: ViewerReader): RequestHandler {
  return async (request, response, next) => {
    const sent = request.headersDistinct['authorization'] ?? [];
    // Two authorizations are no authorization: Node would silently keep the first.
    const viewer = await step('sign-in', () => viewers.read(sent.length > 1 ? '' : sent[0]));
    response.locals['viewer'] = viewer;
    noteRequest({ role: viewer.role });
    next();
  };
}

function viewerIn(response: Response): Viewer {
  return response.locals['viewer'] as Viewer;
}

function graphqlHandlers<C extends BaseContext>(parts: AppParts<C>): RequestHandler[] {
  const byRole = new Map<Role, Promise<RequestHandler>>();
  const context = async ({ res }: { res: Response }) => parts.context(viewerIn(res));
  const handlerFor = (role: Role): Promise<RequestHandler> => {
    const known = byRole.get(role);
    if (known) return known;
    const made = parts
      .serverFor(role)
      .then((server) => expressMiddleware(server, { context }) as unknown as RequestHandler);
    byRole.set(role, made);
    return made;
  };
  const dispatch: RequestHandler = async (request, response, next) => {
    const handler = await handlerFor(viewerIn(response).role);
    await handler(request, response, next);
  };
  return [negotiate, bodyReader(parts.bodyBytes), parts.takeTurn ?? atOnce, operationGate(parts), dispatch];
}

/** Refused before anything runs: a mutation must not happen whose answer nobody can read. */
const negotiate: RequestHandler = (request, response, next) => {
  const type = acceptedType(request);
  if (type === null) throw catalogued('NOT_ACCEPTABLE');
  response.locals['mediaType'] = type;
  next();
};

type GateParts = Pick<AppParts<BaseContext>, 'limits' | 'persisted'>;

/** Reads the operation, bounds it, and hands on exactly what was judged, so that nobody reads the request differently. */
function operationGate({ limits, persisted = NOTHING_PERSISTED }: GateParts): RequestHandler {
  return (request: Request, response, next) => {
    const asked = readOperation(request);
    response.locals['operation'] = asked.operationName;
    const { query, name } = persisted(viewerIn(response).role, asked);
    const operation = { ...asked, query };
    if (isNoted()) noteRequest({ operation: name ?? operationHash(query) });
    const checked = step('limits', () => limits.check(operation.query, operation.operationName, operation.variables));
    if (request.method === 'GET' && checked.operation !== null && checked.operation !== 'query') {
      response.set('Allow', 'POST');
      throw catalogued('METHOD_NOT_ALLOWED', { allowed: 'POST' });
    }
    forwardOperation(request, operation, response.locals['mediaType'] as string);
    next();
  };
}

/** What a viewer was refused here is recorded before they are told; who never became one is not in the trail. */
function recordRefusal(record: RecordOperation): ErrorRequestHandler {
  return async (error: unknown, _request, response, next) => {
    const viewer = response.locals['viewer'] as Viewer | undefined;
    if (!viewer || response.headersSent) return next(error);
    const refused = cataloguedFrom(error);
    const operation = (response.locals['operation'] as string | null | undefined) ?? null;
    await record({ viewer, operation, disclosed: [], codes: [refused.code], refused: false });
    next(refused);
  };
}

function readinessHandler(checks: ReadinessChecks): RequestHandler {
  const check = checkReadiness(checks);
  return async (_request, response) => {
    const waiting = await check();
    if (waiting.length === 0) response.json({ status: 'ready' });
    else response.status(503).json({ status: 'not ready', waiting });
  };
}
