/** A clinician opens a chart: one query over three subgraphs, with people, places, appointments, claims and a trend. */
import { describe, expect, it } from 'vitest';
import { CHART } from './chart-question.js';
import { COPPERLEAF, LARKSPUR, openDemoWorld, TAMARACK } from './demo-world.js';

const world = await openDemoWorld();

interface Point {
  readonly start: string;
  readonly count: number;
  readonly first: number;
  readonly last: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

describe('a full chart in one query', () => {
  it('holds what three subgraphs know, joined', async () => {
    const clinician = await world.as('clinician', { organization: TAMARACK });
    const chart = await clinician.ask(CHART, { id: 'ana-lima' });
    expect(chart.errors).toBeUndefined();
    const patient = chart.at('patient') as Record<string, unknown>;
    expect(patient['displayName']).toBe('Ana Lima');
    expect(chart.at('patient.relatedPersons.nodes.0.name.0.family')).toBe('Lima');
    expect(chart.at('patient.allergyIntolerances.nodes.0.code.text')).toBe('Penicillin allergy');
    const problems = chart.at('patient.conditions.nodes') as { code: { text: string } }[];
    expect(problems.map(({ code }) => code.text)).toContain('Type 2 diabetes');
    expect(chart.at('patient.documentReferences.nodes.0.content.0.attachment.data')).toBeTypeOf('string');
  });

  it('names the people and places of visits, appointments and orders', async () => {
    const clinician = await world.as('clinician', { organization: TAMARACK, width: 'NETWORK' });
    const chart = await clinician.ask(CHART, { id: 'ana-lima' });
    expect(chart.at('patient.encounters.nodes.0.serviceProvider.name')).toBe('Tamarack Family Practice');
    expect(chart.at('patient.encounters.nodes.0.participant.0.individual.practitioner.displayName')).toMatch(/, MD$/);
    expect(chart.at('patient.encounters.nodes.0.participant.0.individual.practitioner.roles.nodes.0')).toBeDefined();
    expect(chart.at('patient.encounters.nodes.0.location.0.location.managingOrganization.name')).toBe(
      'Tamarack Family Practice',
    );
    expect(chart.at('patient.medicationRequests.nodes.0.requester.practitioner.displayName')).toMatch(/, MD$/);
    expect(chart.at('patient.appointments.nodes.0')).toMatchObject({ status: 'booked' });
    expect(chart.text).toContain('Tamarack Main Clinic');
  });

  it('joins claims to visits and to the insurer of the time', async () => {
    const clinician = await world.as('clinician', { organization: TAMARACK });
    const chart = await clinician.ask(CHART, { id: 'ana-lima' });
    expect(chart.at('patient.encounters.nodes.0.claims.nodes.0.id')).toMatch(/^ana-lima-claim-/);
    expect(chart.at('patient.claims.nodes.0.insurance.0.coverage.payor.0.name')).toBe('Northlight Health Plan');
    const byInsurer = await clinician.ask(
      `{ patient(id: "ana-lima") {
        all: claims { totalCount } juniper: claims(payer: "payer-juniper-mutual") { totalCount }
        northlight: claims(payer: "payer-northlight-health-plan") { totalCount }
      } }`,
    );
    const count = (alias: string) => byInsurer.at(`patient.${alias}.totalCount`) as number;
    expect(count('juniper') + count('northlight')).toBe(count('all'));
  });

  it('shows how A1c fell, each step by its first, last, least and most', async () => {
    const clinician = await world.as('clinician', { organization: TAMARACK });
    const chart = await clinician.ask(CHART, { id: 'ana-lima' });
    const points = chart.at('patient.trend.0.points') as Point[];
    expect(chart.at('patient.trend.0.unit')).toBe('%');
    expect(points.map(({ start }) => start)).toEqual(['2023-01-01', '2024-01-01', '2025-01-01', '2026-01-01']);
    expect(points.reduce((sum, { count }) => sum + count, 0)).toBe(chart.at('patient.trend.0.count'));
    expect(points.at(0)?.first).toBeGreaterThan(9);
    expect(points.at(-1)?.last).toBeLessThan(7);
    for (const { min, mean, max, first, last } of points) {
      expect(min).toBeLessThanOrEqual(Math.min(first, last, mean));
      expect(max).toBeGreaterThanOrEqual(Math.max(first, last, mean));
    }
  });

  it('is the same for each organisation that treats the patient, when they ask for all that was written', async () => {
    const charts = await Promise.all(
      [TAMARACK, COPPERLEAF, LARKSPUR].map(async (organization) =>
        (await world.as('clinician', { organization, width: 'NETWORK' })).ask(CHART, { id: 'ana-lima' }),
      ),
    );
    expect(new Set(charts.map(({ text }) => text)).size).toBe(1);
  });

  it('of somebody else’s patient is as if the patient did not exist', async () => {
    const clinician = await world.as('clinician', { organization: TAMARACK });
    const [stranger, unknown] = await Promise.all(
      ['milo-okonjo', 'nobody-at-all'].map((id) => clinician.ask(CHART, { id })),
    );
    expect(stranger?.text).toBe(unknown?.text);
    expect(stranger?.data).toEqual({ patient: null });
    const hospital = await world.as('clinician', { organization: LARKSPUR });
    expect((await hospital.ask(CHART, { id: 'milo-okonjo' })).at('patient.displayName')).toBe('Milo Okonjo');
  });

  it('pages through a long list without missing or repeating any', async () => {
    const clinician = await world.as('clinician', { organization: LARKSPUR });
    const page = `query ($after: String) { patient(id: "esme-thorne") {
      observations(first: 100, after: $after) { totalCount nodes { id } pageInfo { hasNextPage endCursor } }
    } }`;
    const seen: string[] = [];
    let after: unknown = null;
    let total: unknown;
    do {
      const answer = await clinician.ask(page, { after });
      seen.push(...(answer.at('patient.observations.nodes') as { id: string }[]).map(({ id }) => id));
      total = answer.at('patient.observations.totalCount');
      after = answer.at('patient.observations.pageInfo.hasNextPage')
        ? answer.at('patient.observations.pageInfo.endCursor')
        : null;
    } while (after !== null);
    expect(seen.length).toBeGreaterThan(100);
    expect(seen.length).toBe(total);
    expect(new Set(seen).size).toBe(seen.length);
  });
});
