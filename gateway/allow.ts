/** Which methods a route takes. */
import type { RequestHandler } from 'express';
import { catalogued } from './errors.js';
import { sendError } from './http-errors.js';

/** Refuses every other method, and says which there are. */
export function allow(...methods: string[]): RequestHandler {
  return (request, response, next) => {
    if (methods.includes(request.method)) return next();
    response.set('Allow', methods.join(', '));
    sendError(response, catalogued('METHOD_NOT_ALLOWED', { allowed: methods.join(', ') }));
  };
}
