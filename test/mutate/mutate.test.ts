/** The policy and its walls, changed for the worse one at a time: the tests must notice each. `npm run mutate` tries all. */
import { afterAll, describe, expect, it } from 'vitest';
import { createPolicy } from '../../schema/policy/decide.js';
import { ROLES } from '../../schema/policy/viewer.js';
import { administrative } from '../../subgraphs/administrative/subgraph.js';
import { clinical } from '../../subgraphs/clinical/subgraph.js';
import { financial } from '../../subgraphs/financial/subgraph.js';
import { buildSubgraph } from '../../subgraphs/shared/subgraph.js';
import { differencesFromReview } from '../policy/review.js';
import { freshPrefix, mongoUri } from '../support/engine.js';
import { policyMutants } from './policy-mutants.js';
import { misseesLabels, overseesKinds, scopeMutants } from './scope-mutants.js';
import { openWorlds } from './worlds.js';

const built = await Promise.all([administrative, clinical, financial].map(buildSubgraph));
const worlds = await openWorlds(
  mongoUri(),
  freshPrefix(),
  built.map(({ schema }) => schema),
);
afterAll(() => worlds.close());

describe('the policy as it is', () => {
  it('is what a person reviewed', () => {
    expect(differencesFromReview(createPolicy())).toEqual([]);
  });

  it.each(ROLES)('shows the %s no record that is hidden, by any way', async (role) => {
    expect(await overseesKinds(worlds, role, {})).toBe(false);
  });

  it.each(['clinician', 'registrar', 'biller', 'insurer', 'patient'] as const)(
    'shows the %s of labels, consents and time what was said by hand',
    async (role) => {
      expect(await misseesLabels(worlds, role, {})).toEqual([]);
    },
  );
});

/** Every how manieth mutant of scopes is tried here; those of grants cost nothing. */
const STEP = 8;

describe('changed for the worse', () => {
  it('in what a role reads, is noticed', async () => {
    const mutants = policyMutants();
    expect(mutants.length).toBeGreaterThan(150);
    const survivors: string[] = [];
    for (const { name, caught } of mutants) if (!(await caught())) survivors.push(name);
    expect(survivors).toEqual([]);
  });

  it('in which records a role reaches, is noticed', async () => {
    const mutants = scopeMutants(worlds);
    expect(mutants.length).toBeGreaterThan(150);
    const survivors: string[] = [];
    for (const { name, caught } of mutants.filter((_, place) => place % STEP === 0))
      if (!(await caught())) survivors.push(name);
    expect(survivors).toEqual([]);
  });
});
