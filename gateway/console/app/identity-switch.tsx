/** Who the Explorer asks as: the local issuer's role switch, or who signed in. */
import { useState } from 'preact/hooks';
import { isRole, ROLES, type Role } from '../../../schema/policy/role.js';
import { Failure, Select } from './shared/parts.js';
import type { Identity, IdentityRequest, SignIn } from './shared/sign-in.js';

/** What a role must name besides itself. */
const NEEDS: Readonly<Partial<Record<Role, 'organization' | 'patient'>>> = {
  clinician: 'organization',
  registrar: 'organization',
  biller: 'organization',
  insurer: 'organization',
  patient: 'patient',
};

/** Part of the bar at the top. */
export function IdentitySwitch({
  signIn,
  identity,
  onSwitch,
  onSignOut,
}: {
  readonly signIn: SignIn;
  readonly identity: Identity;
  readonly onSwitch: (identity: Identity) => void;
  readonly onSignOut: (() => void) | undefined;
}) {
  const [problem, setProblem] = useState<string | null>(null);
  if (!signIn.canSwitch)
    return (
      <div class="identity">
        <span>
          {identity.role} {identity.organization ?? identity.patient ?? ''}
        </span>
        <button type="button" onClick={onSignOut}>
          Sign out
        </button>
      </div>
    );
  const take = async (request: IdentityRequest) => {
    try {
      const taken = await signIn.identityFor(request);
      setProblem(null);
      if (taken) onSwitch(taken);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'It failed.');
    }
  };
  const needs = NEEDS[identity.role];
  return (
    <div class="identity">
      <Select
        label="Role"
        value={identity.role}
        choices={ROLES.map((role) => ({ value: role, label: role }))}
        onChoose={(role) => isRole(role) && void take({ role })}
      />
      {needs && (
        <label class="field">
          <span>{needs === 'patient' ? 'Patient' : 'Organization'}</span>
          <input
            type="text"
            spellcheck={false}
            autocomplete="off"
            value={identity[needs] ?? ''}
            onChange={(event) => void take({ role: identity.role, [needs]: event.currentTarget.value })}
          />
        </label>
      )}
      {problem && <Failure message={problem} />}
    </div>
  );
}
