import type { Verdict } from '../../shared/commits.js';
import type { Rejection } from '../read/errors.js';
import type { FileResult, SkipReason } from '../read/source-entry.js';

export const COLUMNS = ['read', 'new', 'changed', 'unchanged', 'kept unmapped', 'rejected'] as const;
export type Column = (typeof COLUMNS)[number];
export type Counts = Record<Column, number>;

/** The row for what was rejected before its type was known. */
export const NO_TYPE = '(no resource type)';

/** What became of everything that was read. Each resource is counted under `read` and under exactly one other column. */
export class ImportSummary {
  readonly types = new Map<string, Counts>();
  /** Files by outcome, then by what they are. */
  readonly files = new Map<FileResult['outcome']['status'], Map<string, number>>();
  readonly skipped = new Map<SkipReason, number>();
  /** All rejections, those of files and paths too. */
  rejections = 0;

  /** A resource whose fate the database decided, or 'kept unmapped' when its type is not served yet. */
  recorded(type: string, verdict: Verdict, mapped: boolean): void {
    this.#count(type, mapped || verdict === 'unchanged' ? verdict : 'kept unmapped');
  }

  rejected({ type }: Rejection): void {
    this.rejections++;
    this.#count(type ?? NO_TYPE, 'rejected');
  }

  file({ outcome }: FileResult): void {
    const kinds = this.files.get(outcome.status) ?? new Map<string, number>();
    this.files.set(outcome.status, kinds);
    kinds.set(outcome.what, (kinds.get(outcome.what) ?? 0) + 1);
  }

  skip(reason: SkipReason): void {
    this.skipped.set(reason, (this.skipped.get(reason) ?? 0) + 1);
  }

  total(): Counts {
    const total = noCounts();
    for (const counts of this.types.values()) for (const column of COLUMNS) total[column] += counts[column];
    return total;
  }

  #count(type: string, column: Column): void {
    const counts = this.types.get(type) ?? noCounts();
    this.types.set(type, counts);
    counts.read++;
    counts[column]++;
  }
}

function noCounts(): Counts {
  return { read: 0, new: 0, changed: 0, unchanged: 0, 'kept unmapped': 0, rejected: 0 };
}
