/** Reads bodies of requests: bounded, never unpacked, and without waiting for the end of what is refused anyway. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request, RequestHandler } from 'express';
import { catalogued } from './errors.js';

/** How long a client may go on sending a body that nobody reads: enough to notice the answer, not to keep us busy. */
export const LINGER_MS = 1000;

/**
 * Puts the bytes of a POST into `request.body`.
 * Errors: UNSUPPORTED_MEDIA_TYPE, BODY_TOO_LARGE as soon as it is, BAD_REQUEST when the client breaks off.
 */
export function bodyReader(limit: number): RequestHandler {
  return async (request, _response, next) => {
    if (request.method === 'POST') {
      if (!isJson(request.headers['content-type'])) throw catalogued('UNSUPPORTED_MEDIA_TYPE');
      // Whatever is packed can be a bomb, and no client packs queries.
      const encoding = request.headers['content-encoding'] ?? 'identity';
      if (encoding.toLowerCase() !== 'identity') throw catalogued('UNSUPPORTED_MEDIA_TYPE');
      request.body = await readBytes(request, limit);
    }
    next();
  };
}

/** `application/json` alone or with a charset of UTF-8; what other types mean is guesswork, which attackers share in. */
function isJson(contentType: string | undefined): boolean {
  const [type, ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  const charsets = parameters.filter((parameter) => parameter.startsWith('charset'));
  return type === 'application/json' && charsets.every((charset) => /^charset="?utf-8"?$/.test(charset));
}

function readBytes(request: Request, limit: number): Promise<Buffer> {
  const tooLarge = () => catalogued('BODY_TOO_LARGE', { limit });
  if (Number(request.headers['content-length'] ?? 0) > limit) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const done = (settle: () => void) => {
      request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose);
      settle();
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) done(() => reject(tooLarge()));
      else chunks.push(chunk);
    };
    const onEnd = () => done(() => resolve(Buffer.concat(chunks)));
    const onClose = () => done(() => reject(catalogued('BAD_REQUEST', { reason: 'the body was cut short' })));
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose);
  });
}

/**
 * After an answer, cuts the connection of a client that is still sending: Node would read and drop its body for minutes.
 * Not at once, because a connection that is cut with unread bytes takes the answer with it.
 */
export function cutEndlessBody(request: IncomingMessage, response: ServerResponse): void {
  response.once('finish', () => {
    if (request.complete) return;
    const timer = setTimeout(() => {
      if (!request.complete) request.socket.destroy();
    }, LINGER_MS);
    request.once('close', () => clearTimeout(timer));
    timer.unref();
  });
}

/** The same for every request of an app. */
export const cutEndlessBodies: RequestHandler = (request, response, next) => {
  cutEndlessBody(request, response);
  next();
};
