/** A gateway under load: how much memory it takes with all views in use, and how late its latest answers are. */
import { FIRST_QUESTIONS } from '../../gateway/first-questions.js';
import { ROLES } from '../../schema/policy/viewer.js';
import { offer } from '../load/offer.js';
import { Measured } from './child.js';
import { load } from './load.js';
import { targetOf } from './question-figures.js';
import { CHART, CLAIMS } from './questions.js';
import { type Figure, median, type Settings } from './rounds.js';
import type { Stage } from './stage.js';

const SAMPLE_MS = 100;
/** So that the young are collected and the old have grown: about so many requests of all roles. */
const CONNECTIONS_EACH = 2;

/** Resident memory of a fresh gateway process while people of all eight roles ask at once. */
export async function memoryFigure(stage: Stage): Promise<Figure> {
  const { settings } = stage;
  const server = await Measured.start('gateway for all roles', './gateway-server.js', stage.at);
  try {
    const chart = stage.charts.map((id) => JSON.stringify({ query: CHART, variables: { id } }));
    const bodies = {
      ...Object.fromEntries(ROLES.map((role) => [role, [JSON.stringify({ query: FIRST_QUESTIONS[role].query })]])),
      clinician: chart,
      insurer: [JSON.stringify({ query: CLAIMS, variables: { after: null } })],
    } as Record<string, string[]>;
    const missing = ROLES.filter((role) => server.ready.tokens?.[role] === undefined);
    if (missing.length > 0) throw new Error(`nobody in the demo data fits ${missing.join(', ')}`);
    const values: number[] = [];
    for (let round = 0; round < settings.rounds; round++) {
      const loads = ROLES.map((role) =>
        load(targetOf(server, role, bodies[role] ?? []), settings.seconds * 2, CONNECTIONS_EACH),
      );
      values.push(await peakDuring(server, Promise.all(loads)));
      settings.log(`memory: round ${round + 1} of ${settings.rounds}, ${values.at(-1)?.toFixed(0)} MB`);
    }
    return {
      name: 'resident memory, all eight roles asking at once',
      against: 'the gateway process with its subgraphs, MongoDB apart: the most in each round',
      values,
      unit: 'MB',
      mark: { most: 350, aim: 250 },
      how: `${CONNECTIONS_EACH} connections for each role: full charts, pages of claims, the first questions of the others`,
    };
  } finally {
    await server.stop();
  }
}

async function peakDuring(server: Measured, work: Promise<unknown>): Promise<number> {
  let done = false;
  const finished = work.finally(() => {
    done = true;
  });
  let most = 0;
  while (!done) {
    most = Math.max(most, (await server.usage()).rss / 1e6);
    await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
  }
  await finished;
  return most;
}

const PART_OF_PEAK = 0.7;

/** Clinicians' charts at 70 % of what the gateway can answer at most. */
export async function latencyFigure(stage: Stage): Promise<Figure> {
  const { settings } = stage;
  const gateway = await stage.gateway();
  const bodies = stage.charts.map((id) => JSON.stringify({ query: CHART, variables: { id } }));
  const { url, token = '' } = targetOf(gateway, 'clinician', bodies);
  const asked = { url, token, bodies };
  const values: number[] = [];
  const { seconds, connections } = longer(settings);
  for (let round = 0; round < settings.rounds; round++) {
    const peak = await offer(asked, { seconds: settings.seconds, connections });
    const rate = peak.answered * PART_OF_PEAK;
    const { median: p50, p99, shed, failed } = await offer(asked, { seconds, connections: connections * 2, rate });
    if (shed + failed > 0) settings.log(`latency: ${shed.toFixed(1)} shed and ${failed.toFixed(1)} failed in a second`);
    values.push(p99 / p50);
    settings.log(
      `latency: round ${round + 1} of ${settings.rounds}, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
    );
  }
  settings.log(`latency: ${median(values).toFixed(2)} times`);
  return {
    name: `p99 of a full chart at ${PART_OF_PEAK * 100} % of the peak`,
    against: 'the p50 there',
    values,
    unit: 'times',
    mark: { most: 3 },
    how: 'the peak of the same round, then 70 % of it at a fixed rate',
  };
}

/** A hundredth of the answers wants some hundred of them. */
function longer({ seconds, connections }: Settings): { seconds: number; connections: number } {
  return { seconds: Math.max(5, seconds * 2), connections };
}
