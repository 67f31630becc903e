/** Admission over HTTP: refused before anything of a request is read, or given a turn once its body is here. */
import { AsyncResource } from 'node:async_hooks';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { RequestHandler, Response } from 'express';
import type { Role, Viewer } from '../../schema/policy/viewer.js';
import { safeLabels } from '../../schema/telemetry/labels.js';
import { measured, step } from '../../schema/telemetry/telemetry.js';
import { cutEndlessBody } from '../body.js';
import { catalogued, extensionsOf, statusOf } from '../errors.js';
import { SECURITY_HEADERS } from '../security-headers.js';
import { noteRequest } from '../telemetry/request-note.js';
import type { ViewerReader } from '../viewer.js';
import { Admission } from './admission.js';
import { callerOf } from './caller.js';

export interface Turns {
  readonly admission: Admission;
  /** Waits for a turn and goes on with it; behind sign-in and the body. */
  readonly take: RequestHandler;
  /** Does work in a turn of its own, for what is no request by itself. Rejects with OVERLOADED where there is no room. */
  during<T>(viewer: Viewer, work: () => Promise<T>): Promise<T>;
  /** Puts the early refusal before an app. */
  before(app: RequestListener): RequestListener;
  stop(): void;
}

type Loop = ReturnType<typeof monitorEventLoopDelay>;

const SWEEP_MS = 50;
const ABANDONED_MS = 5000;
const LOOP_RESOLUTION_MS = 10;
const GOVERNED = /^\/(?:graphql|population|changes|summary)(?:[/?]|$)/;

/** Turns measured by this process's clock and event loop. */
export function takeTurns(viewers: ViewerReader, waitMs: number): Turns {
  const loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  loop.enable();
  const admission = new Admission({ waitMs, now: () => performance.now(), loopDelay: () => delayOf(loop) });
  const sweeping = setInterval(() => admission.sweep(), SWEEP_MS);
  sweeping.unref();
  watchCrowd(admission, loop);
  const refuse = (role: Role, request: IncomingMessage, response: ServerResponse) => {
    noteRequest({ role, code: 'OVERLOADED' });
    measured()?.shed.add(1, safeLabels({ role }));
    sendOverloaded(admission, request, response);
  };
  return {
    admission,
    take: (request, response, next) => {
      const viewer = response.locals['viewer'] as Viewer;
      const { role } = viewer;
      let begin = () => {};
      const begun = new Promise<void>((resolve) => {
        begin = resolve;
      });
      void step('turn', () => begun);
      const own = ownScope();
      const leave = admission.enter(role, callerOf(viewer), {
        run(over) {
          begin();
          whenAnswered(response, over);
          own.runInAsyncScope(next);
        },
        shed: () =>
          own.runInAsyncScope(() => {
            begin();
            refuse(role, request, response);
          }),
      });
      response.once('close', leave);
    },
    during: (viewer, work) =>
      new Promise((resolve, reject) => {
        const shed = () => {
          measured()?.shed.add(1, safeLabels({ role: viewer.role }));
          reject(catalogued('OVERLOADED'));
        };
        const own = ownScope();
        admission.enter(viewer.role, callerOf(viewer), {
          run: (over) => own.runInAsyncScope(() => void work().then(resolve, reject).finally(over)),
          shed: () => own.runInAsyncScope(shed),
        });
      }),
    before: (app) => (request, response) => {
      const viewer = GOVERNED.test(request.url ?? '') ? knownViewer(viewers, request) : null;
      if (viewer && admission.full(viewer.role, callerOf(viewer))) refuse(viewer.role, request, response);
      else app(request, response);
    },
    stop() {
      clearInterval(sweeping);
      loop.disable();
    },
  };
}

/**
 * Another request's end begins a turn: what is known of a request must not become the other's. `AsyncResource.bind` would
 * do the same, and costs as much as all the rest of a turn.
 */
function ownScope(): AsyncResource {
  return new AsyncResource('TURN', { requireManualDestroy: true });
}

/**
 * The work is done when the answer is whole: a slow reader of it keeps nobody from their turn. What a client asked who has
 * left meanwhile goes on behind their back, and counts for as long as it may.
 */
function whenAnswered(response: Response, over: () => void): void {
  const end = response.end.bind(response) as (...parts: unknown[]) => Response;
  response.end = (...parts: unknown[]) => {
    over();
    return end(...parts);
  };
  response.once('close', () => {
    if (!response.writableEnded) setTimeout(over, ABANDONED_MS).unref();
  });
}

/** Whose a token is that was checked before: forged ones are nobody's, and take nobody's place. */
function knownViewer(viewers: ViewerReader, { headersDistinct }: IncomingMessage): Viewer | null {
  const sent = headersDistinct['authorization'] ?? [];
  return sent.length === 1 ? (viewers.known(sent[0]) ?? null) : null;
}

function watchCrowd(admission: Admission, loop: Loop): void {
  const now = measured();
  now?.crowd.limit.addCallback((result) => result.observe(admission.crowd.limit));
  now?.crowd.running.addCallback((result) => result.observe(admission.crowd.running));
  now?.crowd.waiting.addCallback((result) => result.observe(admission.crowd.waiting));
  now?.process.loopDelay.addCallback((result) => result.observe(lateness(loop)));
}

function lateness({ mean }: Loop): number {
  const ms = mean / 1e6;
  return Number.isFinite(ms) ? Math.max(0, ms - LOOP_RESOLUTION_MS) : 0;
}

/** Since this was last asked. */
function delayOf(loop: Loop): number {
  const late = lateness(loop);
  loop.reset();
  return late;
}

/** Not in the trail: nothing was shown, and a crowd must not be able to fill it. */
function sendOverloaded({ retryAfter }: Admission, request: IncomingMessage, response: ServerResponse): void {
  if (response.headersSent) return;
  const { code, message } = catalogued('OVERLOADED');
  const body = JSON.stringify({ errors: [{ message, extensions: extensionsOf(code) }] });
  cutEndlessBody(request, response);
  response.writeHead(statusOf(code), {
    ...SECURITY_HEADERS,
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Retry-After': String(retryAfter),
  });
  response.end(body);
}
