/** The access matrix: every coordinate against every role, as a page a privacy officer reads and a diff shows. */

import type { Policy } from '../policy/decide.js';
import { FACETS, type Facet } from '../policy/facets.js';
import { ROLE_GRANTS } from '../policy/roles.js';
import { ROLES } from '../policy/viewer.js';

const YES = 'yes';
const NO = '';

export function accessMatrix(policy: Policy): string {
  return [
    '# Access matrix',
    '',
    'Derived by `npm run build:schema` from the facets on the fields and the grants in `schema/policy/roles.ts`. Never edited.',
    '',
    '## Facets',
    '',
    row(['facet: who reads it', 'what it is', ...ROLES]),
    row(['---', '---', ...ROLES.map(() => ':-:')]),
    ...(Object.keys(FACETS) as Facet[]).map((facet) =>
      row([facet, FACETS[facet], ...ROLES.map((role) => mark(isGranted(role, facet)))]),
    ),
    '',
    row(['facet: who changes it', 'what it is', ...ROLES]),
    row(['---', '---', ...ROLES.map(() => ':-:')]),
    ...(Object.keys(FACETS) as Facet[])
      .filter((facet) => ROLES.some((role) => mayWrite(role, facet)))
      .map((facet) => row([facet, FACETS[facet], ...ROLES.map((role) => mark(mayWrite(role, facet)))])),
    '',
    '## Fields and arguments',
    '',
    row(['coordinate', 'facet', ...ROLES]),
    row(['---', '---', ...ROLES.map(() => ':-:')]),
    ...coordinates(policy).map(({ at, facet }) =>
      row([`\`${at}\``, facet, ...ROLES.map((role) => mark(policy.mayRead(role, at)))]),
    ),
    '',
  ].join('\n');
}

function isGranted(role: (typeof ROLES)[number], facet: Facet): boolean {
  return (ROLE_GRANTS[role].grants as readonly Facet[]).includes(facet);
}

function mayWrite(role: (typeof ROLES)[number], facet: Facet): boolean {
  return ROLE_GRANTS[role].writes?.includes(facet) ?? false;
}

function coordinates({ catalogue }: Policy): { at: string; facet: Facet }[] {
  return [...catalogue.fields, ...catalogue.arguments]
    .map(([at, { facet }]) => ({ at, facet }))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}

function mark(yes: boolean): string {
  return yes ? YES : NO;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
