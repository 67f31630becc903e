import { count } from '../exchange/report/table.js';
import type { MeasureSummary } from './run-measures.js';

/** What became of each measure, in lines of a table. */
export function summaryLines(summaries: readonly MeasureSummary[]): string[] {
  const rows = [
    ['measure', 'patients', 'computed', 'recorded', 'unchanged', 'failed'],
    ...summaries.map(({ measure, patients, computed, recorded, unchanged, failed }) => [
      measure.title,
      ...[patients, computed, recorded, unchanged, failed].map(count),
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
}
