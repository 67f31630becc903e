/** Takes an access token that somebody brings. */
import { useState } from 'preact/hooks';
import { isRole } from '../../../schema/policy/role.js';
import { Failure } from './shared/parts.js';
import { type Identity, identityOf, type ProviderSettings } from './shared/sign-in.js';

/** @throws Error for what is not a token with a role. */
export function identityIn(token: string, claims: ProviderSettings['claims']): Identity {
  try {
    const identity = identityOf(token.trim(), claims);
    if (isRole(identity.role)) return identity;
  } catch {
    // Said below, and without a word of what was pasted.
  }
  throw new Error(`This is not a token that names a role in its claim ${claims.role}.`);
}

/** Part of the pages that sign in. */
export function TokenForm({
  claims,
  label,
  onSignedIn,
}: {
  readonly claims: ProviderSettings['claims'];
  readonly label: string;
  readonly onSignedIn: (identity: Identity) => void;
}) {
  const [problem, setProblem] = useState<string | null>(null);
  const [token, setToken] = useState('');
  const enter = () => {
    try {
      onSignedIn(identityIn(token, claims));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'It failed.');
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        enter();
      }}
    >
      <label class="field">
        <span>{label}</span>
        <textarea
          rows={4}
          spellcheck={false}
          autocomplete="off"
          value={token}
          onInput={(event) => setToken(event.currentTarget.value)}
        />
      </label>
      <button type="submit">Use it</button>
      <p class="quiet">It is kept in this page only: a reload forgets it.</p>
      {problem && <Failure message={problem} />}
    </form>
  );
}
