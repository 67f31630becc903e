/** The README's questions, asked of chartlens as five processes: the same code, the same answers. */
import { describe, expect, it } from 'vitest';
import { demoStories } from '../../subgraphs/exchange/demo/index.js';
import { loadDemo } from '../../subgraphs/exchange/demo-load.js';
import { createWorld } from '../support/world.js';
import { openApart } from './apart.js';
import { CHART } from './chart-question.js';
import { NORTHLIGHT, TAMARACK } from './demo-parties.js';
import { readmeAnswers, readmeQuestions } from './readme-questions.js';

const record = await createWorld();
await loadDemo(record.writer, () => undefined, { people: demoStories.length });
const world = await openApart(record);

const ACCESS_LOG = `{ patient(id: "ana-lima") { accessLog(first: 1) {
  nodes { agent { role } entity { kind count } }
} } }`;

describe('five processes', () => {
  it.each(readmeAnswers)(
    'tell $organization ($role) on "$question" what the README shows',
    async ({ question, role, organization, width, answer }) => {
      const asker = await world.as(role, { organization, ...(width && { width }) });
      // A second time, by the steps that were made ready the first time.
      for (let time = 0; time < 2; time++) {
        const { text } = await asker.ask(readmeQuestions.get(question) ?? '');
        expect(JSON.parse(text)).toEqual(JSON.parse(answer));
      }
    },
  );

  it('join a whole chart', async () => {
    const clinician = await world.as('clinician', { organization: TAMARACK, width: 'NETWORK' });
    const chart = await clinician.ask(CHART, { id: 'ana-lima' });
    expect(chart.errors).toBeUndefined();
    const encounter = 'patient.encounters.nodes.0';
    expect(chart.at(`${encounter}.location.0.location.managingOrganization.name`)).toBe('Tamarack Family Practice');
    expect(chart.at(`${encounter}.claims.nodes.0.id`)).toMatch(/^ana-lima-claim-/);
    expect(chart.at('patient.claims.nodes.0.insurance.0.coverage.payor.0.name')).toBe('Northlight Health Plan');
    expect(chart.at('patient.trend.0.points')).toHaveLength(4);
  });

  it('note in the trail what was disclosed, whichever of them read it', async () => {
    const insurer = await world.as('insurer', { organization: NORTHLIGHT });
    await insurer.ask('query Cost { patient(id: "ana-lima") { claims { totalCount } } }');
    const log = await (await world.as('patient', { patient: 'ana-lima' })).ask(ACCESS_LOG);
    expect(log.at('patient.accessLog.nodes.0.agent.0.role')).toBe('insurer');
    expect(log.at('patient.accessLog.nodes.0.entity')).toContainEqual({ kind: 'Claim', count: expect.any(Number) });
  });

  it('answer an analyst, of whom another process takes care', async () => {
    const counts = await (await world.as('analyst')).ask('{ cohort { size { people suppressed } } }');
    expect(counts.errors).toBeUndefined();
    expect(counts.at('cohort.size')).toEqual({ people: null, suppressed: true });
  });
});
