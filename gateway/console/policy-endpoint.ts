/** The policy and the schema of every role, for the pages that compare roles: rules, and nothing of any record. */
import type { RequestHandler, Response } from 'express';
import { readPolicyData, readRoleSdl } from '../../schema/derive/generated.js';
import { ROLES, type Viewer } from '../../schema/policy/viewer.js';
import { catalogued } from '../errors.js';
import { sendError } from '../http-errors.js';
import type { PolicyVersions } from './policy-versions.js';

/**
 * It names what other roles see, which the schema of a role never does. Where the local issuer signs in, anybody may take
 * any role; with an OpenID provider it is for auditors.
 */
export function policyHandler(signIn: 'local' | 'oidc'): RequestHandler {
  let body: string | null = null;
  return (_request, response) => {
    if (!mayCompare(signIn, response)) return sendError(response, catalogued('FORBIDDEN'));
    body ??= JSON.stringify({
      policy: readPolicyData(),
      schemas: Object.fromEntries(ROLES.map((one) => [one, readRoleSdl(one)])),
    });
    response.type('application/json; charset=utf-8').send(body);
  };
}

function mayCompare(signIn: 'local' | 'oidc', response: Response): boolean {
  return signIn === 'local' || (response.locals['viewer'] as Viewer).role === 'auditor';
}

/** Which policies were served since when, for the same people. */
export function versionsHandler(signIn: 'local' | 'oidc', versions: PolicyVersions): RequestHandler {
  return async (_request, response) => {
    if (!mayCompare(signIn, response)) return sendError(response, catalogued('FORBIDDEN'));
    response.json(await versions.list());
  };
}

/** One of them, by its digest. */
export function versionHandler(signIn: 'local' | 'oidc', versions: PolicyVersions): RequestHandler {
  return async (request, response) => {
    if (!mayCompare(signIn, response)) return sendError(response, catalogued('FORBIDDEN'));
    const text = await versions.read(String(request.params['digest']));
    if (text === null) return sendError(response, catalogued('NOT_FOUND'));
    response.type('application/json; charset=utf-8').send(text);
  };
}
