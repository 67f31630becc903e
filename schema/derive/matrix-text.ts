/** The access matrix as a terminal shows it: marks in columns, the words behind them. */

import type { PolicyData } from '../policy/policy-data.js';
import { type MatrixFilter, matrixTables, type Table } from './matrix.js';

export function matrixText(data: PolicyData, filter: MatrixFilter): string {
  return matrixTables(data, filter).flatMap(text).join('\n').trimEnd();
}

function text(table: Table): string[] {
  return table.marksFrom > table.head.length - 1
    ? prose(table)
    : [table.title, '', ...aligned(withWordsLast(table)), ''];
}

/** Long words before narrow marks would push these off the screen. */
function withWordsLast({ head, rows, marksFrom }: Table): string[][] {
  const order =
    head[1] === 'what it is' ? [0, ...[...head.keys()].filter((column) => column >= marksFrom), 1] : [...head.keys()];
  return [head, ...rows].map((cells) => order.map((column) => cells[column] || '.'));
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function prose({ title, head, rows }: Table): string[] {
  const [, ...names] = head;
  return [
    title,
    '',
    ...rows.flatMap(([at = '', ...cells]) => [at, ...cells.map((cell, i) => `  ${names[i]}: ${cell}`)]),
    '',
  ];
}
