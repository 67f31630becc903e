import { describe, expect, it } from 'vitest';
import { adjudicate, total } from '../../../subgraphs/exchange/demo/adjudicate.js';
import type { FhirResource } from '../../../subgraphs/exchange/demo/index.js';
import { at, demoWorld, ofType, referencesIn } from './demo-world.js';

const { charts, byReference, resources } = demoWorld();

/** Whole cents of a Money; NaN when it is no US dollar amount or carries float noise, which then equals nothing. */
function cents(money: unknown): number {
  const { value, currency } = money as { value: number; currency: string };
  return currency === 'USD' && /^\d+(\.\d{1,2})?$/.test(String(value)) ? Math.round(value * 100) : Number.NaN;
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

/** Amounts by the code of their category. */
function amounts(parts: unknown): Map<string, number> {
  const found = (parts ?? []) as { category: unknown; amount: unknown }[];
  return new Map(found.map((part) => [String(at(part.category, 'coding', 'code')[0]), cents(part.amount)]));
}

function items(resource: FhirResource): FhirResource[] {
  return resource['item'] as FhirResource[];
}

/** Ids of those of which the rule does not hold. */
function breaking(list: readonly FhirResource[], holds: (one: FhirResource) => boolean): string[] {
  return list.filter((one) => !holds(one)).map(({ id }) => id);
}

const claims = resources.filter(({ resourceType }) => resourceType === 'Claim');
const explanations = resources.filter(({ resourceType }) => resourceType === 'ExplanationOfBenefit');

describe('claims of the demo', () => {
  it('add up: quantity times price is the line, the lines are the total, to the cent', () => {
    const lineAddsUp = (item: FhirResource) =>
      cents(item['net']) === Number(at(item, 'quantity', 'value')[0]) * cents(item['unitPrice']);
    expect(breaking(claims, (claim) => items(claim).length > 0 && items(claim).every(lineAddsUp))).toEqual([]);
    const addsUp = (claim: FhirResource) => cents(claim['total']) === sum(items(claim).map(({ net }) => cents(net)));
    expect(breaking(claims, addsUp)).toEqual([]);
  });

  it('are billed under the coverage of that day', () => {
    const inForce = (claim: FhirResource) =>
      at(claim, 'insurance', 'coverage', 'reference').every((reference) => {
        const coverage = byReference.get(String(reference));
        const served = String(at(claim, 'item', 'servicedDate')[0]);
        const [start = ''] = at(coverage, 'period', 'start');
        const [end = '9999'] = at(coverage, 'period', 'end');
        return served >= String(start) && served <= String(end);
      });
    expect(breaking(claims, inForce)).toEqual([]);
  });

  it('carry ICD-10-CM diagnoses', () => {
    const systems = new Set(at(claims, 'diagnosis', 'diagnosisCodeableConcept', 'coding', 'system'));
    expect([...systems]).toEqual(['http://hl7.org/fhir/sid/icd-10-cm']);
  });
});

describe('explanations of benefit of the demo', () => {
  it('repeat the lines of their claim', () => {
    const byClaim = new Map(
      claims.map((claim) => [
        claim.id,
        items(claim)
          .map(({ net }) => cents(net))
          .join(),
      ]),
    );
    const claimOf = (one: FhirResource) => String(at(one, 'identifier', 'value')[0]).replace(/^[A-Z]+-/, '');
    const same = (one: FhirResource) =>
      byClaim.get(claimOf(one)) ===
      items(one)
        .map(({ net }) => cents(net))
        .join();
    expect(breaking(explanations, same)).toEqual([]);
  });

  it('split each line without a cent left over', () => {
    const splits = (item: FhirResource) => {
      const parts = amounts(item['adjudication']);
      const get = (name: string) => parts.get(name) ?? 0;
      return (
        get('submitted') === cents(item['net']) &&
        get('submitted') === get('discount') + get('noncovered') + get('eligible') &&
        get('eligible') === get('deductible') + get('copay') + get('coinsurance') + get('benefit')
      );
    };
    expect(breaking(explanations, (one) => items(one).every(splits))).toEqual([]);
  });

  it('have totals which are the sums of their lines, and pay the benefit', () => {
    const addsUp = (one: FhirResource) => {
      const lines = items(one).map((item) => amounts(item['adjudication']));
      const totals = amounts(one['total']);
      const paid = cents(at(one, 'payment', 'amount')[0]);
      const sums = [...totals].every(([name, amount]) => amount === sum(lines.map((line) => line.get(name) ?? 0)));
      return sums && paid === totals.get('benefit') && totals.has('submitted');
    };
    expect(breaking(explanations, addsUp)).toEqual([]);
  });

  it('never take more deductible in a year than the plan has, and often take all', () => {
    const used = new Map<string, number>();
    for (const [patient, chart] of charts) {
      for (const explanation of ofType(chart, 'ExplanationOfBenefit')) {
        const insurer = String(at(explanation, 'insurer', 'display')[0]);
        const year = String(at(explanation, 'item', 'servicedDate')[0]).slice(0, 4);
        const key = `${insurer} ${year} ${patient}`;
        used.set(key, (used.get(key) ?? 0) + (amounts(explanation['total']).get('deductible') ?? 0));
      }
    }
    const limit = (key: string) => (key.startsWith('Juniper') ? 75_000 : 120_000);
    expect([...used].filter(([key, amount]) => amount > limit(key))).toEqual([]);
    expect([...used].filter(([key, amount]) => amount === limit(key)).length).toBeGreaterThan(20);
  });

  it('deny a few lines, and leave young claims unanswered', () => {
    const denied = explanations.filter((one) => amounts(one['total']).has('noncovered'));
    expect(denied.length).toBeGreaterThan(20);
    expect(denied.length).toBeLessThan(explanations.length / 5);
    expect(claims.length).toBeGreaterThan(explanations.length);
  });

  it('exist for no service that somebody paid alone', () => {
    const paidAlone = claims.filter((claim) => claim['insurer'] === undefined);
    expect(paidAlone.length).toBeGreaterThan(10);
    const answered = new Set(explanations.flatMap((one) => at(one, 'claim', 'reference')));
    expect(paidAlone.filter(({ id }) => answered.has(`Claim/${id}`))).toEqual([]);
    expect(paidAlone.flatMap(referencesIn).filter((to) => to.startsWith('Organization/payer-'))).toEqual([]);
  });
});

describe('adjudicating a line', () => {
  const terms = { allowedPercent: 78, copay: 2_500, coinsurancePercent: 20 };
  const line = { net: 10_001, preventive: false, isVisit: false, denied: false };

  it('takes the deductible first, then coinsurance', () => {
    expect(adjudicate(line, terms, 3_000)).toEqual({
      submitted: 10_001,
      discount: 2_200,
      noncovered: 0,
      eligible: 7_801,
      deductible: 3_000,
      copay: 0,
      coinsurance: 960,
      benefit: 3_841,
    });
  });

  it('takes a copay for the visit itself, and no more than is left', () => {
    const visit = { ...line, net: 2_000, isVisit: true };
    expect(adjudicate(visit, terms, 0)).toMatchObject({ eligible: 1_560, copay: 1_560, benefit: 0 });
  });

  it('pays prevention in full and denied lines not at all', () => {
    expect(adjudicate({ ...line, preventive: true }, terms, 9_000)).toMatchObject({ deductible: 0, benefit: 7_801 });
    expect(adjudicate({ ...line, denied: true }, terms, 9_000)).toMatchObject({ noncovered: 10_001, benefit: 0 });
  });

  it('sums one part over lines', () => {
    const lines = [adjudicate(line, terms, 0), adjudicate({ ...line, net: 500 }, terms, 0)];
    expect(total(lines, 'submitted')).toBe(10_501);
  });
});
