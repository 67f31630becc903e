/** How much of a record a clinician asks for, chosen with each request; nobody else has the choice. */
import type { RequestHandler } from 'express';
import { type Viewer, WIDTHS, type Width } from '../schema/policy/viewer.js';
import { catalogued } from './errors.js';

/** The request header that names the width. */
export const WIDTH_HEADER = 'chartlens-width';

/**
 * The viewer as they ask now.
 * @param sent the values of the header, each line by itself.
 * @throws CataloguedError BAD_WIDTH for an unknown width, for two, and for one that the role has no choice of.
 */
export function atWidth(viewer: Viewer, sent: readonly string[]): Viewer {
  if (viewer.role !== 'clinician') {
    if (sent.length > 0) throw catalogued('BAD_WIDTH', { reason: 'only clinicians choose a width' });
    return viewer;
  }
  return { ...viewer, width: sent.length === 0 ? 'PRACTICE' : widthIn(sent) };
}

function widthIn(sent: readonly string[]): Width {
  const width = WIDTHS.find((candidate) => sent.length === 1 && candidate === sent[0]);
  if (width === undefined) throw catalogued('BAD_WIDTH', { reason: `it must be ${WIDTHS.join(' or ')}, once` });
  return width;
}

/** Replaces the request's viewer by the viewer at the width they ask for. */
export const chooseWidth: RequestHandler = (request, response, next) => {
  response.locals['viewer'] = atWidth(response.locals['viewer'] as Viewer, request.headersDistinct[WIDTH_HEADER] ?? []);
  next();
};
