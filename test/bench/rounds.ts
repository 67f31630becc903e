/** What a figure is made of: rounds side by side, a value for each round, the median and the spread of them. */

/** Rounds, turns of each side within a round, and seconds of a turn. */
export interface Turns {
  readonly rounds: number;
  readonly turns: number;
  readonly seconds: number;
}

export interface Settings {
  readonly rounds: number;
  /** Seconds of load for each server in each round. */
  readonly seconds: number;
  /** Servers side by side; short turns, so that all of them meet the same disturbances of the machine. */
  readonly contests: Turns;
  /** The same for figures that look for small differences. */
  readonly pairs: Turns;
  readonly connections: number;
  /** Requests to each server before its rounds. */
  readonly warmUp: number;
  /** People of the demo data. */
  readonly people: number;
  /** Of how many people cohorts are asked, and beside how many a chart is read. */
  readonly crowds: readonly number[];
  readonly log: (line: string) => void;
}

export type Unit = 'share' | 'times' | 'µs' | 'ms' | 's' | 'MB';

/** What an issue allows. */
export interface Mark {
  readonly most?: number;
  readonly least?: number;
  /** Better than the mark, if it can be had. */
  readonly aim?: number;
}

/** One line of the table. Ratios wherever there is something to compare: absolute times belong to the machine. */
export interface Figure {
  readonly name: string;
  /** What a ratio of 1 would mean; of absolute figures, what is measured. */
  readonly against: string;
  /** One for each round. */
  readonly values: readonly number[];
  readonly unit: Unit;
  readonly how: string;
  /** None while no issue sets one. */
  readonly mark?: Mark;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = low] = sorted.slice(sorted.length % 2 === 1 ? middle : middle - 1, middle + 1);
  return (low + high) / 2;
}

/** The value below which such a part of all lies. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** The contestants of a round: each round begins with another one, so that none always runs after the same. */
export function rotated<T>(contestants: readonly T[], round: number): T[] {
  const start = round % Math.max(contestants.length, 1);
  return [...contestants.slice(start), ...contestants.slice(0, start)];
}

/** The figures as a Markdown table, and below it how each was taken. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    figure.against,
    shown(median(figure.values), figure.unit),
    spread(figure),
    verdict(figure),
  ]);
  const lines = [['figure', 'against', 'median', 'rounds', 'mark'], ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return [lines[0], '| --- | --- | --- | --- | --- |', ...lines.slice(1)].join('\n');
}

/** How each figure was taken; those that were taken alike share a line. */
export function method(figures: readonly Figure[]): string {
  const names = new Map<string, string[]>();
  for (const { how, name } of figures) names.set(how, [...(names.get(how) ?? []), name]);
  return [...names].map(([how, of]) => `- ${[...new Set(of)].join('; ')}: ${how}.`).join('\n');
}

/**
 * From the lowest to the highest round. Of many short rounds a few are always hit by what else the machine does: there
 * the middle eight of ten are shown.
 */
function spread({ values, unit }: Figure): string {
  const many = values.length >= 10;
  const [low, high] = many
    ? [quantile(values, 0.1), quantile(values, 0.9)]
    : [Math.min(...values), Math.max(...values)];
  return `${shown(low, unit)} to ${shown(high, unit)}${many ? ' (8 of 10)' : ''}`;
}

function shown(value: number, unit: Unit): string {
  switch (unit) {
    case 'share':
      return `${(value * 100).toFixed(1)} %`;
    case 'times':
      return `${value.toFixed(2)} x`;
    case 'µs':
      return `${value.toFixed(0)} µs`;
    case 'MB':
      return `${value.toFixed(0)} MB`;
    default:
      return `${value.toFixed(2)} ${unit}`;
  }
}

function verdict({ mark, values, unit }: Figure): string {
  if (!mark) return 'none';
  const value = median(values);
  const met = value <= (mark.most ?? Infinity) && value >= (mark.least ?? -Infinity);
  const limit = mark.most === undefined ? `at least ${shown(mark.least ?? 0, unit)}` : shown(mark.most, unit);
  const aimed = mark.aim !== undefined && met && (mark.most === undefined ? value >= mark.aim : value <= mark.aim);
  return `${limit}, ${met ? 'met' : '**missed**'}${aimed ? ', the aim too' : ''}`;
}
