/** The policy and the schema of every role, for the pages that compare roles: rules, and nothing of any record. */
import type { RequestHandler } from 'express';
import { readPolicyData, readRoleSdl } from '../../schema/derive/generated.js';
import { ROLES, type Viewer } from '../../schema/policy/viewer.js';
import { catalogued } from '../errors.js';
import { sendError } from '../http-errors.js';

/**
 * It names what other roles see, which the schema of a role never does. Where the local issuer signs in, anybody may take
 * any role; with an OpenID provider it is for auditors.
 */
export function policyHandler(signIn: 'local' | 'oidc'): RequestHandler {
  let body: string | null = null;
  return (_request, response) => {
    const { role } = response.locals['viewer'] as Viewer;
    if (signIn === 'oidc' && role !== 'auditor') return sendError(response, catalogued('FORBIDDEN'));
    body ??= JSON.stringify({
      policy: readPolicyData(),
      schemas: Object.fromEntries(ROLES.map((one) => [one, readRoleSdl(one)])),
    });
    response.type('application/json; charset=utf-8').send(body);
  };
}
