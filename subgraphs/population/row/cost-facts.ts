/**
 * From the bills of one person to sums by year, type of service and payer, by the rules of the financial subgraph
 * (subgraphs/financial/bill/bill-pipeline.ts): a Claim and what answers it are one bill; of several answers of one
 * insurer the newest counts, of several insurers each one's payment.
 */
import { Decimal } from 'decimal.js';
import type { SourceRecord } from './facts.js';
import type { CostFact } from './population-row.js';
import { tellableYear } from './years.js';

interface BillRecord {
  readonly id: string;
  readonly bill: string;
  readonly isAnswer: boolean;
  readonly at: Date | null;
  readonly created: number;
  readonly category: string;
  readonly payer: string;
  readonly amounts: Readonly<Partial<Record<'billed' | 'paid' | 'patientResponsibility', string>>>;
}

/** Payer of what no insurer answers for. */
export const NO_PAYER = 'none';

const NOT_BILLED = new Set(['draft', 'cancelled', 'entered-in-error']);
const NOT_ASKED_FOR = new Set(['preauthorization', 'predetermination']);

export function costFacts(records: readonly SourceRecord[], thisYear: number): CostFact[] {
  const bills = new Map<string, BillRecord[]>();
  for (const record of records) {
    if (NOT_BILLED.has(record.status ?? '') || NOT_ASKED_FOR.has(String(record['use'] ?? ''))) continue;
    const read = billRecord(record);
    bills.set(read.bill, [...(bills.get(read.bill) ?? []), read]);
  }
  const sums = new Map<string, CostFact>();
  for (const bill of bills.values())
    for (const fact of factsOf(bill, thisYear)) {
      const key = `${fact.year} ${fact.category} ${fact.payer}`;
      const known = sums.get(key);
      sums.set(key, known ? added(known, fact) : fact);
    }
  return [...sums.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, fact]) => fact);
}

function billRecord(record: SourceRecord): BillRecord {
  const id = String(record['_id']);
  const claim = record['claim'];
  const amounts = (record['amounts'] ?? []) as (BillRecord['amounts'] & { currency: string | null })[];
  const payers = (record['payers'] ?? []) as string[];
  const created = record['created'];
  return {
    id,
    // As the financial subgraph groups them: a Claim goes by its own id, an answer by the claim it names.
    bill: typeof claim === 'string' ? claim : id,
    isAnswer: record.kind === 'ExplanationOfBenefit',
    at: record.at,
    created: created instanceof Date ? created.getTime() : 0,
    category: String(record['serviceCategory'] ?? 'OTHER'),
    payer: payers[0] ?? NO_PAYER,
    // Sums over currencies would say nothing; other money than dollars is left out.
    amounts: amounts.find(({ currency }) => currency === 'USD' || currency === null) ?? {},
  };
}

function factsOf(records: readonly BillRecord[], thisYear: number): CostFact[] {
  const answers = newestOfEachPayer(records.filter(({ isAnswer }) => isAnswer));
  const claims = records.filter(({ isAnswer }) => !isAnswer);
  const [first] = answers.length > 0 ? answers : claims;
  if (!first) return [];
  const times = records.flatMap(({ at }) => (at ? [at.getTime()] : []));
  const began = times.length > 0 ? new Date(Math.min(...times)).getUTCFullYear() : null;
  const base = { year: tellableYear(began, thisYear), category: first.category };
  const billed = Math.max(0, ...(answers.length > 0 ? answers : claims).map(({ amounts }) => cents(amounts.billed)));
  const left = answers.flatMap(({ amounts: { patientResponsibility: share } }) => (share ? [cents(share)] : []));
  const whole = { claims: 1, billed, patientShare: left.length > 0 ? Math.min(...left) : 0 };
  if (answers.length === 0) return [{ ...base, payer: first.payer, paid: 0, ...whole }];
  // The bill itself is counted with the insurer that paid most.
  return answers.map(({ payer, amounts }, place) => ({
    ...base,
    payer,
    paid: cents(amounts.paid),
    ...(place === 0 ? whole : { claims: 0, billed: 0, patientShare: 0 }),
  }));
}

function newestOfEachPayer(answers: readonly BillRecord[]): BillRecord[] {
  const newest = new Map<string, BillRecord>();
  for (const answer of answers) {
    const known = newest.get(answer.payer);
    const isNewer =
      known && (answer.created > known.created || (answer.created === known.created && answer.id > known.id));
    if (!known || isNewer) newest.set(answer.payer, answer);
  }
  return [...newest.values()].sort(
    (a, b) => cents(b.amounts.paid) - cents(a.amounts.paid) || (a.payer < b.payer ? -1 : 1),
  );
}

function cents(amount: string | undefined): number {
  return amount === undefined ? 0 : new Decimal(amount).times(100).round().toNumber();
}

function added(one: CostFact, other: CostFact): CostFact {
  return {
    ...one,
    claims: one.claims + other.claims,
    billed: one.billed + other.billed,
    paid: one.paid + other.paid,
    patientShare: one.patientShare + other.patientShare,
  };
}
