/** One line in the log, one measure and one span for each request, whoever answered it. */
import type { RequestListener } from 'node:http';
import { type DestinationStream, pino } from 'pino';
import { safeLabels } from '../../schema/telemetry/labels.js';
import { inSpan, measured, watched } from '../../schema/telemetry/telemetry.js';
import { type RequestNote, withNote } from './request-note.js';

/** Told of each request when it is over. */
export type RequestLog = (line: RequestLine) => void;

/** All that a line may hold. */
export interface RequestLine extends RequestNote {
  readonly status: number;
  readonly ms: number;
}

/** JSON lines on standard output, or where a test reads them. */
export function requestLog(to?: DestinationStream): RequestLog {
  const options = {
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level: string) => ({ level }) },
  };
  const logger = to ? pino(options, to) : pino(options);
  return ({ role, operation, status, code, ms, reference }) =>
    logger.info({ role, operation, status, code, ms: Math.round(ms * 10) / 10, reference }, 'request');
}

const PROBES = /^\/(?:healthz|readyz)(?:\?|$)/;

/** Watches what an app answers; without a log and without telemetry it is the app itself. Probes are not watched. */
export function watchRequests(app: RequestListener, log: RequestLog | null): RequestListener {
  return (request, response) => {
    if ((!log && !watched()) || PROBES.test(request.url ?? '')) return app(request, response);
    const note: RequestNote = {};
    const began = performance.now();
    const answered = new Promise<void>((resolve) => response.once('close', resolve));
    void inSpan('request', {}, () => {
      withNote(note, () => app(request, response));
      return answered;
    }).then(() => {
      const ms = performance.now() - began;
      const status = response.headersSent ? response.statusCode : 499;
      const { role, code } = note;
      measured()?.requests.record(
        ms / 1000,
        safeLabels({ status: String(status), ...(role && { role }), ...(code !== undefined && { code }) }),
      );
      log?.({ ...note, status, ms });
    });
  };
}
