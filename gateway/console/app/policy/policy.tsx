/** Who may read which kind of information: the matrix, an explanation of each cell, and what changed since a version. */
import { useState } from 'preact/hooks';
import type { PolicyData } from '../../../../schema/policy/policy-data.js';
import type { PageProps } from '../shared/page.js';
import { Await, Switch } from '../shared/parts.js';
import { rolesCompared } from '../shared/policy.js';
import type { SignIn } from '../shared/sign-in.js';
import { useLoaded } from '../shared/use-loaded.js';
import { Changes } from './changes.js';
import { type Cell, Explained } from './explained.js';
import { Matrix } from './matrix.js';

/** The page. */
export function PolicyPage({ signIn, identity }: PageProps) {
  const compared = useLoaded('policy', () => rolesCompared(signIn, identity));
  const [part, setPart] = useState('matrix');
  return (
    <main id="page" tabIndex={-1}>
      <h1>Policy</h1>
      <p class="lead">
        Every field is one kind of information, and every role is granted kinds. What is granted nowhere is refused.
      </p>
      <Switch
        label="Show"
        value={part}
        choices={[
          { value: 'matrix', label: 'Access matrix' },
          { value: 'changes', label: 'Changes since a version' },
        ]}
        onChoose={setPart}
      />
      <Await of={compared} what="Reading the policy">
        {({ policy }) =>
          part === 'matrix' ? (
            <MatrixAndCell policy={policy} signIn={signIn} />
          ) : (
            <Changes after={policy} identity={identity} />
          )
        }
      </Await>
    </main>
  );
}

function MatrixAndCell({ policy, signIn }: { readonly policy: PolicyData; readonly signIn: SignIn }) {
  const [cell, setCell] = useState<Cell | null>(null);
  return (
    <div class="policy">
      <Matrix policy={policy} cell={cell} onChoose={setCell} />
      <aside class="sheet" aria-label="Explanation" aria-live="polite">
        {cell === null ? (
          <p class="quiet">Choose a cell to have it explained.</p>
        ) : (
          <Explained key={`${cell.role} ${cell.at}`} cell={cell} policy={policy} signIn={signIn} />
        )}
      </aside>
    </div>
  );
}
