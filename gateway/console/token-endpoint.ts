/**
 * `POST /console/token`: the role switch of the console. It exists where the local issuer does, and answers only a person at
 * this machine: whoever may ask for a token may read everything.
 */
import type { Request, RequestHandler } from 'express';
import { bodyReader } from '../body.js';
import { catalogued } from '../errors.js';
import type { IssueToken } from './token-request.js';

const BODY_BYTES = 2048;
const LOOPBACK_NAME = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;
const LOOPBACK_ADDRESS = /^(?:(?:::ffff:)?127(?:\.\d{1,3}){3}|::1)$/;

/** Handlers of the endpoint, in their order. */
export function tokenHandlers(issue: IssueToken): RequestHandler[] {
  return [
    onThisMachineOnly,
    bodyReader(BODY_BYTES),
    async (request, response) => {
      response.json(await issue(parsed(request.body)));
    },
  ];
}

/**
 * The name in Host keeps out pages that had their own name point here; Origin and Sec-Fetch-Site, other pages of this
 * machine; what a proxy adds, callers from elsewhere whom it forwards.
 */
const onThisMachineOnly: RequestHandler = (request, _response, next) => {
  if (!isLocal(request)) throw catalogued('FORBIDDEN');
  next();
};

function isLocal(request: Request): boolean {
  const { host = '', origin, forwarded } = request.headers;
  const site = request.headers['sec-fetch-site'];
  return (
    LOOPBACK_ADDRESS.test(request.socket.remoteAddress ?? '') &&
    LOOPBACK_NAME.test(host) &&
    (origin === undefined || origin === `http://${host}`) &&
    (site === undefined || site === 'same-origin') &&
    forwarded === undefined &&
    request.headers['x-forwarded-for'] === undefined
  );
}

function parsed(body: unknown): unknown {
  try {
    return JSON.parse(Buffer.isBuffer(body) ? body.toString('utf8') : '') as unknown;
  } catch {
    throw catalogued('BAD_TOKEN_REQUEST', { reason: 'the body is not valid JSON' });
  }
}
