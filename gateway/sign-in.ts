/** Where tokens come from and how they are read: the local issuer, or an OpenID provider. */
import type { JSONWebKeySet } from 'jose';
import type { Config } from './config.js';
import { type LocalIssuer, openLocalIssuer } from './issuer.js';
import { fixedKeys, remoteKeys } from './keys.js';
import { createViewerReader, type ViewerReader } from './viewer.js';

export interface SignInParts {
  readonly viewers: ViewerReader;
  /** Null when tokens come from an OpenID provider. */
  readonly issuer: LocalIssuer | null;
  readonly jwks: JSONWebKeySet | null;
}

export async function openSignIn({ signIn, dataDir }: Pick<Config, 'signIn' | 'dataDir'>): Promise<SignInParts> {
  const { issuer: source, audience, claims } = signIn;
  if (source.kind === 'local') {
    const issuer = await openLocalIssuer(dataDir, signIn);
    const keys = fixedKeys(issuer.jwks);
    const viewers = createViewerReader({
      issuer: issuer.issuer,
      audience,
      algorithms: issuer.algorithms,
      claims,
      keys,
    });
    return { viewers, issuer, jwks: issuer.jwks };
  }
  const keys = remoteKeys({ issuer: source });
  const viewers = createViewerReader({ issuer: source.url, audience, algorithms: signIn.algorithms, claims, keys });
  return { viewers, issuer: null, jwks: null };
}
