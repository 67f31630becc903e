/** What an insurer makes of one claim line; all money in whole cents. */
export interface Adjudicated {
  readonly submitted: number;
  /** Off by contract between insurer and organisation. */
  readonly discount: number;
  /** Not covered at all; the person owes it. */
  readonly noncovered: number;
  /** submitted = discount + noncovered + eligible */
  readonly eligible: number;
  readonly deductible: number;
  readonly copay: number;
  readonly coinsurance: number;
  /** eligible = deductible + copay + coinsurance + benefit */
  readonly benefit: number;
}

export type AdjudicatedPart = keyof Adjudicated;

export interface Terms {
  readonly allowedPercent: number;
  readonly copay: number;
  readonly coinsurancePercent: number;
}

export interface Line {
  readonly net: number;
  readonly preventive: boolean;
  /** The visit itself, for which the copay is due. */
  readonly isVisit: boolean;
  readonly denied: boolean;
}

/** Adjudicates one line; `deductibleLeft` is what the person still has to pay this year before the plan does. */
export function adjudicate(line: Line, terms: Terms, deductibleLeft: number): Adjudicated {
  const none = { discount: 0, noncovered: 0, eligible: 0, deductible: 0, copay: 0, coinsurance: 0, benefit: 0 };
  if (line.denied) return { ...none, submitted: line.net, noncovered: line.net };
  const eligible = percent(line.net, terms.allowedPercent);
  const discount = line.net - eligible;
  if (line.preventive) return { ...none, submitted: line.net, discount, eligible, benefit: eligible };
  const deductible = Math.min(deductibleLeft, eligible);
  const afterDeductible = eligible - deductible;
  const copay = line.isVisit ? Math.min(terms.copay, afterDeductible) : 0;
  const coinsurance = line.isVisit ? 0 : percent(afterDeductible, terms.coinsurancePercent);
  const benefit = afterDeductible - copay - coinsurance;
  return { submitted: line.net, discount, noncovered: 0, eligible, deductible, copay, coinsurance, benefit };
}

/** The sum of one part over lines. */
export function total(lines: readonly Adjudicated[], part: AdjudicatedPart): number {
  return lines.reduce((sum, line) => sum + line[part], 0);
}

/** Percent of cents, rounded to the cent with halves up. */
function percent(cents: number, rate: number): number {
  return Math.floor((cents * rate + 50) / 100);
}
