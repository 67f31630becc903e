/** Errors of the HTTP layer: the same catalogue and the same shape as those that Apollo answers with. */
import type { ErrorRequestHandler, Response } from 'express';
import { CataloguedError, catalogued, extensionsOf, statusOf } from './errors.js';
import { internalError } from './plugins/mask-errors.js';
import { noteRequest } from './telemetry/request-note.js';

/** A stream is not soon over, and a crowd is: something between. */
const OVERLOADED_S = 5;

/** Answers with one error, in the media type that was negotiated, JSON before that. */
export function sendError(response: Response, error: CataloguedError): void {
  noteRequest({ code: error.code });
  // RFC 6750, 3: without a token the challenge says only how to authenticate.
  if (error.code === 'UNAUTHENTICATED') response.set('WWW-Authenticate', 'Bearer realm="chartlens"');
  if (error.code === 'SIGN_IN_UNAVAILABLE') response.set('Retry-After', '5');
  if (error.code === 'OVERLOADED') response.set('Retry-After', String(OVERLOADED_S));
  const type = (response.locals['mediaType'] as string | undefined) ?? 'application/json; charset=utf-8';
  const body = { errors: [{ message: error.message, extensions: extensionsOf(error.code, error.details) }] };
  response.status(statusOf(error.code)).set('Content-Type', type).send(JSON.stringify(body));
}

/** The last resort: what is not in the catalogue is reported on our side and answered without its words. */
export const errorHandler: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) return next(error);
  sendError(response, cataloguedFrom(error));
};

/** The catalogue's error for whatever was thrown. Express itself complains of addresses that cannot be decoded. */
export function cataloguedFrom(error: unknown): CataloguedError {
  if (error instanceof CataloguedError) return error;
  return error instanceof URIError ? catalogued('NOT_FOUND') : internalError(error);
}
