/** What is worked out once for an operation that comes again: the same as anew, for each role and each place apart. */
import { type FieldNode, type OperationDefinitionNode, parse } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { createPolicy } from '../../schema/policy/decide.js';
import type { Role, Viewer } from '../../schema/policy/viewer.js';
import { financial } from '../../subgraphs/financial/subgraph.js';
import { projectionOf } from '../../subgraphs/shared/list-query.js';
import { Remembered } from '../../subgraphs/shared/remembered.js';
import { mayAsk } from '../../subgraphs/shared/store-wall.js';
import { buildSubgraph } from '../../subgraphs/shared/subgraph.js';

describe('remembered', () => {
  it('is worked out once for an object and a name, also where it is false', () => {
    const remembered = new Remembered<boolean>();
    const [one, other] = [{}, {}];
    const worked: string[] = [];
    const ask = (object: object, name: string, is: boolean) =>
      remembered.of(object, name, () => {
        worked.push(name);
        return is;
      });
    expect([ask(one, 'a', false), ask(one, 'b', true), ask(other, 'a', true)]).toEqual([false, true, true]);
    expect([ask(one, 'a', true), ask(one, 'b', false), ask(other, 'a', false)]).toEqual([false, true, true]);
    expect(worked).toEqual(['a', 'b', 'a']);
  });
});

describe('whether a field may be asked', () => {
  const policy = createPolicy();
  // Arguments are known to the policy once their subgraph is built.
  beforeAll(() => buildSubgraph(financial));
  const fieldsOf = (selections: string): FieldNode[] => {
    const [operation] = parse(`{ ${selections} }`).definitions as OperationDefinitionNode[];
    return (operation?.selectionSet.selections ?? []) as FieldNode[];
  };
  const may = (role: Role, coordinate: string, nodes: readonly FieldNode[]) =>
    mayAsk(coordinate, nodes, { policy, viewer: { role } as Viewer });

  it('is another question for another role, and for another field of the same place', () => {
    const nodes = fieldsOf('anything { totalCount }');
    const asked = (['clinician', 'insurer', 'clinician', 'insurer'] as const).map((role) =>
      may(role, 'Claim.diagnosis', nodes),
    );
    expect(asked).toEqual([true, false, true, false]);
    expect(may('insurer', 'Patient.claims', nodes)).toBe(true);
  });

  it('looks at what a field is asked by, wherever else it stands', () => {
    const [plain, byDiagnosis] = fieldsOf('claims { totalCount } claims(diagnosis: "E11") { totalCount }');
    if (!plain || !byDiagnosis) throw new Error('two fields');
    expect(may('insurer', 'Patient.claims', [plain, byDiagnosis])).toBe(false);
    expect(may('insurer', 'Patient.claims', [plain])).toBe(true);
    expect(may('insurer', 'Patient.claims', [plain, byDiagnosis])).toBe(false);
    expect(may('insurer', 'Patient.claims', [byDiagnosis])).toBe(false);
    expect(may('clinician', 'Patient.claims', [byDiagnosis])).toBe(true);
  });
});

it('a projection is one object for the same paths, order and keys, which nobody can change', () => {
  const paths = ['id', 'code.text'];
  const latest = { key: 'at', direction: -1 } as const;
  const plain = projectionOf(paths, null);
  expect(plain).toEqual({ _id: 1, 'content.code.text': 1 });
  expect(projectionOf(paths, latest)).toEqual({ ...plain, at: 1 });
  expect(projectionOf(paths, null, ['patient'])).toEqual({ ...plain, patient: 1 });
  expect(projectionOf(['code.text'], null)).toEqual(plain);
  expect(projectionOf(paths, null)).toBe(plain);
  expect(Object.isFrozen(plain)).toBe(true);
});
