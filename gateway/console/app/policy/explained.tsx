/** One cell of the matrix explained: its kind of information, the grant, the walls, and of a patient's records the reach too. */
import { useState } from 'preact/hooks';
import { explainField } from '../../../../schema/policy/explain.js';
import type { PolicyData } from '../../../../schema/policy/policy-data.js';
import type { Role } from '../../../../schema/policy/role.js';
import { dataOf } from '../shared/ask.js';
import { askerOf } from '../shared/askers.js';
import { Await } from '../shared/parts.js';
import type { SignIn } from '../shared/sign-in.js';
import { useLoaded } from '../shared/use-loaded.js';
import { EXPLAIN } from './question.js';

export interface Cell {
  readonly role: Role;
  /** A facet, or a coordinate. */
  readonly at: string;
  readonly facet: string;
}

/** How many fields of a kind are named. */
const NAMED = 12;

/** The explanation. */
export function Explained({
  cell,
  policy,
  signIn,
}: {
  readonly cell: Cell;
  readonly policy: PolicyData;
  readonly signIn: SignIn;
}) {
  const { role, at, facet } = cell;
  const isField = at !== facet;
  return (
    <>
      <h2 class="name">
        {at} <span class="quiet">for the role {role}</span>
      </h2>
      <p>
        <b>{facet}</b>: {policy.facets[facet]}
      </p>
      <p class="quiet">
        {policy.roles[role]?.title}: {policy.roles[role]?.purpose}
      </p>
      {isField ? <Walls cell={cell} policy={policy} signIn={signIn} /> : <OfKind cell={cell} policy={policy} />}
    </>
  );
}

function OfKind({ cell: { role, facet }, policy }: { readonly cell: Cell; readonly policy: PolicyData }) {
  const { reads = [], writes = [] } = policy.roles[role] ?? {};
  const grants = [...(reads.includes(facet) ? ['read'] : []), ...(writes.includes(facet) ? ['change'] : [])];
  const fields = Object.entries(policy.fields).filter(([, field]) => field.facet === facet);
  return (
    <>
      <p>
        {grants.length === 0
          ? `Not granted: the schema of this role has none of its ${fields.length} fields, and subgraphs refuse an operation that names one.`
          : `Granted to ${grants.join(' and to ')}: ${fields.length} fields.`}
      </p>
      <p class="mono">
        {fields
          .slice(0, NAMED)
          .map(([at]) => at)
          .join(', ')}
        {fields.length > NAMED && ', ...'}
      </p>
    </>
  );
}

function Walls({
  cell,
  policy,
  signIn,
}: {
  readonly cell: Cell;
  readonly policy: PolicyData;
  readonly signIn: SignIn;
}) {
  const reasons = explainField(policy, cell.role, cell.at);
  const field = policy.fields[cell.at];
  return (
    <>
      <ul class="walls">
        {reasons.map(({ wall, open, words }) => (
          <Reason key={wall} wall={wall} open={open} words={words} />
        ))}
      </ul>
      {field?.from && <p class="quiet">Made from {field.from.join(', ')}.</p>}
      <Reach cell={cell} policy={policy} />
      {reasons.every(({ open }) => open) && <OfPatient cell={cell} signIn={signIn} />}
    </>
  );
}

function Reason({ wall, open, words }: { readonly wall: string; readonly open: boolean; readonly words: string }) {
  return (
    <li class={open ? 'reason' : 'reason closed'}>
      <b>{wall.toLowerCase()}</b> {open ? 'open' : 'closed'}. {words}
    </li>
  );
}

function Reach({ cell: { role, at }, policy }: { readonly cell: Cell; readonly policy: PolicyData }) {
  const kinds = policy.types[at.split('.')[0] ?? ''] ?? [];
  return (
    <>
      {kinds.map((kind) => (
        <p key={kind}>
          <b>Reach of {kind}</b>: {policy.rowScopes[role]?.[kind] ?? 'none.'}
        </p>
      ))}
    </>
  );
}

interface AccessExplanation {
  readonly explainAccess: {
    readonly allowed: boolean;
    readonly reasons: readonly {
      readonly wall: string;
      readonly kind: string | null;
      readonly open: boolean;
      readonly reason: string;
    }[];
  };
}

/** What an auditor is told of one patient's records: the reach, the consents and the labels. */
function OfPatient({ cell, signIn }: { readonly cell: Cell; readonly signIn: SignIn }) {
  const { organization } = askerOf(cell.role, null);
  const [asked, setAsked] = useState<{ readonly patient: string; readonly organization: string } | null>(null);
  const [draft, setDraft] = useState({ patient: 'bram-osei', organization: organization ?? '' });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(draft);
      }}
    >
      <h3>Of one patient’s records, as an auditor is told</h3>
      <label class="field">
        <span>Patient</span>
        <input
          type="text"
          required
          value={draft.patient}
          onInput={(event) => setDraft({ ...draft, patient: event.currentTarget.value })}
        />
      </label>
      <label class="field">
        <span>Organization of the {cell.role}</span>
        <input
          type="text"
          value={draft.organization}
          onInput={(event) => setDraft({ ...draft, organization: event.currentTarget.value })}
        />
      </label>
      <button type="submit">Explain</button>
      {asked && <Answer cell={cell} asked={asked} signIn={signIn} />}
    </form>
  );
}

function Answer({
  cell: { role, at },
  asked,
  signIn,
}: {
  readonly cell: Cell;
  readonly asked: { readonly patient: string; readonly organization: string };
  readonly signIn: SignIn;
}) {
  const explained = useLoaded(`${asked.patient} ${asked.organization}`, async () => {
    const auditor = await signIn.identityFor({ role: 'auditor' });
    if (auditor === null) throw new Error('Only auditors are told.');
    const { patient, organization } = asked;
    const variables = { role, field: at, patient, organization: organization || null };
    return dataOf<AccessExplanation>(auditor, { query: EXPLAIN, variables });
  });
  return (
    <Await of={explained} what="Asking">
      {({ explainAccess: { allowed, reasons } }) => (
        <>
          <p role="status">
            <b>{allowed ? 'Allowed' : 'Not allowed'}</b>
          </p>
          <ul class="walls">
            {reasons.map(({ wall, kind, open, reason }) => (
              <Reason key={`${wall} ${kind}`} wall={`${wall} ${kind ?? ''}`.trim()} open={open} words={reason} />
            ))}
          </ul>
        </>
      )}
    </Await>
  );
}
