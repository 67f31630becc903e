/**
 * Which disclosures a person is owed an account of (45 CFR 164.528; 42 CFR 2.25), and for how long: decided from what the
 * trail holds of an operation, by the purpose for which it was asked.
 */
import type { TrailDisclosure, TrailEntry } from './trail.js';
import type { Purpose, Viewer } from './viewer.js';

export interface PurposeRule {
  /** Why it was shown, for the person who reads the account (164.528(b)(2)(iv)). */
  readonly words: string;
  /** Treatment, payment and operations under 164.506 are exempt (164.528(a)(1)(i)), but for Part 2 records (42 CFR 2.25). */
  readonly exempt: boolean;
  readonly reason: string;
}

export const PURPOSE_RULES: Readonly<Record<Purpose, PurposeRule>> = {
  TREAT: { words: 'Treatment', exempt: true, reason: '164.501 "treatment", 164.528(a)(1)(i).' },
  // Broken glass as well: opening a chart in an emergency is treatment. The access log shows each such look, and marks it.
  ETREAT: {
    words: 'Treatment in an emergency',
    exempt: true,
    reason: '164.501 "treatment" knows no exception for emergencies, 164.528(a)(1)(i).',
  },
  HPAYMT: { words: 'Payment for care', exempt: true, reason: '164.501 "payment", 164.528(a)(1)(i).' },
  HOPERAT: { words: 'Health care operations', exempt: true, reason: '164.501 "operations", 164.528(a)(1)(i).' },
  // Auditing and compliance of the covered entity itself. An oversight agency (164.512(d)) comes as `agency`, not as this.
  HCOMPL: {
    words: 'Auditing and compliance',
    exempt: true,
    reason: '164.501 "health care operations" (4): auditing functions and compliance programs, 164.528(a)(1)(i).',
  },
  // 164.512(b) and (d) are in none of the exceptions.
  PUBHLTH: { words: 'Public health', exempt: false, reason: '164.512(b), not excepted by 164.528(a)(1).' },
  // Excepted only with an authorisation (iv) or as a limited data set (viii); the trail knows of neither, so it is owed.
  HRESCH: { words: 'Research', exempt: false, reason: '164.512(i), not excepted by 164.528(a)(1).' },
  // The individual's own request is decided before; anybody else's look under this purpose has no exception.
  PATRQT: {
    words: 'At the request of an individual',
    exempt: false,
    reason: '164.528(a)(1)(ii) excepts the individual.',
  },
};

type Asker = Pick<Viewer, 'role' | 'patient' | 'purpose'>;

const YEARS = 6;
/** 42 CFR 2.25(a) and (b)(2). */
const PART2_YEARS = 3;

/** How many years back a person is owed an account of what was shown of them; 0 for never. */
export function accountedYears(viewer: Asker, { patient, part2 }: TrailDisclosure): 0 | 3 | 6 {
  // Counts over many people name nobody: there is nobody to give the account to.
  if (patient === null) return 0;
  // Their own reading is access by the individual (164.528(a)(1)(ii); 42 CFR 2.23 for Part 2 records).
  if (viewer.role === 'patient' && viewer.patient === patient) return 0;
  if (!PURPOSE_RULES[viewer.purpose].exempt) return YEARS;
  // Shown through an electronic record for treatment, payment or operations: 2.25(b)(1). Emergencies (2.51) are told too.
  return part2 ? PART2_YEARS : 0;
}

/** Whether `patient` is owed, on the day of `now`, an account of the entry. */
export function isAccountable(
  entry: Pick<TrailEntry, 'at' | 'disclosures'> & { readonly viewer: Asker },
  patient: string,
  now: Date,
): boolean {
  return entry.disclosures.some((row) => {
    const years = row.patient === patient ? accountedYears(entry.viewer, row) : 0;
    return years > 0 && entry.at >= yearsBefore(now, years) && entry.at <= now;
  });
}

/** The patients who are or will have been owed an account: stored with the entry, so that an index finds it. */
export function accountedPatients(viewer: Asker, disclosures: readonly TrailDisclosure[]): string[] {
  return [...new Set(disclosures.flatMap((row) => (accountedYears(viewer, row) > 0 ? (row.patient ?? []) : [])))];
}

/** A stretch of time, both ends included; an end that is not there is open. */
export interface Span {
  readonly from: Date | null;
  readonly to: Date | null;
}

/** `isAccountable` as a question to the stored entries, narrowed to a stretch of time. */
export function accountablePredicate(
  /** The records of one person: several where a merge says so. */
  patients: readonly string[],
  now: Date,
  { from, to }: Span = { from: null, to: null },
): Record<string, unknown> {
  const exempt = Object.entries(PURPOSE_RULES).flatMap(([purpose, rule]) => (rule.exempt ? purpose : []));
  const earliest = yearsBefore(now, YEARS);
  return {
    accounted: { $in: [...patients] },
    // What is partial in the index must stand in the question, or the index is not used.
    'accounted.0': { $exists: true },
    at: { $gte: from && from > earliest ? from : earliest, $lte: to && to < now ? to : now },
    $or: [{ 'viewer.purpose': { $nin: exempt } }, { at: { $gte: yearsBefore(now, PART2_YEARS) } }],
  };
}

function yearsBefore(day: Date, years: number): Date {
  const before = new Date(day);
  before.setUTCFullYear(day.getUTCFullYear() - years);
  return before;
}
