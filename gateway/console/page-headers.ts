/** What the browser lets the console's page do: run its own scripts, and talk to this gateway. */
import type { RequestHandler } from 'express';
import type { ConsoleSignIn } from './console.js';

/** The policy of the page. An OpenID provider is the one other address that it may speak to, and only where one signs in. */
export function contentSecurityPolicy(signIn: ConsoleSignIn): string {
  const provider = signIn.kind === 'oidc' && signIn.clientId !== null ? [new URL(signIn.issuer).origin] : [];
  const directives = {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'"],
    'connect-src': ["'self'", ...provider],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}

/** Replaces the gateway's policy, which lets a page do nothing, on the console's page; the other headers stay. */
export function pageHeaders(signIn: ConsoleSignIn): RequestHandler {
  const policy = contentSecurityPolicy(signIn);
  return (_request, response, next) => {
    response.set({
      'Content-Security-Policy': policy,
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    });
    next();
  };
}
