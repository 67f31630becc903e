/** Sums of money over people: none of few, none that one person dominates, and none exact. */
import { beforeAll, describe, expect, it } from 'vitest';
import { tellMean } from '../../subgraphs/population/suppression/sums.js';
import { type Asker, createWorld, type Resource } from '../support/world.js';

const world = await createWorld();

/** 80 people: women have like costs; of what men came to, one man has nine tenths. */
function resources(): Resource[] {
  return Array.from({ length: 80 }, (_, index): Resource[] => {
    const [patient, woman] = [`p${index}`, index % 2 === 0];
    const paid = woman ? 100 + index : index === 1 ? 90_000 : 100;
    return [
      { resourceType: 'Patient', id: patient, gender: woman ? 'female' : 'male', birthDate: '1970-01-01' },
      {
        resourceType: 'ExplanationOfBenefit',
        id: `eob${index}`,
        status: 'active',
        use: 'claim',
        type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/claim-type', code: 'professional' }] },
        patient: { reference: `Patient/${patient}` },
        billablePeriod: { start: '2024-03-01', end: '2024-03-01' },
        created: '2024-03-05',
        insurer: { display: 'Plan' },
        outcome: 'complete',
        payment: { amount: { value: paid, currency: 'USD' } },
      },
    ];
  }).flat();
}

let analyst: Asker;
beforeAll(async () => {
  await world.tell(...resources());
  analyst = await (await world.open()).as('analyst', { organization: 'institute' });
});

async function costsOf(where: string) {
  const { at, errors } = await analyst.ask(
    `{ cohort(where: ${where}) { costs(of: PAID) { mean total people suppressed } } }`,
  );
  expect(errors).toBeUndefined();
  return at('cohort.costs.0') as { mean: number | null; total: number | null; people: number; suppressed: boolean };
}

describe('the costs of a cohort', () => {
  it('are about right where many share in them', async () => {
    const { mean, total, people } = await costsOf('{ sex: [FEMALE] }');
    // 40 women came to 139 each; the sum is off by up to the largest share, and three digits are told.
    expect(mean).toBeGreaterThan(139 - 178 / 40 - 1);
    expect(mean).toBeLessThan(139 + 178 / 40 + 1);
    expect(people % 11).toBe(0);
    expect(total).toBe(Number(((mean ?? 0) * people).toPrecision(3)));
  });

  it('are told alike when asked again', async () => {
    expect(await costsOf('{ not: { sex: [MALE] } }')).toEqual(await costsOf('{ sex: [FEMALE] }'));
  });
});

describe('29 one dominant contributor', () => {
  it('leaves no mean and no sum, though the people are counted', async () => {
    const { people, ...told } = await costsOf('{ sex: [MALE] }');
    expect(people).toBeGreaterThan(10);
    expect(told).toEqual({ mean: null, total: null, suppressed: true });
  });

  it('is one with more than 85% of the sum', () => {
    const draws = () => 0.5;
    expect(tellMean(20, { total: 10_000, most: 8501, sharers: 20 }, draws)).toBeNull();
    expect(tellMean(20, { total: 10_000, most: 8500, sharers: 20 }, draws)).toBe(500);
  });

  it('is not told either of a sum that few share in', () => {
    expect(tellMean(20, { total: 10_000, most: 1000, sharers: 10 }, () => 0.5)).toBeNull();
  });
});
