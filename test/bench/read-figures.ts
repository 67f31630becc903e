/** Full chart and claims page: CPU for each request of the whole gateway against a server written by hand. */
import { deepStrictEqual } from 'node:assert';
import { CONSENT_RULES } from '../../subgraphs/shared/consent-rule.js';
import type { Databases } from '../../subgraphs/shared/databases.js';
import { Measured, type RecordAt } from './child.js';
import { load, post, type Target } from './load.js';
import { chartsNear, type Parties, partiesOf } from './parties.js';
import { CHART, CLAIMS } from './questions.js';
import { type Figure, median, rotated, type Settings } from './rounds.js';

/** Of these the chart shows about 130. */
const CHART_RECORDS = 190;
const CHARTS = 8;
const PAGES = 16;
const WARM_UP_SECONDS = 4;

interface Question {
  readonly name: string;
  readonly mark: number;
  readonly gateway: Target;
  readonly direct: Target;
}

export async function readFigures(databases: Databases, at: RecordAt, settings: Settings): Promise<Figure[]> {
  const servers: Measured[] = [];
  // The hand-written server knows no consents: none is in force, though each is still asked for.
  const rules = databases.of('administrative').native.collection(CONSENT_RULES);
  await rules.updateMany({}, { $set: { rule: null } });
  try {
    const gateway = await Measured.start('gateway', './gateway-server.js', at);
    servers.push(gateway);
    const direct = await Measured.start('direct-mongo', './direct-server.js', at);
    servers.push(direct);
    const parties = await partiesOf(databases);
    const figures: Figure[] = [];
    for (const question of [
      await chartQuestion(databases, parties, gateway, direct),
      await claimsQuestion(parties, gateway, direct),
    ])
      figures.push(await compare(question, gateway, direct, settings));
    const open = await Measured.start('open gateway', './gateway-server.js', { ...at, walls: 'open' });
    servers.push(open);
    figures.push(await wallsFigure(databases, parties, gateway, open, settings));
    return figures;
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

async function chartQuestion(databases: Databases, { provider }: Parties, gateway: Measured, direct: Measured) {
  const patients = await chartsNear(databases, provider, CHART_RECORDS, CHARTS);
  const question: Question = {
    name: "clinician's full chart",
    mark: 2,
    gateway: {
      url: gateway.ready.url,
      token: gateway.ready.tokens?.['clinician'],
      bodies: patients.map((id) => JSON.stringify({ query: CHART, variables: { id } })),
    },
    direct: { url: direct.ready.url, bodies: patients.map((id) => JSON.stringify({ id, writer: provider })) },
  };
  const records = await sameAnswers(question);
  return { ...question, name: `${question.name} (${records} records)` };
}

/** What row scope, consent, labels and guard cost: the same chart with the walls of the subgraphs taken away. */
async function wallsFigure(
  databases: Databases,
  { provider }: Parties,
  gateway: Measured,
  open: Measured,
  settings: Settings,
): Promise<Figure> {
  const patients = await chartsNear(databases, provider, CHART_RECORDS, CHARTS);
  // Records that a wall would keep back must not be in it: both read the same.
  const bodies = patients.map((id) => JSON.stringify({ query: CHART, variables: { id } }));
  const target = (server: Measured): Target => ({
    url: server.ready.url,
    token: server.ready.tokens?.['clinician'],
    width: 'NETWORK',
    bodies,
  });
  const question = { name: 'full chart, walls standing', mark: 1.1, gateway: target(gateway), direct: target(open) };
  const figure = await compare(question, gateway, open, settings);
  return { ...figure, against: 'guard and store open' };
}

async function claimsQuestion({ payer }: Parties, gateway: Measured, direct: Measured): Promise<Question> {
  const token = gateway.ready.tokens?.['insurer'];
  const cursors: (string | null)[] = [null];
  const asked = (after: string | null) => JSON.stringify({ query: CLAIMS, variables: { after } });
  while (cursors.length < PAGES) {
    const text = await post({ url: gateway.ready.url, token, bodies: [] }, asked(cursors.at(-1) ?? null));
    const { claims } = (JSON.parse(text) as { data: ClaimsAnswer }).data;
    if (!claims.pageInfo.hasNextPage) break;
    cursors.push(claims.pageInfo.endCursor);
  }
  // The last page is short: pages of 50 are measured.
  const full = cursors.length > 1 ? cursors.slice(0, -1) : cursors;
  const question: Question = {
    name: "insurer's page of 50 claims",
    mark: 2.5,
    gateway: { url: gateway.ready.url, token, bodies: full.map(asked) },
    direct: { url: direct.ready.url, bodies: full.map((after) => JSON.stringify({ payer, after })) },
  };
  await sameAnswers(question);
  return question;
}

interface ClaimsAnswer {
  readonly claims: { readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string } };
}

/** Throws unless both give the same answer, value for value. Returns how many records it has, on average. */
async function sameAnswers({ name, gateway, direct }: Question): Promise<number> {
  const records: number[] = [];
  for (const [index, body] of gateway.bodies.entries()) {
    // What an answer says of itself is the gateway's alone.
    const { data: ours } = JSON.parse(await post(gateway, body)) as { data: unknown };
    const { data: theirs } = JSON.parse(await post(direct, direct.bodies[index] ?? '')) as { data: unknown };
    deepStrictEqual(ours, theirs, `${name}: the gateway and direct-mongo answer differently`);
    records.push(recordsIn(ours));
  }
  return Math.round(records.reduce((sum, count) => sum + count, 0) / records.length);
}

/** Objects with an id: the records of an answer. */
function recordsIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, inner) => sum + recordsIn(inner), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, inner) => sum + recordsIn(inner), 'id' in value ? 1 : 0);
}

async function compare(question: Question, gateway: Measured, direct: Measured, settings: Settings): Promise<Figure> {
  const { rounds, seconds, connections, log } = settings;
  const cost = { gateway: [] as number[], direct: [] as number[] };
  const contestants = [
    { target: question.gateway, server: gateway, costs: cost.gateway },
    { target: question.direct, server: direct, costs: cost.direct },
  ];
  log(`${question.name}: warming up`);
  for (const { target } of contestants) await load(target, WARM_UP_SECONDS, connections);
  for (let round = 0; round < rounds; round++) {
    for (const { target, server, costs } of rotated(contestants, round)) {
      const before = await server.cpu();
      const requests = await load(target, seconds, connections);
      costs.push(((await server.cpu()) - before) / requests);
    }
    log(`${question.name}: round ${round + 1} of ${rounds}`);
  }
  const ratios = cost.gateway.map((ours, round) => ours / (cost.direct[round] ?? Number.NaN));
  log(`${question.name}: ${median(ratios).toFixed(2)}x`);
  return {
    name: question.name,
    against: 'direct-mongo',
    ratios,
    unit: 'times',
    mark: question.mark,
    how: `CPU for each request of the serving process, over HTTP, token, trail on; ${rounds} rounds of ${seconds} s, ${connections} connections`,
  };
}
