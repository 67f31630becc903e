/** From query text to what can be judged again and again: parsed once, measured once, its cost left open for variables. */
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Lexer,
  type OperationDefinitionNode,
  type OperationTypeNode,
  parse,
  Source,
  TokenKind,
  visit,
} from 'graphql';
import type { LimitSettings } from '../config.js';
import { CataloguedError, refusal } from '../errors.js';
import { type CostProgram, costProgram, wholeNumber } from './cost.js';
import { type Fragments, type Measure, measurer, refuseDirectives } from './measure.js';
import { refuseRepeats } from './repeats.js';

export interface CompiledOperation extends CostProgram {
  readonly name: string | null;
  readonly type: OperationTypeNode;
}

/** The operations of a document within limits; none if it does not parse, which GraphQL itself reports best. */
export interface Compiled {
  readonly operations: readonly CompiledOperation[];
}

export const MAX_ROOT_FIELDS = 50;
export const MAX_SELECTIONS = 5000;
export const MAX_INTROSPECTED = 1000;
/** graphql-js refuses three of these lists inside each other; GraphiQL's own query needs one. */
export const MAX_INTROSPECTED_LISTS = 2;
export const MAX_VALUE_NESTING = 30;

/** The compiled text, or the limit it is over: the same text always gives the same. */
export function compileQuery(text: string, limits: LimitSettings): Compiled | CataloguedError {
  try {
    refuseTokens(text, limits.tokens);
    const document = parse(text, { noLocation: true });
    return { operations: compileDocument(document, text, limits) };
  } catch (error) {
    if (error instanceof CataloguedError) return error;
    // The parser recurses too: so many brackets that it ran out of stack.
    if (error instanceof RangeError) return refusal('QUERY_TOO_DEEP', { limit: limits.depth });
    if (!(error instanceof GraphQLError)) throw error;
    return { operations: [] };
  }
}

/**
 * Counted here, not by the parser's own option: that one fails like a typing mistake does, and only its words differ.
 * @throws GraphQLError where the text is no GraphQL; the parser stops at the same place, so it reads no more than this.
 */
function refuseTokens(text: string, limit: number): void {
  const lexer = new Lexer(new Source(text));
  for (let count = 0; lexer.advance().kind !== TokenKind.EOF; ) {
    count += 1;
    if (count > limit) throw refusal('TOO_MANY_TOKENS', { limit });
  }
}

/** The operation that GraphQL would run; null when there is none, or several and no name. */
export function operationOf({ operations }: Compiled, name: string | null | undefined): CompiledOperation | null {
  if (name == null) return (operations.length === 1 && operations[0]) || null;
  return operations.find((operation) => operation.name === name) ?? null;
}

/** Every operation and fragment counts, also those not asked for: validation goes through all of them. */
function compileDocument(document: DocumentNode, text: string, limits: LimitSettings): CompiledOperation[] {
  refuseReservedNames(document, text);
  refuseDeepValues(document);
  const fragments = fragmentsOf(document);
  const measure = measurer(fragments, limits.depth);
  const operations: CompiledOperation[] = [];
  for (const definition of document.definitions) {
    if (definition.kind !== 'OperationDefinition' && definition.kind !== 'FragmentDefinition') continue;
    refuseDirectives(definition.directives?.length ?? 0);
    const measured = measure(definition.selectionSet);
    refuseMeasure(measured, limits);
    refuseRepeats([definition.selectionSet], fragments);
    if (definition.kind === 'FragmentDefinition') continue;
    if (measured.ownFields > MAX_ROOT_FIELDS) throw refusal('TOO_MANY_ROOT_FIELDS', { limit: MAX_ROOT_FIELDS });
    operations.push({
      ...costProgram(measured.cost, defaultsOf(definition)),
      name: definition.name?.value ?? null,
      type: definition.operation,
    });
  }
  return operations;
}

function refuseMeasure(measured: Measure, limits: LimitSettings): void {
  const bounds = [
    [measured.depth, limits.depth, 'QUERY_TOO_DEEP'],
    [measured.aliases, limits.aliases, 'TOO_MANY_ALIASES'],
    [measured.introspectedLists, MAX_INTROSPECTED_LISTS, 'INTROSPECTION_TOO_DEEP'],
    [measured.introspected, MAX_INTROSPECTED, 'INTROSPECTION_TOO_LARGE'],
    [measured.selections, MAX_SELECTIONS, 'TOO_MANY_FIELDS'],
  ] as const;
  for (const [value, limit, code] of bounds) if (value > limit) throw refusal(code, { limit });
}

/** Two fragments of one name: which of them did we measure, and which will be run? */
function fragmentsOf(document: DocumentNode): Fragments {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind !== 'FragmentDefinition') continue;
    if (fragments.has(definition.name.value)) throw refusal('FRAGMENT_TWICE');
    fragments.set(definition.name.value, definition);
  }
  return fragments;
}

function defaultsOf(operation: OperationDefinitionNode): ReadonlyMap<string, number> {
  const defaults = new Map<string, number>();
  for (const { variable, defaultValue, directives } of operation.variableDefinitions ?? []) {
    refuseDirectives(directives?.length ?? 0);
    const value = defaultValue?.kind === 'IntValue' ? wholeNumber(Number(defaultValue.value)) : null;
    if (value !== null) defaults.set(variable.name.value, value);
  }
  return defaults;
}

/** As an alias or a variable it becomes a key of objects on the way, and sets their prototype. */
function refuseReservedNames(document: DocumentNode, text: string): void {
  if (!text.includes('__proto__')) return;
  visit(document, {
    Name({ value }) {
      if (value === '__proto__') throw refusal('RESERVED_NAME');
    },
  });
}

/** Lists and objects in arguments: coercion recurses through them. */
function refuseDeepValues(document: DocumentNode): void {
  let depth = 0;
  const down = () => {
    depth += 1;
    if (depth > MAX_VALUE_NESTING) throw refusal('ARGUMENT_TOO_DEEP', { limit: MAX_VALUE_NESTING });
  };
  const up = () => {
    depth -= 1;
  };
  visit(document, { ListValue: { enter: down, leave: up }, ObjectValue: { enter: down, leave: up } });
}
