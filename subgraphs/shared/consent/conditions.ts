/** Predicates of which one may never hold, put together in one way, so that equal rules give equal JSON. */
import { allOf, anyOf } from '../predicate.js';
import type { Predicate } from '../record-store.js';

/** A predicate over record documents: `{}` holds of every record, null of none. */
export type Condition = Predicate | null;

export const EVERY: Predicate = {};

export function isEvery(condition: Condition): boolean {
  return condition !== null && Object.keys(condition).length === 0;
}

export function both(...conditions: readonly Condition[]): Condition {
  const telling = conditions.filter((condition) => condition !== null);
  return telling.length === conditions.length ? allOf(...telling) : null;
}

/** Any of the conditions, each once, in an order that does not depend on which consent came first. */
export function either(conditions: readonly Condition[]): Condition {
  const distinct = new Map<string, Predicate>();
  for (const one of conditions) if (one !== null) distinct.set(JSON.stringify(one), one);
  const inOrder = [...distinct].sort(([one], [other]) => (one < other ? -1 : 1));
  return anyOf(inOrder.map(([, condition]) => condition));
}

/** The first without the second. */
export function except(condition: Condition, without: Condition): Condition {
  if (condition === null || without === null) return condition;
  return isEvery(without) ? null : allOf(condition, { $nor: [without] });
}
