/** What a figure is made of: rounds side by side, a ratio for each round, the median and the spread of them. */

export interface Settings {
  readonly rounds: number;
  /** Seconds of load for each server in each round. */
  readonly seconds: number;
  readonly connections: number;
  /** People of the demo data. */
  readonly people: number;
  readonly log: (line: string) => void;
}

/** One line of the table. Ratios only: absolute times belong to the machine they were taken on. */
export interface Figure {
  readonly name: string;
  /** What a ratio of 1 would mean. */
  readonly against: string;
  /** One for each round. */
  readonly ratios: readonly number[];
  readonly unit: 'share' | 'times';
  readonly how: string;
  /** The most (`times`) that a later issue allows; none while there is no mark. */
  readonly mark?: number;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = low] = sorted.slice(sorted.length % 2 === 1 ? middle : middle - 1, middle + 1);
  return (low + high) / 2;
}

/** The contestants of a round: each round begins with another one, so that none always runs after the same. */
export function rotated<T>(contestants: readonly T[], round: number): T[] {
  const start = round % Math.max(contestants.length, 1);
  return [...contestants.slice(start), ...contestants.slice(0, start)];
}

/** The figures as a Markdown table. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    figure.against,
    shown(median(figure.ratios), figure),
    `${shown(Math.min(...figure.ratios), figure)} to ${shown(Math.max(...figure.ratios), figure)}`,
    markOf(figure),
    figure.how,
  ]);
  const lines = [['figure', 'against', 'median', 'rounds', 'mark', 'how it was taken'], ...rows];
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const [head = '', ...body] = lines.map(
    (line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [head, rule, ...body].join('\n');
}

function shown(ratio: number, { unit }: Figure): string {
  return unit === 'share' ? `${(ratio * 100).toFixed(1)}%` : `${ratio.toFixed(2)}x`;
}

function markOf(figure: Figure): string {
  if (figure.mark === undefined) return '-';
  return `${figure.mark}x ${median(figure.ratios) <= figure.mark ? 'met' : 'missed'}`;
}
