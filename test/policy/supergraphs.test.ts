/** The supergraphs of all roles as they are committed: gateways start with them without validating them once more. */
import { Supergraph } from '@apollo/federation-internals';
import { describe, expect, it } from 'vitest';
import { readRoleSupergraph } from '../../schema/derive/generated.js';
import { ROLES } from '../../schema/policy/viewer.js';

describe.each(ROLES)('the supergraph of the %s', (role) => {
  it('is valid, as are the subgraphs in it', () => {
    const supergraph = Supergraph.build(readRoleSupergraph(role), { validateSupergraph: true });
    expect(supergraph.subgraphs().size()).toBeGreaterThan(0);
    expect(supergraph.apiSchema().toGraphQLJSSchema().getQueryType()).toBeTruthy();
  });
});

it('one that is not valid would be noticed', () => {
  const dangling = readRoleSupergraph('insurer').replace(/: Money\b/, ': Nothing');
  expect(() => Supergraph.build(dangling, { validateSupergraph: true }).subgraphs()).toThrow('Nothing');
});
