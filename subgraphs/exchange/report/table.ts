import { COLUMNS, type Counts, type ImportSummary } from './summary.js';

/** Numbers as people read them, the same on every machine. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** The closing table by type, then the files by what they were, then entries without a resource. */
export function summaryTable(summary: ImportSummary): string {
  const types = [...summary.types].sort(([one], [other]) => (one < other ? -1 : 1));
  const rows = [
    ['type', ...COLUMNS],
    ...types.map(([type, counts]) => row(type, counts)),
    row('total', summary.total()),
  ];
  return [...columns(rows), '', ...fileLines(summary), ...skippedLines(summary)].join('\n');
}

function row(name: string, counts: Counts): string[] {
  return [name, ...COLUMNS.map((column) => count(counts[column]))];
}

/** Aligned: the first column to the left, numbers to the right. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0))) ?? [];
  return rows.map((cells) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

function fileLines(summary: ImportSummary): string[] {
  const statuses = ['read', 'not FHIR', 'rejected'] as const;
  const numbers = statuses.map((status) => sum(summary.files.get(status)));
  const total = numbers.reduce((all, number) => all + number, 0);
  const heading = `files: ${count(total)} (${statuses.map((status, at) => `${count(numbers[at] ?? 0)} ${status}`).join(', ')})`;
  return [heading, ...statuses.flatMap((status) => kindLines(status, summary.files.get(status)))];
}

function kindLines(status: string, kinds: ReadonlyMap<string, number> | undefined): string[] {
  const sorted = [...(kinds ?? [])].sort(([one], [other]) => (one < other ? -1 : 1));
  return sorted.map(([what, number]) => `  ${status}: ${count(number)} ${what}`);
}

function skippedLines(summary: ImportSummary): string[] {
  const reasons = [...summary.skipped].map(([reason, number]) => `${count(number)} ${reason}`);
  return reasons.length === 0 ? [] : [`entries without a resource to keep: ${reasons.join(', ')}`];
}

function sum(kinds: ReadonlyMap<string, number> | undefined): number {
  return [...(kinds?.values() ?? [])].reduce((all, number) => all + number, 0);
}
