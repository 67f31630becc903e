/** What the walls cost: policy on against off, the trail on against off; both sides in one process. */
import { contest, differences, ratios } from './contest.js';
import { targetOf } from './question-figures.js';
import { CHART } from './questions.js';
import type { Figure } from './rounds.js';
import type { Stage } from './stage.js';

export async function policyFigure(stage: Stage): Promise<Figure> {
  const server = await stage.walls();
  const bodies = stage.charts.map((id) => JSON.stringify({ query: CHART, variables: { id } }));
  // At NETWORK width no record of the patients is held back, so that both read the same.
  const standing = { ...targetOf(server, 'clinician', bodies), width: 'NETWORK' };
  const open = { ...standing, url: server.ready.openUrl ?? '' };
  const taken = await contest(
    'policy on and off',
    [
      { name: 'on', target: standing, servers: [server] },
      { name: 'off', target: open, servers: [server] },
    ] as const,
    stage.pairs,
  );
  return {
    name: 'full chart at `NETWORK`, guard and store standing',
    against: 'the same with both open',
    values: ratios(taken.on, taken.off),
    unit: 'times',
    mark: { most: 1.05, aim: 1.03 },
    how: 'CPU for each request; both in one process, many short turns in each round',
  };
}

/** The least that puts something into the trail: beside a full chart the trail would drown in its noise. */
const LEAST = 'query Name($id: ID!) { patient(id: $id) { displayName } }';
/** Under load: so many requests are under way that entries have company. */
const CONNECTIONS = 16;

export async function trailFigure(stage: Stage): Promise<Figure> {
  const server = await stage.walls();
  const bodies = stage.charts.map((id) => JSON.stringify({ query: LEAST, variables: { id } }));
  const target = targetOf(server, 'clinician', bodies);
  const taken = await contest(
    'trail on and off',
    [
      { name: 'on', target, servers: [server], ready: () => server.switchTrail(true) },
      { name: 'off', target, servers: [server], ready: () => server.switchTrail(false) },
    ] as const,
    { ...stage.pairs, connections: CONNECTIONS, warmUp: stage.pairs.warmUp * 2 },
  );
  await server.switchTrail(true);
  return {
    name: 'trail on',
    against: 'CPU of a request beyond that with a trail that keeps nothing',
    values: differences(taken.on, taken.off),
    unit: 'µs',
    mark: { most: 60 },
    how: `hash chain, group commit and insert for the name of a patient, ${CONNECTIONS} connections; in one process, many short turns in each round`,
  };
}
