/** The access matrix: kinds of information by role, or fields and arguments by role where something is searched for. */
import { useState } from 'preact/hooks';
import { mayUse, type PolicyData } from '../../../../schema/policy/policy-data.js';
import { ROLES, type Role } from '../../../../schema/policy/role.js';
import { Select } from '../shared/parts.js';
import type { Cell } from './explained.js';

interface Row {
  /** A facet, or a coordinate. */
  readonly at: string;
  readonly facet: string;
  readonly words: string;
}

/** How many fields are listed at once; a narrower search shows the rest. */
const LISTED = 150;
const ANYBODY = 'anybody';

/** The matrix with its filters. */
export function Matrix({
  policy,
  cell,
  onChoose,
}: {
  readonly policy: PolicyData;
  readonly cell: Cell | null;
  readonly onChoose: (cell: Cell) => void;
}) {
  const [search, setSearch] = useState('');
  const [by, setBy] = useState(ANYBODY);
  const all = search.trim() === '' ? facetRows(policy) : fieldRows(policy, search.trim());
  const rows = by === ANYBODY ? all : all.filter((row) => grantOf(policy, by as Role, row) !== null);
  return (
    <section class="matrix" aria-label="Access matrix">
      <div class="row">
        <label class="field">
          <span>Search a kind, a field or an argument</span>
          <input
            type="search"
            value={search}
            placeholder="Condition. or diagnosis"
            onInput={(event) => setSearch(event.currentTarget.value)}
          />
        </label>
        <Select
          label="Open to"
          value={by}
          choices={[ANYBODY, ...ROLES].map((value) => ({ value, label: value }))}
          onChoose={setBy}
        />
      </div>
      <p class="quiet" role="status">
        {rows.length} {search.trim() === '' ? 'kinds of information' : 'fields and arguments'}
        {rows.length > LISTED && `, the first ${LISTED} shown`}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section class="scroll" aria-label="Kinds by role" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">What</th>
              {ROLES.map((role) => (
                <th key={role} scope="col">
                  {role}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, LISTED).map((row) => (
              <tr key={row.at}>
                <th scope="row" title={row.words}>
                  {row.at}
                  {row.at !== row.facet && <span class="quiet"> {row.facet}</span>}
                </th>
                {ROLES.map((role) => (
                  <td key={role}>
                    <Mark
                      grant={grantOf(policy, role, row)}
                      role={role}
                      row={row}
                      isChosen={cell?.role === role && cell.at === row.at}
                      onChoose={onChoose}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function Mark({
  grant,
  role,
  row,
  isChosen,
  onChoose,
}: {
  readonly grant: string | null;
  readonly role: Role;
  readonly row: Row;
  readonly isChosen: boolean;
  readonly onChoose: (cell: Cell) => void;
}) {
  return (
    <button
      type="button"
      class={grant === null ? 'mark' : 'mark granted'}
      aria-pressed={isChosen}
      aria-label={`${row.at}, ${role}: ${grant ?? 'nothing'}`}
      onClick={() => onChoose({ role, at: row.at, facet: row.facet })}
    >
      {grant ?? '–'}
    </button>
  );
}

function facetRows({ facets }: PolicyData): Row[] {
  return Object.entries(facets).map(([facet, words]) => ({ at: facet, facet, words }));
}

function fieldRows(policy: PolicyData, search: string): Row[] {
  const wanted = search.toLowerCase();
  return Object.entries({ ...policy.fields, ...policy.arguments })
    .filter(([at, { facet }]) => at.toLowerCase().includes(wanted) || facet.includes(wanted))
    .map(([at, { facet }]) => ({ at, facet, words: policy.facets[facet] ?? '' }));
}

/** What the role may do with it; null for nothing. */
function grantOf(policy: PolicyData, role: Role, { at, facet }: Row): string | null {
  if (at !== facet) return mayUse(policy, role, at) ? (at.startsWith('Mutation.') ? 'writes' : 'reads') : null;
  const { reads = [], writes = [] } = policy.roles[role] ?? {};
  const grants = [reads.includes(facet) ? 'reads' : '', writes.includes(facet) ? 'writes' : ''];
  return grants.filter((one) => one !== '').join(', ') || null;
}
