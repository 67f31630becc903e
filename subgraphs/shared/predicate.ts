/** Putting MongoDB predicates together, so that what is asked stays small: conditions that say nothing are left out. */
import type { Predicate } from './record-store.js';

/** All of the conditions; `{}` where none says anything. */
export function allOf(...conditions: readonly Predicate[]): Predicate {
  const telling = conditions.flatMap(flattened);
  return telling.length > 1 ? { $and: telling } : (telling[0] ?? {});
}

/** A condition without layers of `$and` that hold nothing else. */
function flattened(condition: Predicate): Predicate[] {
  const keys = Object.keys(condition);
  if (keys.length === 0) return [];
  const inner = condition['$and'];
  return keys.length === 1 && Array.isArray(inner) ? (inner as Predicate[]).flatMap(flattened) : [condition];
}

/** Any of the conditions; null where there is none, `{}` where one of them always holds. */
export function anyOf(conditions: readonly Predicate[]): Predicate | null {
  if (conditions.some((condition) => Object.keys(condition).length === 0)) return {};
  return conditions.length > 1 ? { $or: [...conditions] } : (conditions[0] ?? null);
}
