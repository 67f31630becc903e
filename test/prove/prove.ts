/** Non-interference, tried: random operations of a role, asked of both twins; every answer must be the same bytes. */
import { buildSchema } from 'graphql';
import { readRoleSdl } from '../../schema/derive/generated.js';
import { Random } from '../../subgraphs/exchange/demo/random.js';
import type { Who } from '../support/world.js';
import { OperationGenerator } from './operations.js';
import { shrink } from './shrink.js';
import type { Asked, Asker, TwinGateway, WholeAnswer } from './twin-gateway.js';
import { type Eyes, roleOf } from './visible.js';
import type { Vocabulary } from './vocabulary.js';

export interface ProofOptions {
  readonly gateway: TwinGateway;
  readonly vocabulary: Vocabulary;
  readonly eyes: Eyes;
  readonly who: Who;
  readonly operations: number;
  readonly seed: string;
  /** The SDL operations are drawn from, the role's own when left out. */
  readonly sdl?: string;
  /** Called as operations are done. */
  readonly onDone?: (operations: number) => void;
}

export interface Difference {
  readonly asked: Asked;
  readonly left: WholeAnswer;
  readonly right: WholeAnswer;
}

export interface Proof {
  readonly operations: number;
  /** Answered with data. */
  readonly withData: number;
  /** Answered with something of a record, and not with null, nothing or none alone. */
  readonly telling: number;
  /** Answered with an error that says that we failed, however often they were asked. */
  readonly internal: readonly Asked[];
  /** The smallest operation that showed a difference, if one did. */
  readonly difference: Difference | null;
}

type Pair = readonly [Asker, Asker];

/** How often a text is asked with other variables. */
const VARIATIONS = 4;
/** Texts asked at once. Cursors are learnt between such rounds, so that a seed always draws the same. */
const ROUND = 16;

export async function prove(options: ProofOptions): Promise<Proof> {
  const { gateway, vocabulary, eyes, who, operations, seed, sdl = readRoleSdl(roleOf(eyes)) } = options;
  const pair = await gateway.pairOf(eyes, who);
  vocabulary.learn([...gateway.records('left'), ...gateway.records(eyes)]);
  const generator = new OperationGenerator(buildSchema(sdl, { assumeValidSDL: true }), vocabulary);
  const tally = { operations: 0, withData: 0, telling: 0, internal: [] as Asked[] };
  for (let round = 0; tally.operations < operations; round += 1) {
    const asked = drawn(generator, `${seed}/${eyes}/${round}`).slice(0, operations - tally.operations);
    const answers = await Promise.all(asked.map((one) => askBoth(pair, one)));
    for (const [at, [left, right]] of answers.entries()) {
      const one = asked[at] as Asked;
      tally.operations += 1;
      if (isDifferent(left, right)) return { ...tally, difference: await smallest(pair, one) };
      count(tally, one, left, right);
      if (tally.internal.length > MAX_FAILURES) throw new Error('the gateway fails again and again');
      for (const cursor of cursorsIn(left.text)) vocabulary.learnCursor(cursor);
    }
    options.onDone?.(asked.length);
  }
  return { ...tally, difference: null };
}

function drawn(generator: OperationGenerator, key: string): Asked[] {
  const random = new Random(key);
  return Array.from({ length: ROUND }, () => {
    const template = generator.template(random);
    return Array.from({ length: VARIATIONS }, () => template.vary());
  }).flat();
}

/** What says that we failed, and with a reference or a moment that no two answers share. It tells nothing of a record. */
const FAILURE = /"code":"(INTERNAL|OVERLOADED|SUBGRAPH_DEADLINE|SUBGRAPH_UNAVAILABLE|TRAIL_UNAVAILABLE)"/;
const ATTEMPTS = 3;
const MAX_FAILURES = 20;

const hasFailed = (...answers: readonly WholeAnswer[]) => answers.some(({ text }) => FAILURE.test(text));

/** Both answers; asked again where one failed, so that a busy machine is not taken for a difference. */
async function askBoth(pair: Pair, one: Asked): Promise<readonly [WholeAnswer, WholeAnswer]> {
  for (let attempt = 1; ; attempt += 1) {
    const answers = await Promise.all([pair[0].ask(one), pair[1].ask(one)]);
    if (attempt === ATTEMPTS || !hasFailed(...answers)) return answers;
  }
}

function isDifferent(left: WholeAnswer, right: WholeAnswer): boolean {
  if (hasFailed(left, right)) return false;
  return left.text !== right.text || left.status !== right.status || left.headers !== right.headers;
}

async function smallest(pair: Pair, asked: Asked): Promise<Difference> {
  const least = await shrink(asked, async (one) => isDifferent(...(await askBoth(pair, one))));
  const [left, right] = await askBoth(pair, least);
  return { asked: least, left, right };
}

function count(
  tally: { withData: number; telling: number; internal: Asked[] },
  asked: Asked,
  answer: WholeAnswer,
  other: WholeAnswer,
): void {
  if (hasFailed(answer, other)) tally.internal.push(asked);
  if (!answer.text.startsWith('{"data":{')) return;
  tally.withData += 1;
  if (isTelling((JSON.parse(answer.text) as { data: unknown }).data)) tally.telling += 1;
}

function isTelling(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isTelling);
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).some(([key, inner]) => key !== '__typename' && isTelling(inner));
  return value !== null && value !== false && value !== 0;
}

function* cursorsIn(text: string): Generator<string> {
  for (const [, cursor] of text.matchAll(/"(?:cursor|endCursor)":"([\w-]+)"/g)) if (cursor) yield cursor;
}

/** Where two texts part, with a little of both. */
export function firstDifference({ left, right }: Difference): string {
  const [a, b] = [left, right].map(({ status, headers, text }) => `${status}\n${headers}\n${text}`) as [string, string];
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const around = (text: string) => text.slice(Math.max(0, at - 60), at + 60);
  return `left:  …${around(a)}…\nright: …${around(b)}…`;
}
