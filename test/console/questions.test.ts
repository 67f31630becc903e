/** Everything that the console asks fits the schema of whom it asks as, and is answered from the demo data. */
import { describe, expect, it } from 'vitest';
import {
  ACCESS_LOG,
  CLINICAL_RECORD,
  COSTS_OF,
  FRONT_OFFICE,
  MEMBER,
} from '../../gateway/console/app/chart/queries.js';
import { COHORT, CONDITIONS, DIMENSIONS } from '../../gateway/console/app/cohort/question.js';
import { EXAMPLES } from '../../gateway/console/app/explorer/examples.js';
import { EXPLAIN } from '../../gateway/console/app/policy/question.js';
import { NORTHLIGHT, openDemoWorld, TAMARACK } from '../journeys/demo-world.js';

/** A busy machine is slow, and that is not what is tried here. */
const world = await openDemoWorld(undefined, { env: { SUBGRAPH_DEADLINE_MS: '60000' } });
const ana = { patient: 'ana-lima' };
const clinician = await world.as('clinician', { organization: TAMARACK });
const patient = await world.as('patient', { patient: 'ana-lima' });
const insurer = await world.as('insurer', { organization: NORTHLIGHT });
const registrar = await world.as('registrar', { organization: TAMARACK });
const analyst = await world.as('analyst');
const auditor = await world.as('auditor');

describe('the examples of the Explorer', () => {
  const examples = EXAMPLES.flatMap((group) => group.examples.map((example) => ({ group: group.title, ...example })));

  it.each(examples)('for $group: "$title" is answered with something', async ({ as, query, variables }) => {
    const { role, ...who } = as;
    const answer = await (await world.as(role, who)).ask(query, variables);
    expect(answer.errors).toBeUndefined();
    for (const value of Object.values(answer.data ?? {})) expect(value).not.toBeNull();
  });

  it('are for all three kinds of users', () => {
    expect(new Set(examples.map(({ as }) => as.role))).toEqual(new Set(['clinician', 'insurer', 'analyst']));
  });
});

describe('the chart', () => {
  it.each([
    ['a clinician', clinician, CLINICAL_RECORD],
    ['the patient', patient, CLINICAL_RECORD],
    ['the patient (costs)', patient, COSTS_OF],
    ['the patient (who looked)', patient, ACCESS_LOG],
    ['an insurer', insurer, MEMBER],
    ['a registrar', registrar, FRONT_OFFICE],
  ] as const)('asks as %s what their schema has', async (_who, asker, query) => {
    const answer = await asker.ask(query, ana);
    expect(answer.errors).toBeUndefined();
    expect(answer.at('patient')).not.toBeNull();
  });

  it('is no chart to an insurer', async () => {
    const answer = await insurer.ask(CLINICAL_RECORD, ana);
    expect(answer.data).toBeUndefined();
  });
});

describe('the cohort', () => {
  it.each(DIMENSIONS)('is broken down by %s', async (dimension) => {
    const answer = await analyst.ask(COHORT, { where: {}, by: [dimension] });
    expect(answer.errors).toBeUndefined();
  });

  it.each(CONDITIONS)('is asked about people with %s', async (group) => {
    const answer = await analyst.ask(COHORT, { where: { condition: { group } }, by: ['SEX'] });
    expect(answer.errors).toBeUndefined();
  });
});

it('the policy page is told by an auditor why a field of a patient is open', async () => {
  const variables = { role: 'clinician', field: 'Condition.code', patient: 'bram-osei', organization: TAMARACK };
  const answer = await auditor.ask(EXPLAIN, variables);
  expect(answer.at('explainAccess.allowed')).toBe(true);
});
