/** Full chart and claims page: the whole gateway against a server written by hand, and against a naive stack. */
import { deepStrictEqual } from 'node:assert';
import type { Measured } from './child.js';
import { type Contestant, contest, ratios, type Taken } from './contest.js';
import { post, type Target } from './load.js';
import { CHART, CLAIMS, MEMBER } from './questions.js';
import type { Figure } from './rounds.js';
import { frontOf, type Stage } from './stage.js';

const PAGES = 16;
const STACKS = ['direct', 'naive', 'separate'] as const;
/** What the gateway is compared with. */
export type Rival = (typeof STACKS)[number];

interface Question {
  readonly name: string;
  readonly role: 'clinician' | 'insurer';
  /** Bodies for GraphQL, and the same asked of the hand-written server. */
  readonly bodies: readonly string[];
  readonly direct: readonly string[];
  readonly mark: { readonly most: number; readonly aim: number };
}

const MARKS = { chart: { most: 2, aim: 1.5 }, claims: { most: 2.5, aim: 2 } };
/** The naive stack takes at least so many times as much. */
const NAIVE_MARK = { least: 10 };

export async function questionFigures(stage: Stage, rivals: readonly Rival[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const question of [chartQuestion(stage), await claimsQuestion(stage)])
    figures.push(...(await against(stage, question, rivals)));
  return figures;
}

function chartQuestion({ charts, parties: { provider } }: Stage): Question {
  return {
    name: "clinician's full chart",
    role: 'clinician',
    bodies: charts.map((id) => JSON.stringify({ query: CHART, variables: { id } })),
    direct: charts.map((id) => JSON.stringify({ id, writer: provider })),
    mark: MARKS.chart,
  };
}

async function claimsQuestion(stage: Stage): Promise<Question> {
  const target = targetOf(await stage.gateway(), 'insurer', []);
  const cursors: (string | null)[] = [null];
  const asked = (after: string | null) => JSON.stringify({ query: CLAIMS, variables: { after } });
  while (cursors.length < PAGES) {
    const text = await post(target, asked(cursors.at(-1) ?? null));
    const { claims } = (JSON.parse(text) as { data: ClaimsAnswer }).data;
    if (!claims.pageInfo.hasNextPage) break;
    cursors.push(claims.pageInfo.endCursor);
  }
  // The last page is short: pages of 50 are measured.
  const full = cursors.length > 1 ? cursors.slice(0, -1) : cursors;
  return {
    name: "insurer's page of 50 claims",
    role: 'insurer',
    bodies: full.map(asked),
    direct: full.map((after) => JSON.stringify({ payer: stage.parties.payer, after })),
    mark: MARKS.claims,
  };
}

interface ClaimsAnswer {
  readonly claims: { readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string } };
}

export function targetOf(
  server: Measured,
  role: string,
  bodies: readonly string[],
  tokens = server.ready.tokens,
): Target {
  return { url: server.ready.url, token: tokens?.[role], bodies };
}

/** One question, asked of the gateway and of all rivals in the same rounds. */
async function against(stage: Stage, question: Question, rivals: readonly Rival[]): Promise<Figure[]> {
  const gateway = await stage.gateway();
  const ours = { name: 'ours' as const, target: targetOf(gateway, question.role, question.bodies), servers: [gateway] };
  const others = await Promise.all(rivals.map((rival) => contestantOf(stage, rival, question, gateway)));
  let records = 0;
  for (const other of others) records = await sameAnswers(question.name, ours.target, other.target);
  const taken = await contest(question.name, [ours, ...others], stage.rounds);
  const name = `${question.name}, ${records} records`;
  return rivals.flatMap((rival) => figuresOf(rival, name, question, taken.ours, taken[rival]));
}

async function contestantOf(stage: Stage, rival: Rival, { role, bodies, direct }: Question, gateway: Measured) {
  if (rival === 'direct') {
    const server = await stage.direct();
    return { name: rival, target: { url: server.ready.url, bodies: direct }, servers: [server] };
  }
  const servers = await stage[rival]();
  const { tokens } = gateway.ready;
  return { name: rival, target: targetOf(frontOf(servers), role, bodies, tokens), servers } satisfies Contestant;
}

