/** The policy as the access matrix of earlier revisions tells it: which role reads which facet and which field. */
import type { PolicyData, RoleData } from '../policy/policy-data.js';
import { isRole, type Role } from '../policy/viewer.js';
import { type PolicyOfRevision, UNSAID } from './compare.js';

interface PageTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** @throws Error where the page has no table of facets or of fields. */
export function policyOfMatrix(page: string): PolicyOfRevision {
  const tables = tablesOf(page);
  const reads = tables.find(({ head }) => head[0] === 'facet' || head[0] === 'facet: who reads it');
  const writes = tables.find(({ head }) => head[0] === 'facet: who changes it');
  const coordinates = tables.find(({ head }) => head[0] === 'coordinate');
  if (!reads || !coordinates) throw new Error('its access matrix has no table of facets or of fields');
  const entries = coordinates.rows.map(([at = '', facet = '']) => [at.replaceAll('`', ''), facet] as const);
  return {
    facets: Object.fromEntries(reads.rows.map(([facet = '', meaning = '']) => [facet, meaning])),
    roles: rolesIn(reads, writes),
    labels: {},
    clearances: {},
    rowScopes: {},
    types: {},
    fields: Object.fromEntries(entries.filter(([at]) => !at.includes('(')).map(([at, facet]) => [at, { facet }])),
    arguments: Object.fromEntries(
      entries.filter(([at]) => at.includes('(')).map(([at, facet]) => [at, { facet, touches: [] }]),
    ),
    unsaid: UNSAID,
  };
}

function rolesIn(reads: PageTable, writes: PageTable | undefined): PolicyData['roles'] {
  const roles = reads.head.filter(isRole);
  return Object.fromEntries(
    roles.map((role): [Role, RoleData] => [
      role,
      {
        title: role.charAt(0).toUpperCase() + role.slice(1),
        purpose: '',
        reads: marked(reads, role),
        writes: writes ? marked(writes, role) : [],
      },
    ]),
  );
}

function marked({ head, rows }: PageTable, role: Role): string[] {
  const column = head.indexOf(role);
  return rows.filter((cells) => cells[column] === 'yes').map(([facet = '']) => facet);
}

/** Every Markdown table of a page: a head, a line of dashes, rows. */
function tablesOf(page: string): PageTable[] {
  const tables: { head: string[]; rows: string[][] }[] = [];
  let open = false;
  for (const line of page.split('\n')) {
    if (!line.startsWith('|')) {
      open = false;
      continue;
    }
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    if (!open) tables.push({ head: cells, rows: [] });
    else if (!cells.every((cell) => /^:?-+:?$/.test(cell))) tables.at(-1)?.rows.push(cells);
    open = true;
  }
  return tables;
}
