/** Plans made ready: what goes to one subgraph at the same moment is one call, and nothing comes before what it needs. */
import { describe, expect, it } from 'vitest';
import { planSteps, type Step } from '../../gateway/compiled/plan-steps.js';

type Plan = Parameters<typeof planSteps>[0];
type PlanNode = NonNullable<Plan['node']>;

const root = (serviceName: string): PlanNode =>
  ({ kind: 'Fetch', serviceName, operation: `{ ${serviceName} }`, operationKind: 'query' }) as never;

const entities = (serviceName: string, path: string, field: string): PlanNode =>
  ({
    kind: 'Flatten',
    path: [path],
    node: {
      kind: 'Fetch',
      serviceName,
      requires: [{ kind: 'InlineFragment', typeCondition: 'Patient', selections: [{ kind: 'Field', name: 'id' }] }],
      operation: `query($representations:[_Any!]!){_entities(representations:$representations){...on Patient{${field}}}}`,
      operationKind: 'query',
    },
  }) as never;

const sequence = (...nodes: PlanNode[]): PlanNode => ({ kind: 'Sequence', nodes }) as never;
const parallel = (...nodes: PlanNode[]): PlanNode => ({ kind: 'Parallel', nodes }) as never;
const stepsOf = (node: PlanNode) => planSteps({ kind: 'QueryPlan', node } as never);
type Steps = Extract<Step, { readonly steps: readonly Step[] }>;
type Entities = Extract<Step, { readonly places: unknown }>;

/** Which subgraphs are asked, in order; those in one set at the same moment, each with the number of its places. */
function order(step: Step | null): string[][] {
  if (!step) return [];
  if ('steps' in step)
    return step.kind === 'sequence' ? step.steps.flatMap(order) : [step.steps.flatMap((inner) => order(inner).flat())];
  return [['places' in step ? `${step.service} ${step.places.length}` : step.service]];
}

describe('a plan made ready', () => {
  it('asks a subgraph once for what several branches need next', () => {
    const plan = sequence(
      root('administrative'),
      parallel(
        sequence(entities('clinical', 'patient', 'encounters'), entities('administrative', 'patient', 'name')),
        sequence(entities('financial', 'patient', 'claims'), entities('administrative', 'patient', 'gender')),
      ),
    );
    expect(order(stepsOf(plan))).toEqual([['administrative'], ['clinical 1', 'financial 1'], ['administrative 2']]);
  });

  it('keeps what was joined apart: each place has its own representations and its own answer', () => {
    const plan = sequence(
      root('administrative'),
      parallel(
        sequence(
          entities('clinical', 'a', 'encounters'),
          parallel(entities('administrative', 'a', 'name'), entities('administrative', 'b', 'name')),
        ),
        sequence(entities('financial', 'a', 'claims'), entities('administrative', 'c', 'gender')),
      ),
    );
    const last = (stepsOf(plan) as Steps).steps.at(-1);
    const joined = (last as Steps).steps[0] as Entities;
    expect(joined.places.map(({ path, representations, result }) => [path.join(), representations, result])).toEqual([
      ['a', 'representations0', 'entities0'],
      ['b', 'representations1', 'entities1'],
      ['c', 'representations2', 'entities2'],
    ]);
    for (const place of joined.places) expect(joined.query).toContain(`${place.result}: _entities`);
  });

  it('runs branches by themselves where waiting for each other saves no call', () => {
    const plan = parallel(sequence(root('clinical'), entities('administrative', 'patient', 'name')), root('financial'));
    const step = stepsOf(plan) as Steps;
    expect(step.kind).toBe('parallel');
    expect(step.steps.map(({ kind }) => kind)).toEqual(['sequence', 'root']);
  });

  it('leaves plans with conditions to the gateway', () => {
    expect(stepsOf({ kind: 'Condition', condition: 'x', ifClause: root('clinical') } as never)).toBeNull();
  });
});
