/** Where an OpenID provider signs in: its sign-in, or a token that one brings. */
import { useEffect, useState } from 'preact/hooks';
import { Failure } from './shared/parts.js';
import type { Identity, ProviderSettings, RenewToken } from './shared/sign-in.js';
import { identityIn, TokenForm } from './token-form.js';

/** The page. */
export function SignInPage({
  settings,
  onSignedIn,
}: {
  readonly settings: ProviderSettings;
  readonly onSignedIn: (identity: Identity, renew: RenewToken | null) => void;
}) {
  const [problem, setProblem] = useState<string | null>(null);
  const { clientId, claims } = settings;
  const attempt = (what: () => Promise<void>) => {
    what().catch((error: unknown) => setProblem(error instanceof Error ? error.message : 'The sign-in failed.'));
  };
  const finish = async (client: string) => {
    const { access, renew } = await (await import('./code-flow.js')).finish({ ...settings, clientId: client });
    onSignedIn(identityIn(access, claims), renew);
  };
  useEffect(() => {
    if (clientId !== null && new URLSearchParams(location.search).has('state')) attempt(() => finish(clientId));
  }, []);
  return (
    <main id="page" class="narrow">
      <h1>Sign in to chartlens</h1>
      {clientId !== null && (
        <button
          type="button"
          class="main"
          onClick={() => attempt(async () => (await import('./code-flow.js')).begin({ ...settings, clientId }))}
        >
          Sign in at {new URL(settings.issuer).host}
        </button>
      )}
      {problem && <Failure message={problem} />}
      <TokenForm claims={claims} label="Or paste an access token" onSignedIn={(own) => onSignedIn(own, null)} />
    </main>
  );
}
