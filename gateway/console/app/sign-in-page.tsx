/** Where an OpenID provider signs in: its sign-in, or a token that one brings. */
import { useEffect, useState } from 'preact/hooks';
import { isRole } from '../../../schema/policy/role.js';
import { Failure } from './shared/parts.js';
import { type Identity, identityOf, type ProviderSettings } from './shared/sign-in.js';

/** The page. */
export function SignInPage({
  settings,
  onSignedIn,
}: {
  readonly settings: ProviderSettings;
  readonly onSignedIn: (identity: Identity) => void;
}) {
  const [problem, setProblem] = useState<string | null>(null);
  const [token, setToken] = useState('');
  const enter = (text: string) => {
    try {
      const identity = identityOf(text.trim(), settings.claims);
      if (!isRole(identity.role)) throw new Error('The token names no role.');
      onSignedIn(identity);
    } catch {
      setProblem(`This is not a token that names a role in its claim ${settings.claims.role}.`);
    }
  };
  const attempt = (what: () => Promise<void>) => {
    what().catch((error: unknown) => setProblem(error instanceof Error ? error.message : 'The sign-in failed.'));
  };
  const { clientId } = settings;
  useEffect(() => {
    if (clientId === null || !new URLSearchParams(location.search).has('state')) return;
    attempt(async () => enter(await (await import('./code-flow.js')).finish({ ...settings, clientId })));
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
      <form
        onSubmit={(event) => {
          event.preventDefault();
          enter(token);
        }}
      >
        <label class="field">
          <span>Or paste an access token</span>
          <textarea
            rows={4}
            spellcheck={false}
            autocomplete="off"
            value={token}
            onInput={(event) => setToken(event.currentTarget.value)}
          />
        </label>
        <button type="submit">Use it</button>
      </form>
      <p class="quiet">It is kept in this page only: a reload forgets it.</p>
      {problem && <Failure message={problem} />}
    </main>
  );
}
