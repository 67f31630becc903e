/**
 * Counts what answering a question takes, where it is done: commands at the driver, calls at the link between gateway and
 * subgraphs, plans at the planner, documents at the parser, compilations at the compiler, hydration at mongoose.
 */
import { QueryPlanner } from '@apollo/query-planner';
import type { DocumentNode } from 'graphql';
import { Parser } from 'graphql/language/parser.js';
import { ValidationContext } from 'graphql/validation/ValidationContext.js';
import mongoose from 'mongoose';
import type { LinkRequest } from '../../gateway/subgraph-link.js';
import type { Databases } from '../../subgraphs/shared/databases.js';

/** How many of each. */
export type Tally = Record<string, number>;

/** What one question took. */
export interface Work {
  /** MongoDB commands by database, getMore and the trail's insert among them. */
  readonly commands: Tally;
  /** Documents that MongoDB returned, of all databases together. */
  readonly documents: number;
  /** Calls by subgraph. */
  readonly calls: Tally;
  /** Those of `calls` that ask for entities. */
  readonly entityCalls: Tally;
  /** Entities that these calls ask for. */
  readonly representations: number;
  /** Documents and subdocuments of mongoose. */
  readonly hydrated: number;
  readonly planned: number;
  readonly validated: number;
  /** Texts parsed, in their order. */
  readonly parsed: readonly string[];
  /** Operations compiled, in their order. */
  readonly compiled: readonly string[];
}

type Counted = { -readonly [Name in keyof Work]: Work[Name] extends readonly string[] ? string[] : Work[Name] };

function nothing(): Counted {
  return {
    commands: {},
    documents: 0,
    calls: {},
    entityCalls: {},
    representations: 0,
    hydrated: 0,
    planned: 0,
    validated: 0,
    parsed: [],
    compiled: [],
  };
}

let counted = nothing();

/** What was done while something ran; nothing else may run meanwhile. */
export async function workOf(run: () => Promise<unknown>): Promise<Work> {
  counted = nothing();
  await run();
  return counted;
}

function add(tally: Tally, name: string): void {
  tally[name] = (tally[name] ?? 0) + 1;
}

/** To be told of each call to a subgraph. */
export function countCall(subgraph: string, { query, variables = {} }: LinkRequest): void {
  add(counted.calls, subgraph);
  if (!/\b_entities\b/.test(query)) return;
  add(counted.entityCalls, subgraph);
  for (const value of Object.values(variables))
    if (Array.isArray(value)) counted.representations += value.filter(isRepresentation).length;
}

function isRepresentation(value: unknown): boolean {
  return typeof value === 'object' && value !== null && '__typename' in value;
}

/** To be told of each compilation. */
export function countCompilation(what: string): void {
  counted.compiled.push(what);
}

/** Chains look at each other's heads about once a minute: no part of a question. */
const HEADS: Readonly<Record<string, readonly string[]>> = { trail: ['hello', 'find'] };

/** Watches the driver of a world that was made with `monitorCommands`. */
export function countCommands({ client }: Databases): void {
  client.on('commandSucceeded', ({ databaseName, commandName, reply }) => {
    const database = databaseName.slice(databaseName.lastIndexOf('_') + 1);
    if (HEADS[database]?.includes(commandName)) return;
    add(counted.commands, database);
    const { cursor } = (reply ?? {}) as { cursor?: { firstBatch?: unknown[]; nextBatch?: unknown[] } };
    counted.documents += cursor?.firstBatch?.length ?? cursor?.nextBatch?.length ?? 0;
  });
  client.on('commandFailed', ({ commandName }) => add(counted.commands, `failed ${commandName}`));
}

/** Watches what happens inside this process. */
export function countInside(): void {
  before(mongoose.Document.prototype, '$__init', () => counted.hydrated++);
  before(QueryPlanner.prototype, 'buildQueryPlan', () => counted.planned++);
  before(Parser.prototype, 'parseDocument', (parser) => {
    const { _lexer } = parser as unknown as { _lexer: { source: { body: string } } };
    counted.parsed.push(_lexer.source.body);
  });
  // Rules ask for the document some times in each validation.
  const seen = new WeakSet<ValidationContext>();
  before(ValidationContext.prototype, 'getDocument', (context) => {
    if (!seen.has(context)) counted.validated++;
    seen.add(context);
  });
}

/** Has a method say when it is called. */
function before<T extends object>(prototype: T, name: (string & keyof T) | '$__init', tell: (self: T) => void): void {
  const held = prototype as Record<string, (...given: unknown[]) => unknown>;
  const method = held[name];
  if (typeof method !== 'function') throw new Error(`there is no ${name} to watch`);
  held[name] = function (this: T, ...given: unknown[]) {
    tell(this);
    return method.apply(this, given);
  };
}

/** The text of a compiled operation's document, so that one which is compiled again shows. */
export function nameOf(document: DocumentNode): string {
  return JSON.stringify(document);
}
