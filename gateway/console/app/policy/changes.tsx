/** Who gains and who loses what between an earlier policy, opened from a file, and the one that runs. */
import { useState } from 'preact/hooks';
import { comparePolicies } from '../../../../schema/diff/compare.js';
import { changesInWords } from '../../../../schema/diff/words.js';
import { type PolicyData, parsePolicyData } from '../../../../schema/policy/policy-data.js';
import { Failure } from '../shared/parts.js';

/** The comparison. The files are read here and go nowhere. */
export function Changes({ after }: { readonly after: PolicyData }) {
  const [before, setBefore] = useState<PolicyData | null>(null);
  const [other, setOther] = useState<PolicyData | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
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
      <p class="quiet">
        An earlier version comes out of git:{' '}
        <code>git show REVISION:schema/generated/policy.json &gt; policy.json</code>
      </p>
      <div class="row">
        <FileField label="Earlier policy.json" onOpen={(file) => void open(file, setBefore)} />
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
