/**
 * What a query costs: one for each field, times the page sizes of all connections above it. Compiled once for a text
 * into sums over shared parts, so that a request only puts its variables in.
 */
import type { FieldNode, ValueNode } from 'graphql';
import { refusal } from '../errors.js';

/** A page size as the text has it: a number, or a variable with its default. */
export type PageSize = number | { readonly variable: string };

/** A part of a query. `fixed` counts what no variable changes; each term multiplies a part by a page size. */
export interface CostPart {
  fixed: number;
  readonly terms: CostTerm[];
}

interface CostTerm {
  readonly sizes: readonly PageSize[];
  /** Size when none of `sizes` has a value: a page of a connection, or 1. */
  readonly otherwise: number;
  readonly part: CostPart;
}

/** The parts that depend on variables, each after those it contains; the last one is the operation. */
export interface CostProgram {
  readonly parts: readonly CostPart[];
  /** Defaults of the operation's variables, where they are whole numbers. */
  readonly defaults: ReadonlyMap<string, number>;
  readonly fixed: number | null;
}

/** What a connection gives when the query does not say how much. */
export const DEFAULT_PAGE = 20;
const PAGE_ARGUMENTS = ['first', 'last'];

/** The page sizes that a field asks for; none, when it has no such argument. */
export function pageSizesOf(field: FieldNode): PageSize[] {
  const sizes = (field.arguments ?? []).filter(({ name }) => PAGE_ARGUMENTS.includes(name.value));
  return sizes.map(({ value }) => pageSize(value)).filter((size) => size !== null);
}

/** Whether a field can be asked for a page, even where this query gives no size. */
export function isPaged(field: FieldNode): boolean {
  return (field.arguments ?? []).some(({ name }) => PAGE_ARGUMENTS.includes(name.value));
}

function pageSize(value: ValueNode): PageSize | null {
  if (value.kind === 'Variable') return { variable: value.name.value };
  return value.kind === 'IntValue' ? wholeNumber(Number(value.value)) : null;
}

/** Negative and fractional sizes are no sizes; whoever resolves the field refuses them. */
export function wholeNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null;
}

/** Adds `times` a part to another; what needs no variable is added up now. */
export function addPart(to: CostPart, part: CostPart, sizes: readonly PageSize[], otherwise: number): void {
  const numbers = sizes.filter((size) => typeof size === 'number');
  if (part.terms.length === 0 && numbers.length === sizes.length) {
    to.fixed += part.fixed * factor(numbers, otherwise);
  } else {
    to.terms.push({ sizes, otherwise, part });
  }
}

/** An empty page still has to be planned, so a part never counts for nothing. */
function factor(sizes: readonly number[], otherwise: number): number {
  return sizes.length === 0 ? otherwise : Math.max(1, ...sizes);
}

/** Orders the parts below `root` so that each comes after those it contains. Parts are shared: fragments stand once. */
export function costProgram(root: CostPart, defaults: ReadonlyMap<string, number>): CostProgram {
  const parts = new Set<CostPart>();
  const visit = (part: CostPart): void => {
    if (parts.has(part)) return;
    for (const term of part.terms) visit(term.part);
    parts.add(part);
  };
  visit(root);
  return { parts: [...parts], defaults, fixed: root.terms.length === 0 ? root.fixed : null };
}

/** @throws CataloguedError QUERY_TOO_COSTLY naming the limit and the cost. */
export function refuseCost(program: CostProgram, variables: Readonly<Record<string, unknown>>, limit: number): void {
  const cost = program.fixed ?? evaluate(program, variables);
  // A product of large pages leaves the numbers; JSON has no infinity.
  if (cost > limit) throw refusal('QUERY_TOO_COSTLY', { limit, cost: Math.min(cost, Number.MAX_SAFE_INTEGER) });
}

export function evaluate(program: CostProgram, variables: Readonly<Record<string, unknown>>): number {
  const sizeOf = (size: PageSize) =>
    typeof size === 'number' ? size : variableSize(size.variable, variables, program);
  const totals = new Map<CostPart, number>();
  let total = 0;
  for (const part of program.parts) {
    total = part.fixed;
    for (const { sizes, otherwise, part: inner } of part.terms) {
      const given = sizes.map(sizeOf).filter((size) => size !== null);
      total += (totals.get(inner) ?? 0) * factor(given, otherwise);
    }
    totals.set(part, total);
  }
  return total;
}

function variableSize(name: string, variables: Readonly<Record<string, unknown>>, program: CostProgram): number | null {
  if (!Object.hasOwn(variables, name) || variables[name] === undefined) return program.defaults.get(name) ?? null;
  return wholeNumber(variables[name]);
}
