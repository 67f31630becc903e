/** An insurer looks at its members: pages of claims, costs by year, broad categories, and nobody else's members. */
import { describe, expect, it } from 'vitest';
import { JUNIPER, NORTHLIGHT, openDemoWorld } from './demo-world.js';

const world = await openDemoWorld();
const juniper = await world.as('insurer', { organization: JUNIPER });
const northlight = await world.as('insurer', { organization: NORTHLIGHT });

interface Claim {
  readonly id: string;
  readonly billablePeriod: { readonly start: string };
}

interface Page {
  readonly totalCount: number;
  readonly nodes: readonly Claim[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const CLAIMS = `query ($id: ID!, $after: String) { patient(id: $id) {
  claims(first: 10, after: $after) { totalCount nodes { id billablePeriod { start } } pageInfo { hasNextPage endCursor } }
} }`;

async function allClaims(id: string): Promise<{ claims: Claim[]; total: number; pages: number }> {
  const claims: Claim[] = [];
  for (let pages = 1, after: string | null = null; ; pages++) {
    const page = (await juniper.ask(CLAIMS, { id, after })).at('patient.claims') as Page;
    claims.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return { claims, total: page.totalCount, pages };
    after = page.pageInfo.endCursor;
  }
}

describe('the claims of a member', () => {
  it('come in pages, latest first, each once', async () => {
    const { claims, total, pages } = await allClaims('esme-thorne');
    expect(total).toBeGreaterThan(60);
    expect(pages).toBe(Math.ceil(total / 10));
    expect(new Set(claims.map(({ id }) => id)).size).toBe(total);
    const starts = claims.map(({ billablePeriod }) => Date.parse(billablePeriod.start));
    expect(starts).toEqual([...starts].sort((one, other) => other - one));
  });

  it('are those that were billed to this insurer', async () => {
    const count =
      '{ patient(id: "ana-lima") { claims { totalCount nodes { insurance { coverage { payor { id } } } } } } }';
    const [before, since] = [await juniper.ask(count), await northlight.ask(count)];
    expect(before.at('patient.claims.totalCount')).toBeGreaterThan(0);
    expect(since.at('patient.claims.totalCount')).toBeGreaterThan(0);
    expect(before.text).not.toContain(NORTHLIGHT);
    expect(since.text).not.toContain(JUNIPER);
  });

  it('do not hold the visit which the member paid himself, by any path', async () => {
    const PAID = 'dario-winter-self-pay-claim';
    const member = await juniper.ask(
      `{ patient(id: "dario-winter") { displayName claims(first: 1000) { totalCount nodes { id } }
        explanationOfBenefits(first: 1000) { nodes { id claim { id } } } } claims(first: 1000) { nodes { id } } }`,
    );
    expect(member.at('patient.displayName')).toBe('Dario Winter');
    expect(member.at('patient.claims.totalCount')).toBeGreaterThan(0);
    expect(member.text).not.toContain(PAID);
    const one = 'query ($id: ID!) { claim(id: $id) { total { value } } }';
    const [paid, unknown] = [await juniper.ask(one, { id: PAID }), await juniper.ask(one, { id: 'no-such-claim' })];
    expect(paid.text).toBe(unknown.text);
    const himself = await world.as('patient', { patient: 'dario-winter' });
    expect((await himself.ask(one, { id: PAID })).at('claim.total.value')).toBeTypeOf('number');
  });
});

describe('summaries of a member', () => {
  it('add up over the years to what the claims say', async () => {
    const answer = await juniper.ask(
      `{ patient(id: "esme-thorne") {
        claims(use: "claim") { totalCount }
        costSummary(by: YEAR) { year claims billed { value } paid { value currency } }
        utilization(by: YEAR) { year claims visits }
      } }`,
    );
    const years = answer.at('patient.costSummary') as { year: number; claims: number; paid: { currency: string } }[];
    expect(years.map(({ year }) => year)).toEqual([2022, 2023, 2024, 2025, 2026]);
    expect(years.reduce((sum, { claims }) => sum + claims, 0)).toBe(answer.at('patient.claims.totalCount'));
    for (const { paid } of years) expect(paid.currency).toBe('USD');
    const use = answer.at('patient.utilization') as { year: number; claims: number }[];
    expect(use.map(({ year, claims }) => [year, claims])).toEqual(years.map(({ year, claims }) => [year, claims]));
  });

  it('name broad categories of what was billed, the most frequent first, and no code or text', async () => {
    const answer = await juniper.ask(
      '{ patient(id: "esme-thorne") { conditionCategories { category claims firstYear lastYear } } }',
    );
    const categories = answer.at('patient.conditionCategories') as { category: string; claims: number }[];
    expect(categories[0]?.category).toBe('GENITOURINARY');
    const claims = categories.map((category) => category.claims);
    expect(claims).toEqual([...claims].sort((one, other) => other - one));
    expect(answer.text).not.toMatch(/dialysis|renal/i);
  });

  it('of the whole plan count its members', async () => {
    const answer = await juniper.ask('{ patients { totalCount } utilization(by: YEAR) { year members } }');
    const members = answer.at('patients.totalCount') as number;
    const years = answer.at('utilization') as { members: number }[];
    expect(years.length).toBeGreaterThan(0);
    for (const year of years) expect(year.members).toBeLessThanOrEqual(members);
  });
});

describe('somebody else’s member', () => {
  const ASK = `query ($id: ID!) { patient(id: $id) {
    displayName claims { totalCount } coverages { totalCount } costSummary { claims } conditionCategories { category }
  } }`;

  it.each([
    ['esme-thorne', 'Northlight', northlight],
    ['gideon-ashdown', 'Juniper', juniper],
  ] as const)('(%s, asked by %s) is answered as an unknown id is, in the same bytes', async (id, _insurer, asker) => {
    const other = asker === northlight ? juniper : northlight;
    expect((await other.ask(ASK, { id })).at('patient.displayName')).toBeTypeOf('string');
    const [stranger, unknown] = [await asker.ask(ASK, { id }), await asker.ask(ASK, { id: 'nobody-at-all' })];
    expect(stranger.status).toBe(unknown.status);
    expect(stranger.text).toBe(unknown.text);
  });

  it('is not counted, found by name or reached by a claim', async () => {
    const answer = await northlight.ask(
      '{ patients(name: "Thorne") { totalCount nodes { id } } claim(id: "esme-thorne-claim-0001") { id } }',
    );
    expect(answer.data).toEqual({ patients: { totalCount: 0, nodes: [] }, claim: null });
  });
});
