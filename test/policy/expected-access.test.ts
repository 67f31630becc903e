import { describe, expect, it } from 'vitest';
import { catalogue } from '../../schema/policy/catalogue.js';
import { createPolicy, type Policy } from '../../schema/policy/decide.js';
import { FACETS, type Facet } from '../../schema/policy/facets.js';
import { ROLES } from '../../schema/policy/viewer.js';
import { administrative } from '../../subgraphs/administrative/subgraph.js';
import { clinical } from '../../subgraphs/clinical/subgraph.js';
import { financial } from '../../subgraphs/financial/subgraph.js';
import { population } from '../../subgraphs/population/subgraph.js';
import { buildSubgraph } from '../../subgraphs/shared/subgraph.js';
import { differencesFromReview } from './review.js';

await Promise.all([administrative, clinical, financial, population].map(buildSubgraph));

describe('the policy and what was reviewed by hand', () => {
  it('agree on every role and every coordinate', () => {
    expect(differencesFromReview(createPolicy())).toEqual([]);
  });

  it('would differ if a role were given one field more, or one less', () => {
    const policy = createPolicy();
    const but = (coordinate: string, verdict: boolean): Policy => ({
      catalogue,
      mayRead: (role, at) => (role === 'insurer' && at === coordinate ? verdict : policy.mayRead(role, at)),
    });
    expect(differencesFromReview(but('Condition.code', true))).toEqual(['insurer may read Condition.code']);
    expect(differencesFromReview(but('Claim.total', false))).toEqual(['insurer may not read Claim.total']);
  });

  it('know the same facets', () => {
    const unread = (Object.keys(FACETS) as Facet[]).filter((facet) =>
      ROLES.every(
        (role) =>
          ![...catalogue.fields].some(([at, field]) => field.facet === facet && createPolicy().mayRead(role, at)),
      ),
    );
    // Every kind of information is there for somebody.
    expect(unread).toEqual([]);
  });
});
