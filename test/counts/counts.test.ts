/**
 * What a question costs, in counts and not in times: it fails on the day on which somebody adds a command, a call or a
 * plan, on a busy machine as on an idle one. `COUNTS=write npx vitest run test/counts` writes the bounds anew.
 */
import type { DocumentNode } from 'graphql';
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ROLES } from '../../schema/policy/viewer.js';
import { demoStories } from '../../subgraphs/exchange/demo/index.js';
import { openDemoWorld, TAMARACK } from '../journeys/demo-world.js';
import { type Bound, excesses, readBounds, writeBounds } from './bounds.js';
import { exampleQuestions, type Question } from './questions.js';
import { countCall, countCommands, countCompilation, countInside, nameOf, type Work, workOf } from './work.js';

vi.mock('../../gateway/subgraph-link.js', async (original) => {
  const actual = await original<typeof import('../../gateway/subgraph-link.js')>();
  const subgraphLink: typeof actual.subgraphLink = (ask, deadlineMs, name) =>
    actual.subgraphLink(
      (request, ...rest) => {
        countCall(name, request);
        return ask(request, ...rest);
      },
      deadlineMs,
      name,
    );
  return { ...actual, subgraphLink };
});

vi.mock('graphql-jit', async (original) => {
  const actual = await original<typeof import('graphql-jit')>();
  const compileQuery: typeof actual.compileQuery = (schema, document: DocumentNode, name, ...rest) => {
    const subgraph = Object.keys(schema.getQueryType()?.getFields() ?? {}).join();
    countCompilation(`${subgraph} ${name ?? ''} ${nameOf(document)}`);
    return actual.compileQuery(schema, document, name, ...rest);
  };
  return { ...actual, compileQuery };
});

/** The first time a question is planned, the second its calls are put together, the third they are compiled. */
const GETTING_KNOWN = 3;
/** Of as many the least counts: a chain of the trail may be looked at in between. */
const KNOWN = 2;

const WRITING = process.env['COUNTS'] === 'write';
const world = await openDemoWorld(demoStories.length, { monitorCommands: true });
const bounds = readBounds();
const questions = exampleQuestions();
const found = new Map<string, Bound>();

beforeAll(async () => {
  // It follows the record by commands of its own; nothing is written here.
  await world.gateway.population.stop();
  countInside();
  countCommands(world.world.databases);
});

afterAll(() => {
  if (WRITING) writeBounds(found);
});

interface Asked {
  readonly unknown: readonly Work[];
  readonly known: readonly Work[];
}

async function askOften({ role, who, query, variables, refused = false }: Question): Promise<Asked> {
  const asker = who === null ? await world.first(role) : await world.as(role, who);
  const works: Work[] = [];
  for (let time = 0; time < GETTING_KNOWN + KNOWN; time++)
    works.push(
      await workOf(async () => {
        const { status, errors = [] } = await asker.ask(query, variables);
        expect({ status, refused: errors.length > 0 }).toEqual({ status: refused ? 400 : 200, refused });
      }),
    );
  return { unknown: works.slice(0, GETTING_KNOWN), known: works.slice(GETTING_KNOWN) };
}

function repeated(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) < index);
}

function least(works: readonly Work[]): Work {
  const [first] = [...works].sort((a, b) => sizeOf(a) - sizeOf(b));
  if (!first) throw new Error('nothing was asked');
  return first;
}

function sizeOf({ commands, documents }: Work): number {
  return Object.values(commands).reduce((sum, count) => sum + count, documents);
}

describe('a question that comes again', () => {
  it.each(questions)('$name: takes no more work than bounds.md allows', async (question) => {
    const { unknown, known } = await askOften(question);
    const works = [...unknown, ...known];
    const plans = works.reduce((sum, { planned }) => sum + planned, 0);
    expect(plans, 'times it was planned').toBeLessThanOrEqual(question.refused ? 0 : 1);
    expect(repeated(works.flatMap(({ compiled }) => compiled)), 'compiled again').toEqual([]);
    // Apollo keeps no document that the view refuses: such a question is read each time, and nothing comes of it.
    if (question.refused) for (const { calls } of works) expect(calls).toEqual({});
    else for (const work of known) expect(work).toMatchObject({ planned: 0, validated: 0, parsed: [], compiled: [] });
    for (const { hydrated } of works) expect(hydrated, 'mongoose documents').toBe(0);
    const took = least(known);
    found.set(question.name, took);
    if (WRITING) return;
    const allowed = bounds.get(question.name);
    if (!allowed) throw new Error('bounds.md has no line for it: COUNTS=write adds one');
    expect(excesses(took, allowed)).toEqual([]);
  });

  it('has a line in bounds.md, and nothing else has', () => {
    if (!WRITING) expect([...bounds.keys()]).toEqual(questions.map(({ name }) => name));
    expect(new Set(questions.map(({ role }) => role))).toEqual(new Set(ROLES));
  });
});

describe('somebody without a valid token', () => {
  it('has nothing parsed, planned or kept, whatever they send', async () => {
    const forged = `${(await world.as('clinician', { organization: TAMARACK })).token.slice(0, -4)}AAAA`;
    const work = await workOf(async () => {
      for (let index = 0; index < 40; index++) {
        const body = JSON.stringify({ query: `query Q${index} { patient(id: "${index}") { displayName } }` });
        for (const token of [null, 'x', forged]) {
          const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
          const headers = { 'content-type': 'application/json', ...authorization };
          const { status } = await fetch(world.url, { method: 'POST', headers, body });
          expect(status).toBe(401);
        }
      }
    });
    expect(work).toMatchObject({ commands: {}, calls: {}, planned: 0, validated: 0, parsed: [], compiled: [] });
  });
});

describe('the counting itself', () => {
  const PATIENT = '{ patient(id: "ana-lima") { displayName } }';

  it('sees a document of mongoose, a plan, a parse, a validation and a command', async () => {
    const asker = await world.as('clinician', { organization: TAMARACK });
    const Model = mongoose.model('Counted', new mongoose.Schema({ name: String }));
    expect((await workOf(async () => Model.hydrate({ name: 'x' }))).hydrated).toBe(1);
    const first = await workOf(() => asker.ask(`query Unknown ${PATIENT}`));
    expect(first.planned).toBe(1);
    expect(first.validated).toBeGreaterThan(0);
    expect(first.parsed).toContain(`query Unknown ${PATIENT}`);
    const second = await workOf(() => asker.ask(`query Unknown ${PATIENT}`));
    expect(second.compiled).toHaveLength(1);
    expect(second).toMatchObject({ commands: { administrative: 2, trail: 1 }, calls: { administrative: 1 } });
  });

  it('says of what there was too much', () => {
    const bound = { commands: { clinical: 1 }, documents: 3, calls: {}, entityCalls: {}, representations: 0 };
    const took = { ...bound, commands: { clinical: 2, trail: 1 }, documents: 4, representations: 1 };
    expect(excesses(bound, bound)).toEqual([]);
    expect(excesses(took, bound)).toEqual([
      '2 MongoDB commands to clinical, at most 1 allowed',
      '1 MongoDB commands to trail, at most 0 allowed',
      '4 documents returned by MongoDB, at most 3 allowed',
      '1 entities asked for, at most 0 allowed',
    ]);
  });
});
