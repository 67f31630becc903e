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

export interface Turns {
  readonly admission: Admission;
  /** Waits for a turn and goes on with it; behind sign-in and the body. */
  readonly take: RequestHandler;
  /** Puts the early refusal before an app. */
  before(app: RequestListener): RequestListener;
  stop(): void;
}

type Loop = ReturnType<typeof monitorEventLoopDelay>;

const SWEEP_MS = 50;
const ABANDONED_MS = 5000;
const LOOP_RESOLUTION_MS = 10;
const GOVERNED = /^\/(?:graphql|population)(?:[/?]|$)/;

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
      const { role } = response.locals['viewer'] as Viewer;
      let begin = () => {};
      const begun = new Promise<void>((resolve) => {
        begin = resolve;
      });
      void step('turn', () => begun);
      // Another request's end begins this turn: what is known of a request must not become the other's.
      const goOn = AsyncResource.bind(() => next());
      const leave = admission.enter(role, {
        run(over) {
          begin();
          whenAnswered(response, over);
          goOn();
        },
        shed: AsyncResource.bind(() => {
          begin();
          refuse(role, request, response);
        }),
      });
      response.once('close', leave);
    },
    before: (app) => (request, response) => {
      const role = GOVERNED.test(request.url ?? '') ? knownRole(viewers, request) : null;
      if (role !== null && admission.full(role)) refuse(role, request, response);
      else app(request, response);
    },
    stop() {
      clearInterval(sweeping);
      loop.disable();
    },
  };
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
  response.once('close', () => setTimeout(over, ABANDONED_MS).unref());
}

/** The role of a token that was checked before: forged ones are nobody's, and take nobody's place. */
function knownRole(viewers: ViewerReader, { headersDistinct }: IncomingMessage): Role | null {
  const sent = headersDistinct['authorization'] ?? [];
  return sent.length === 1 ? (viewers.known(sent[0])?.role ?? null) : null;
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
