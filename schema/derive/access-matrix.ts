/** The access matrix as a page that a privacy officer reads and a diff shows. */
import type { PolicyData } from '../policy/policy-data.js';
import { type MatrixFilter, matrixTables, type Table } from './matrix.js';

export function accessMatrix(data: PolicyData): string {
  return [
    '# Access matrix',
    '',
    'Derived by `npm run build:schema` from the facets on the fields and the grants in `schema/policy/roles.ts`. Never edited.',
    '',
    matrixMarkdown(data),
  ].join('\n');
}

/** The tables in Markdown. */
export function matrixMarkdown(data: PolicyData, filter: MatrixFilter = {}): string {
  return matrixTables(data, filter).flatMap(markdown).join('\n');
}

function markdown({ title, head, rows, marksFrom }: Table): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  // Coordinates are code; the other cells are words.
  const isCode = head[0] === 'coordinate';
  return [
    `## ${title}`,
    '',
    line(head),
    line(head.map((_, column) => (column < marksFrom ? '---' : ':-:'))),
    ...rows.map(([first = '', ...others]) => line([isCode ? `\`${first}\`` : first, ...others])),
    '',
  ];
}
