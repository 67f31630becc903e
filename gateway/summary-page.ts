/**
 * `GET /summary/<patient>`: the International Patient Summary as one page to print. It is one operation of the viewer's own
 * view (`Patient.summary`), asked of the viewer's own server: the same token, walls, turns and trail as by `/graphql`.
 * The page runs nothing and fetches nothing: its policy allows its one style and no more.
 */
import { createHash } from 'node:crypto';
import type { BaseContext } from '@apollo/server';
import type { RequestHandler } from 'express';
import type { Viewer } from '../schema/policy/viewer.js';
import { catalogued } from './errors.js';
import { askOwn, type OwnOperationParts } from './own-operation.js';

const QUERY = 'query PatientSummaryPage($patient: ID!) { patient(id: $patient) { summary { page } } }';
const LONGEST_ID = 256;

/** Answers who is signed in; `response.locals.viewer` is theirs. A person out of reach is as one who is not there. */
export function summaryPage<C extends BaseContext>(parts: OwnOperationParts<C>): RequestHandler {
  return async (request, response) => {
    const { patient } = request.params;
    const viewer = response.locals['viewer'] as Viewer;
    if (typeof patient !== 'string' || patient.length > LONGEST_ID || request.originalUrl.includes('?'))
      throw catalogued('NOT_FOUND');
    const found = (await askOwn(parts, viewer, { query: QUERY, variables: { patient } })) as {
      readonly patient: { readonly summary: { readonly page: string } | null } | null;
    };
    if (!found.patient?.summary) throw catalogued('NOT_FOUND');
    const { page } = found.patient.summary;
    response.set('Content-Security-Policy', policyOf(page)).type('text/html; charset=utf-8').send(page);
  };
}

/** The page's own style by its hash; no script, no picture, no frame, no form, no address. */
function policyOf(page: string): string {
  const style = /<style>([^<]*)<\/style>/.exec(page)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox`;
}
