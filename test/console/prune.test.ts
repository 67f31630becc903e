/** A question pruned to what a role has: always valid for that role, and every loss accounted for. */
import { assertObjectType, buildSchema, parse, print, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { pruneToSchema, variablesOf } from '../../gateway/console/app/lens/prune.js';
import { LENS_QUESTIONS } from '../../gateway/console/app/lens/questions.js';
import { closedField, closedRows } from '../../gateway/console/app/lens/reasons.js';
import { readPolicyData, readRoleSdl } from '../../schema/derive/generated.js';
import { ROLES, type Role } from '../../schema/policy/viewer.js';

const policy = readPolicyData();
const schemas = new Map(ROLES.map((role) => [role, buildSchema(readRoleSdl(role))]));

function schemaOf(role: Role) {
  const schema = schemas.get(role);
  if (!schema) throw new Error(`no schema of ${role}`);
  return schema;
}

function pruned(role: Role, query: string) {
  const { document, removals } = pruneToSchema(parse(query), schemaOf(role));
  return { text: document && print(document), document, gone: [...removals.values()] };
}

describe('every question of the lens', () => {
  const cases = LENS_QUESTIONS.flatMap(({ title, query }) => ROLES.map((role) => ({ title, query, role })));

  it.each(cases)('"$title" is valid for the role $role once pruned', ({ query, role }) => {
    const { document } = pruned(role, query);
    expect(document === null ? [] : validate(schemaOf(role), document)).toEqual([]);
  });

  it.each(cases)('"$title" names for the role $role which facet is not granted', ({ query, role }) => {
    for (const removal of pruned(role, query).gone.filter(({ reason }) => reason === 'gone')) {
      const closed = closedField(policy, role, removal);
      const facet = (policy.fields[removal.coordinate] ?? policy.arguments[removal.coordinate])?.facet ?? '';
      expect(closed).toMatchObject({ wall: 'VIEW', label: `no grant of ${facet}` });
      expect(policy.roles[role]?.reads).not.toContain(facet);
    }
  });
});

describe('what is pruned', () => {
  it('is nothing where the role has it all', () => {
    const query = '{ patient(id: "p") { displayName conditions { nodes { code { text } } } } }';
    expect(pruned('clinician', query)).toMatchObject({ text: print(parse(query)), gone: [] });
  });

  it('are fields, with what they would have held', () => {
    const { text, gone } = pruned(
      'insurer',
      '{ patient(id: "p") { displayName conditions { nodes { code { text } } } } }',
    );
    expect(text).not.toContain('conditions');
    expect(gone).toEqual([{ coordinate: 'Patient.conditions', reason: 'gone' }]);
  });

  it('are arguments, and the variables that only they used', () => {
    const { text, document, gone } = pruned(
      'insurer',
      'query ($code: String, $first: Int) { claims(diagnosis: $code, first: $first) { totalCount } }',
    );
    expect(gone).toEqual([{ coordinate: 'Query.claims(diagnosis:)', reason: 'gone' }]);
    expect(text).toContain('claims(first: $first)');
    expect(document && [...variablesOf(document)]).toEqual(['first']);
  });

  it('are fields of which nothing is left', () => {
    const { text, gone } = pruned('insurer', '{ patient(id: "p") { id claims { nodes { diagnosis { sequence } } } } }');
    expect(gone.map(({ coordinate, reason }) => `${coordinate} ${reason}`)).toEqual([
      'Claim.diagnosis gone',
      'ClaimConnection.nodes empty',
      'Patient.claims empty',
    ]);
    expect(text).toContain('id');
  });

  it('are fragments, wherever they are spread', () => {
    const { text } = pruned(
      'insurer',
      `query { patient(id: "p") { ...Who ...Ill ... on Patient { trend(code: "c", every: YEAR) { unit } } } }
       fragment Who on Patient { displayName }
       fragment Ill on Patient { conditions { ...Named } }
       fragment Named on ConditionConnection { totalCount }`,
    );
    expect(text).toBe(print(parse('{ patient(id: "p") { ...Who } } fragment Who on Patient { displayName }')));
  });

  it('is the whole question where the role has none of it', () => {
    const { document, gone } = pruned('analyst', '{ patient(id: "p") { displayName } }');
    expect([document, gone]).toEqual([null, [{ coordinate: 'Query.patient', reason: 'gone' }]]);
  });

  it('is an operation whose kind the role does not have', () => {
    expect(pruned('agency', 'mutation { deleteSavedCohort(id: "c") }').document).toBeNull();
  });
});

describe('a record that is not there', () => {
  it('is explained by the reach of the role', () => {
    const patient = schemaOf('insurer').getQueryType()?.getFields()['patient']?.type ?? null;
    const closed = closedRows(policy, 'insurer', patient);
    expect(closed?.wall).toBe('SCOPE');
    expect(closed?.words).toContain(policy.rowScopes.insurer?.['Patient']);
  });

  it('is no part of a record: that was only not written', () => {
    const { billablePeriod } = assertObjectType(schemaOf('insurer').getType('Claim')).getFields();
    expect(closedRows(policy, 'insurer', billablePeriod?.type ?? null)).toBeNull();
  });
});
