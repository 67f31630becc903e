/**
 * The console at `/`: its page, its scripts, and what they need that is not health data. Records are read over /graphql
 * like any client's: there is no other door.
 */
import { type RequestHandler, Router } from 'express';
import { allow } from '../allow.js';
import type { ClaimNames } from '../config.js';
import { openAssets } from './assets.js';
import { pageHeaders } from './page-headers.js';
import { policyHandler, versionHandler, versionsHandler } from './policy-endpoint.js';
import type { PolicyVersions } from './policy-versions.js';
import { tokenHandlers } from './token-endpoint.js';
import type { IssueToken } from './token-request.js';

/** How people sign in to the console. `claims` are the names under which tokens say for whom they are, to show it. */
export type ConsoleSignIn =
  | { readonly kind: 'local'; readonly issue: IssueToken; readonly claims: ClaimNames }
  | {
      readonly kind: 'oidc';
      readonly issuer: string;
      /** Null: people bring their own tokens. */
      readonly clientId: string | null;
      readonly scope: string;
      readonly claims: ClaimNames;
    };

export interface ConsoleParts {
  readonly signIn: ConsoleSignIn;
  /** The policies that were served; absent, none can be chosen. */
  readonly versions?: PolicyVersions;
}

/** The routes of the console. `authenticate` puts the viewer into the response's locals, as it does for /graphql. */
export function consoleRoutes({ signIn, versions }: ConsoleParts, authenticate: RequestHandler): Router {
  const assets = openAssets();
  const router = Router({ caseSensitive: true, strict: true });
  router.all('/', allow('GET', 'HEAD'), pageHeaders(signIn), (_request, response) => {
    response.type('text/html; charset=utf-8').send(assets.page);
  });
  router.all('/console/assets/:file', allow('GET', 'HEAD'), (request, response, next) => {
    const asset = assets.files.get(String(request.params['file']));
    if (asset === undefined) return next();
    // The name holds a hash of the content: another content has another name.
    response.set('Cache-Control', 'public, max-age=31536000, immutable').type(asset.type).send(asset.bytes);
  });
  router.all('/console/settings.json', allow('GET', 'HEAD'), (_request, response) => {
    response.json({ signIn: publicSettings(signIn) });
  });
  router.all('/console/policy.json', allow('GET', 'HEAD'), authenticate, policyHandler(signIn.kind));
  if (versions) {
    router.all('/console/policies.json', allow('GET', 'HEAD'), authenticate, versionsHandler(signIn.kind, versions));
    router.all('/console/policies/:digest', allow('GET', 'HEAD'), authenticate, versionHandler(signIn.kind, versions));
  }
  if (signIn.kind === 'local') router.all('/console/token', allow('POST'), ...tokenHandlers(signIn.issue));
  return router;
}

function publicSettings(signIn: ConsoleSignIn): Record<string, unknown> {
  if (signIn.kind === 'local') return { kind: signIn.kind, claims: signIn.claims };
  const { kind, issuer, clientId, scope, claims } = signIn;
  return { kind, issuer, clientId, scope, claims };
}
