/** Who gains and who loses what between an earlier policy, one that was served or a file, and the one that runs. */
import { useState } from 'preact/hooks';
import { comparePolicies } from '../../../../schema/diff/compare.js';
import { changesInWords } from '../../../../schema/diff/words.js';
import { type PolicyData, parsePolicyData } from '../../../../schema/policy/policy-data.js';
import { Await, Failure, Select } from '../shared/parts.js';
import { policyVersion, policyVersions } from '../shared/policy.js';
import type { Identity } from '../shared/sign-in.js';
import { useLoaded } from '../shared/use-loaded.js';

/** The comparison. The files are read here and go nowhere. */
export function Changes({ after, identity }: { readonly after: PolicyData; readonly identity: Identity }) {
  const [chosen, setChosen] = useState('');
  const versions = useLoaded('versions', () => policyVersions(identity));
  const [before, setBefore] = useState<PolicyData | null>(null);
  const [other, setOther] = useState<PolicyData | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const choose = async (digest: string) => {
    setChosen(digest);
    try {
      setBefore(digest === '' ? null : parsePolicyData(await policyVersion(digest, identity)));
      setProblem(null);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'It failed.');
    }
  };
  const open = async (file: File | undefined, set: (policy: PolicyData | null) => void) => {
    try {
      set(file ? parsePolicyData(await file.text()) : null);
      setProblem(null);
    } catch (error) {
      setProblem(`This is no policy.json: ${error instanceof Error ? error.message : 'it is unreadable'}.`);
    }
  };
  const now = other ?? after;
  return (
    <section class="sheet" aria-label="Changes">
      <Await of={versions} what="Reading the versions">
        {(served) => (
          <Select
            label="Earlier version that was served here"
            value={chosen}
            choices={[
              { value: '', label: 'none' },
              ...served.map(({ digest, since }) => ({
                value: digest,
                label: `since ${since.slice(0, 16).replace('T', ' ')} UTC, ${digest.slice(0, 8)}`,
              })),
            ]}
            onChoose={(digest) => void choose(digest)}
          />
        )}
      </Await>
      <p class="quiet">
        Any other comes out of git: <code>git show REVISION:schema/generated/policy.json &gt; policy.json</code>
      </p>
      <div class="row">
        <FileField
          label="Earlier policy.json"
          onOpen={(file) => {
            setChosen('');
            void open(file, setBefore);
          }}
        />
        <FileField
          label="Later policy.json (left out: the one that runs)"
          onOpen={(file) => void open(file, setOther)}
        />
      </div>
      {problem && <Failure message={problem} />}
      {before && (
        <pre class="words" role="status">
          {changesInWords(comparePolicies(before, now), before, now).join('\n')}
        </pre>
      )}
    </section>
  );
}

function FileField({ label, onOpen }: { readonly label: string; readonly onOpen: (file: File | undefined) => void }) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="file"
        accept="application/json,.json"
        onChange={(event) => onOpen(event.currentTarget.files?.[0] ?? undefined)}
      />
    </label>
  );
}
