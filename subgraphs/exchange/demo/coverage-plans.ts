import { ageOn, type Day, day, yearOf } from './days.js';
import type { Random } from './random.js';
import type { PayerId } from './tables/organizations.js';
import type { Trait } from './tables/traits.js';

/** A stretch of time with an insurer. `to` is the last day, null while it lasts. */
export interface CoveragePlan {
  readonly payer: PayerId;
  readonly plan: 'standard' | 'senior';
  readonly from: Day;
  readonly to: Day | null;
  readonly memberNumber: string;
  readonly relationship: 'self' | 'child' | 'spouse';
  /** Patient id of the subscriber, where that is somebody else whom we know. */
  readonly subscriber?: string;
}

interface Insured {
  readonly id: string;
  readonly birth: Day;
  readonly historyStart: Day;
  readonly historyEnd: Day;
  readonly today: Day;
  readonly traits: ReadonlySet<Trait>;
}

const JUNIPER: PayerId = 'payer-juniper-mutual';
const NORTHLIGHT: PayerId = 'payer-northlight-health-plan';

/** Who insured a person when: nobody, one insurer, or one after the other from a new year on. */
export function coveragesOf(insured: Insured, random: Random): CoveragePlan[] {
  const first = random.chance(0.52) ? JUNIPER : NORTHLIGHT;
  const changes = insured.traits.has('changed-insurer') || random.chance(0.14);
  const lapses = random.chance(0.04);
  if (insured.traits.has('uninsured') || random.chance(0.06)) return [];
  const from = Math.max(insured.birth, day(`${yearOf(insured.historyStart)}-01-01`));
  const change = day(`${yearOf(Math.floor((insured.historyStart + insured.historyEnd) / 2)) + 1}-01-01`);
  const stretch = stretcher(insured, random);
  if (!changes || change <= from || change > insured.historyEnd) {
    return [stretch(first, from, lapses ? insured.historyEnd - 120 : null)];
  }
  return [stretch(first, from, change - 1), stretch(first === JUNIPER ? NORTHLIGHT : JUNIPER, change, null)];
}

function stretcher({ birth, today }: Insured, random: Random) {
  const years = ageOn(birth, today);
  return (payer: PayerId, from: Day, to: Day | null): CoveragePlan => ({
    payer,
    plan: years >= 65 ? 'senior' : 'standard',
    from,
    to: to !== null && to < from ? from : to,
    memberNumber: memberNumber(payer, random),
    relationship: years < 19 ? 'child' : 'self',
  });
}

function memberNumber(payer: PayerId, random: Random): string {
  return `${payer === JUNIPER ? 'JM' : 'NL'}${random.integer(10_000_000, 99_999_999)}`;
}