function figuresOf(
  rival: Rival,
  name: string,
  { mark }: Question,
  ours: readonly Taken[],
  theirs: readonly Taken[],
): Figure[] {
  const how = 'CPU for each request, over HTTP, token, trail on, of all processes of each but MongoDB';
  switch (rival) {
    case 'direct':
      return [{ name, against: '`direct-mongo`', values: ratios(ours, theirs), unit: 'times', mark, how }];
    case 'separate':
      return [
        {
          name: `${name}, as five processes`,
          against: 'one process',
          values: ratios(theirs, ours),
          unit: 'times',
          how,
        },
      ];
    case 'naive':
      return [
        {
          name: `${name}: requests a second of a core`,
          against: 'the naive stack',
          values: ratios(theirs, ours),
          unit: 'times',
          mark: NAIVE_MARK,
          how: `what a second of CPU answers, that of all four naive processes together`,
        },
        {
          name: `${name}: requests a second`,
          against: 'the naive stack, which has four processes',
          values: ratios(ours, theirs, 'rate'),
          unit: 'times',
          how: 'answered by the clock, with all the cores that the machine gives, which the load and MongoDB share',
        },
      ];
  }
}

/** Throws unless both give the same answers, value for value. Returns how many records they have, on average. */
async function sameAnswers(name: string, ours: Target, theirs: Target): Promise<number> {
  let records = 0;
  for (const [index, body] of ours.bodies.entries()) {
    // What an answer says of itself is the gateway's alone.
    const { data: told } = JSON.parse(await post(ours, body)) as { data: unknown };
    const { data: expected } = await whole(name, theirs, theirs.bodies[index] ?? '');
    deepStrictEqual(told, expected, `${name}: ${ours.url} and ${theirs.url} answer differently`);
    records += recordsIn(told);
  }
  return Math.round(records / ours.bodies.length);
}

/**
 * The naive stack loses a call now and then, where a subgraph closes a kept connection just when the gateway uses it
 * again: then it is asked once more.
 */
async function whole(name: string, target: Target, body: string): Promise<{ data: unknown }> {
  let told: { data: unknown; errors?: unknown };
  let tries = 0;
  do {
    told = JSON.parse(await post(target, body)) as typeof told;
    tries += 1;
  } while (told.errors !== undefined && tries < 3);
  if (told.errors === undefined) return told;
  throw new Error(`${name}: ${target.url} answers ${JSON.stringify(told.errors).slice(0, 600)}`);
}

/** Objects with an id: the records of an answer. */
function recordsIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, inner) => sum + recordsIn(inner), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, inner) => sum + recordsIn(inner), 'id' in value ? 1 : 0);
}

/** The same patients as their insurer sees them: what the answer leaves out must not be paid for. */
export async function insurerFigure(stage: Stage): Promise<Figure> {
  const gateway = await stage.gateway();
  const { payer } = stage.parties;
  const insured = await stage.record.databases.relations.distinct('patient', {
    party: `Organization/${payer}`,
    as: 'insures',
    patient: { $in: [...stage.charts] },
  });
  if (insured.length === 0) throw new Error('none of the measured patients is insured by the largest insurer');
  const bodies = (query: string) => insured.map((id) => JSON.stringify({ query, variables: { id } }));
  const taken = await contest(
    "insurer's view of a patient",
    [
      { name: 'insurer', target: targetOf(gateway, 'insurer', bodies(MEMBER)), servers: [gateway] },
      { name: 'clinician', target: targetOf(gateway, 'clinician', bodies(CHART)), servers: [gateway] },
    ] as const,
    stage.rounds,
  );
  return {
    name: "insurer's view of a patient",
    against: 'the full chart of the same patients',
    values: ratios(taken.insurer, taken.clinician),
    unit: 'times',
    mark: { most: 1 },
    how: 'CPU for each request: 20 claims, cover, costs by year and condition categories against the chart',
  };
}
