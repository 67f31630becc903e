/** What one query may ask of us, judged before anything is validated or planned. */
import type { OperationTypeNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { LimitSettings } from '../config.js';
import type { CataloguedError } from '../errors.js';
import { type Compiled, compileQuery, operationOf } from './compile.js';
import { refuseCost } from './cost.js';

export interface Checked {
  /** null when the document has no such operation, or does not parse: GraphQL itself then says so. */
  readonly operation: OperationTypeNode | null;
}

export interface Limits {
  /** @throws CataloguedError naming the limit that the query is over. */
  check(query: string, operationName: string | null | undefined, variables: Variables | null | undefined): Checked;
}

export type Variables = Readonly<Record<string, unknown>>;

/** Characters of query text whose compiled form is kept; the form itself takes a small multiple of it. */
const CACHE_CHARACTERS = 8_000_000;
const CACHE_ENTRIES = 2_000;

/** Limits that compile each query text once and keep it; a refusal is kept as well, so that it costs nothing to repeat. */
export function createLimits(settings: LimitSettings): Limits {
  const kept = new LRUCache<string, Compiled | CataloguedError>({ max: CACHE_ENTRIES, maxSize: CACHE_CHARACTERS });
  function compiled(query: string): Compiled {
    let found = kept.get(query);
    if (!found) {
      found = compileQuery(query, settings);
      kept.set(query, found, { size: query.length + 1 });
    }
    if (found instanceof Error) throw found;
    return found;
  }
  return {
    check(query, operationName, variables) {
      const operation = operationOf(compiled(query), operationName);
      if (operation === null) return { operation: null };
      refuseCost(operation, variables ?? {}, settings.cost);
      return { operation: operation.type };
    },
  };
}
